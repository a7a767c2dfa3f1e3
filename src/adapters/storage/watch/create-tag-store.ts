import { type Kysely, sql } from 'kysely';
import type { TagStore } from '../../../core/model/tenants/tag-store.ts';
import { deleteSome } from '../engine/delete-some.ts';
import { anyOf, gathered } from '../engine/dialect-sql.ts';
import type { Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

export function createTagStore(db: Kysely<Schema>): TagStore {
  return {
    read: async (connection, tags) => {
      const kept = db.selectFrom('tenantTags').where('connection', '=', connection).orderBy('tag');
      const wanted = kept.select(['tag', gathered(db, 'tenantId').as('tenantIds')]).groupBy('tag');
      const groups = await (tags ? wanted.where('tag', 'in', anyOf(db, tags)) : wanted).execute();
      const given = groups.flatMap(({ tag, tenantIds }) =>
        (JSON.parse(tenantIds) as string[]).map((tenantId) => ({ tenantId, tag })),
      );
      const names = tags && (await readNames(db, connection));
      const rules = await db
        .selectFrom('tagRules')
        .select('rule')
        .where('connection', '=', connection)
        .orderBy('tag')
        .execute();
      return { given, rules: rules.map(({ rule }) => rule), ...(names && { names }) };
    },
    change: (connection, { add, remove }) =>
      db.transaction().execute(async (trx) => {
        for (const { tenantId, tag } of remove)
          await trx
            .deleteFrom('tenantTags')
            .where('connection', '=', connection)
            .where('tenantId', '=', tenantId)
            .where('tag', '=', tag)
            .execute();
        const row = trx.insertInto('tenantTags');
        for (const one of add)
          await row
            .values({ connection, ...one })
            .onConflict((conflict) => conflict.doNothing())
            .execute();
      }),
    putRule: (connection, rule) => upsert(db, 'tagRules', ['connection', 'tag'], [{ connection, tag: rule.tag, rule }]),
    removeRule: (connection, tag) =>
      deleteSome(db.deleteFrom('tagRules').where('connection', '=', connection).where('tag', '=', tag)),
  };
}

/** Each tag once, with one look into the index for each: there are many rows, and few tags. */
async function readNames(db: Kysely<Schema>, connection: string): Promise<string[]> {
  const least = sql`select min(tag) as tag from ${sql.table('tenantTags')} where connection = ${connection}`;
  const { rows } = await sql<{ tag: string }>`
    with recursive names(tag) as (
      select tag from (${least}) as first
      union all select (${least} and tag > names.tag) from names where names.tag is not null
    ) select tag from names where tag is not null`.execute(db);
  return rows.map(({ tag }) => tag);
}
