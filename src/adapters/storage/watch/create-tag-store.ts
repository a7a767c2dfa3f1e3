import type { Kysely } from 'kysely';
import type { TagStore } from '../../../core/model/tenants/tag-store.ts';
import { deleteSome } from '../engine/delete-some.ts';
import type { Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

export function createTagStore(db: Kysely<Schema>): TagStore {
  return {
    read: async (connection) => {
      const given = await db
        .selectFrom('tenantTags')
        .select(['tenantId', 'tag'])
        .where('connection', '=', connection)
        .orderBy('tag')
        .orderBy('tenantId')
        .execute();
      const rules = await db
        .selectFrom('tagRules')
        .select('rule')
        .where('connection', '=', connection)
        .orderBy('tag')
        .execute();
      return { given, rules: rules.map(({ rule }) => rule) };
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
