import { isDeepStrictEqual } from 'node:util';
import type { TagRule } from '../../../core/model/tenants/tag.ts';
import type { TagStore } from '../../../core/model/tenants/tag-store.ts';
import { deleteSome } from '../engine/delete-some.ts';
import { among, gathered } from '../engine/dialect-sql.ts';
import type { Db } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';
import { raiseTagRevision, readTagRevision } from '../state/tag-revision.ts';

/** A statement takes some thousand values. */
const ROWS_AT_ONCE = 200;

export function createTagStore(db: Db): TagStore {
  return {
    revision: (connection) => readTagRevision(db, connection),
    read: async (connection) => {
      const groups = await db
        .selectFrom('tenantTags')
        .select(['tag', gathered(db, 'tenantId').as('tenantIds')])
        .where('connection', '=', connection)
        .groupBy('tag')
        .orderBy('tag')
        .execute();
      const given = groups.flatMap(({ tag, tenantIds }) =>
        (JSON.parse(tenantIds) as string[]).map((tenantId) => ({ tenantId, tag })),
      );
      return { given, rules: await readRules(db, connection) };
    },
    rules: (connection) => readRules(db, connection),
    licences: (connection, tenantIds) => licencesOf(db, connection, tenantIds).execute(),
    keepLicences: (connection, readings) =>
      db.transaction().execute(async (trx) => {
        const ids = readings.map(({ tenantId }) => tenantId);
        const known = await licencesOf(trx, connection, ids).execute();
        const before = new Map(known.map(({ tenantId, owned }) => [tenantId, owned]));
        const rows = readings.map((one) => ({ connection, ...one }));
        for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
          await upsert(trx, 'tenantLicences', ['connection', 'tenantId'], rows.slice(at, at + ROWS_AT_ONCE));
        const isNews = readings.some(({ tenantId, owned }) => !isDeepStrictEqual(before.get(tenantId), owned));
        if (isNews) await raiseTagRevision(trx, connection, 'tenants');
      }),
    ends: (connection) => readEnds(db, connection),
    keepEnds: (connection, ends) =>
      db.transaction().execute(async (trx) => {
        if (isDeepStrictEqual(await readEnds(trx, connection), ends)) return;
        await upsert(trx, 'relationshipEnds', ['connection'], [{ connection, ends }]);
        await raiseTagRevision(trx, connection, 'tenants');
      }),
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
        await raiseTagRevision(trx, connection, 'tenants');
      }),
    putRule: (connection, rule) =>
      db.transaction().execute(async (trx) => {
        await upsert(trx, 'tagRules', ['connection', 'tag'], [{ connection, tag: rule.tag, rule }]);
        await raiseTagRevision(trx, connection, 'tenants');
      }),
    removeRule: (connection, tag) =>
      db.transaction().execute(async (trx) => {
        const rule = trx.deleteFrom('tagRules').where('connection', '=', connection).where('tag', '=', tag);
        const had = await deleteSome(rule);
        await raiseTagRevision(trx, connection, 'tenants');
        return had;
      }),
  };
}

async function readRules(db: Db, connection: string): Promise<TagRule[]> {
  const rows = db.selectFrom('tagRules').select('rule').where('connection', '=', connection).orderBy('tag');
  return (await rows.execute()).map(({ rule }) => rule);
}

function licencesOf(db: Db, connection: string, tenantIds?: readonly string[]) {
  const rows = db.selectFrom('tenantLicences').select(['tenantId', 'owned', 'readAt']);
  const own = rows.where('connection', '=', connection);
  return tenantIds ? own.where(among(db, 'tenantId', tenantIds)) : own;
}

async function readEnds(db: Db, connection: string): Promise<Readonly<Record<string, number>>> {
  const row = db.selectFrom('relationshipEnds').select('ends').where('connection', '=', connection);
  return (await row.executeTakeFirst())?.ends ?? {};
}
