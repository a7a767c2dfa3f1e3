import { type TagRevision, UNCOUNTED } from '../../../core/model/tenants/tag-store.ts';
import type { Db, Trx } from '../engine/schema.ts';

/** See `TagStore.revision`. */
export async function readTagRevision(db: Db, connection: string): Promise<TagRevision> {
  const row = db.selectFrom('tagRevisions').select(['tenants', 'causes']).where('connection', '=', connection);
  return (await row.executeTakeFirst()) ?? UNCOUNTED;
}

/** Comes last in a transaction, since others wait for its row. */
export async function raiseTagRevision(trx: Trx, connection: string, ...what: (keyof TagRevision)[]): Promise<void> {
  if (what.length === 0) return;
  const first = Object.fromEntries(what.map((name) => [name, 1]));
  await trx
    .insertInto('tagRevisions')
    .values({ connection, ...UNCOUNTED, ...first })
    .onConflict((conflict) =>
      conflict
        .column('connection')
        .doUpdateSet((row) => Object.fromEntries(what.map((name) => [name, row(`tagRevisions.${name}`, '+', 1)]))),
    )
    .execute();
}
