import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ConnectionStore } from '../../../core/credentials/stored-connection.ts';
import { deleteSome } from '../engine/delete-some.ts';
import { tablesWith } from '../engine/dialect-sql.ts';
import type { Db } from '../engine/schema.ts';
import { writeSecrets } from '../secrets/create-secret-store.ts';

export function createConnectionStore(db: Db): ConnectionStore {
  return {
    list: async () => {
      const allowed = await db.selectFrom('connectionWorkspaces').selectAll().orderBy('workspace').execute();
      const rows = await db.selectFrom('connections').selectAll().orderBy('name').execute();
      return rows.map((row) => ({
        ...row,
        workspaces: allowed.flatMap(({ connectionId, workspace }) => (connectionId === row.id ? [workspace] : [])),
      }));
    },
    add: (connection, secrets) =>
      db.transaction().execute(async (trx) => {
        if (await isTaken(trx, connection.name)) return false;
        await setAside(trx, FOUND_OUT, connection.name);
        await trx.insertInto('connections').values(connection).execute();
        await writeSecrets(trx, secrets);
        return true;
      }),
    rename: (name, to) =>
      db.transaction().execute(async (trx) => {
        if (!(await isTaken(trx, name))) return 'absent';
        if (await isTaken(trx, to)) return 'taken';
        const tables = await tablesWith(trx, 'connection');
        await setAside(trx, tables, to);
        await trx.updateTable('connections').set({ name: to }).where('name', '=', name).execute();
        // Whatever was found out about it is known under its new name.
        await move(trx, tables, name, to);
        const subscribed = await trx.selectFrom('subscriptions').select(['place', 'connections']).execute();
        for (const { place, connections } of subscribed.filter((one) => one.connections.includes(name))) {
          const renamed = connections.map((one) => (one === name ? to : one));
          await trx.updateTable('subscriptions').set({ connections: renamed }).where('place', '=', place).execute();
        }
        return 'renamed';
      }),
    allow: async (allowance) => {
      const added = db
        .insertInto('connectionWorkspaces')
        .values(allowance)
        .onConflict((conflict) => conflict.doNothing());
      return ((await added.executeTakeFirst()).numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    deny: (connectionId, workspace) =>
      deleteSome(
        db
          .deleteFrom('connectionWorkspaces')
          .where('connectionId', '=', connectionId)
          .where('workspace', '=', workspace),
      ),
    remove: ({ id }, secretNames) =>
      db.transaction().execute(async (trx) => {
        await trx.deleteFrom('secrets').where('name', 'in', secretNames).execute();
        await trx.deleteFrom('connectionWorkspaces').where('connectionId', '=', id).execute();
        return await deleteSome(trx.deleteFrom('connections').where('id', '=', id));
      }),
  };
}

/** What runs found out, beside what people decided: that stays with a name. */
const FOUND_OUT = [
  ...['runs', 'tenants', 'customer_lists', 'check_states', 'tracks', 'rechecks'],
  ...['incidents', 'incident_groups', 'watch_runs', 'watch_connections', 'relationship_ends', 'tag_revisions'],
  'tenant_licences',
];

/** What is known under a name that nobody has is of one that was removed: of who has the name now it would be untrue. */
function setAside(db: Db, tables: readonly string[], name: string): Promise<void> {
  return move(db, tables, name, `${name} before ${randomUUID()}`);
}

async function move(db: Db, tables: readonly string[], from: string, to: string): Promise<void> {
  for (const table of tables)
    await sql`update ${sql.table(table)} set connection = ${to} where connection = ${from}`.execute(db);
}

async function isTaken(db: Db, name: string): Promise<boolean> {
  return (await db.selectFrom('connections').select('id').where('name', '=', name).executeTakeFirst()) !== undefined;
}
