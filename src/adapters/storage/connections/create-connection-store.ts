import { type Kysely, sql } from 'kysely';
import type { ConnectionStore } from '../../../core/credentials/stored-connection.ts';
import { deleteSome } from '../engine/delete-some.ts';
import { tablesWith } from '../engine/dialect-sql.ts';
import type { Schema } from '../engine/schema.ts';
import { writeSecrets } from '../secrets/create-secret-store.ts';

export function createConnectionStore(db: Kysely<Schema>): ConnectionStore {
  return {
    list: () => db.selectFrom('connections').selectAll().orderBy('name').execute(),
    add: (connection, secrets) =>
      db.transaction().execute(async (trx) => {
        if (await isTaken(trx, connection.name)) return false;
        await trx.insertInto('connections').values(connection).execute();
        await writeSecrets(trx, secrets);
        return true;
      }),
    rename: (name, to) =>
      db.transaction().execute(async (trx) => {
        if (!(await isTaken(trx, name))) return 'absent';
        if (await isTaken(trx, to)) return 'taken';
        await trx.updateTable('connections').set({ name: to }).where('name', '=', name).execute();
        // Whatever was found out about it is known under its new name.
        for (const table of await tablesWith(trx, 'connection'))
          await sql`update ${sql.table(table)} set connection = ${to} where connection = ${name}`.execute(trx);
        return 'renamed';
      }),
    remove: ({ id }, secretNames) =>
      db.transaction().execute(async (trx) => {
        await trx.deleteFrom('secrets').where('name', 'in', secretNames).execute();
        return await deleteSome(trx.deleteFrom('connections').where('id', '=', id));
      }),
  };
}

async function isTaken(db: Kysely<Schema>, name: string): Promise<boolean> {
  return (await db.selectFrom('connections').select('id').where('name', '=', name).executeTakeFirst()) !== undefined;
}
