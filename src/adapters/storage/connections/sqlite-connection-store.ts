import { type Kysely, sql } from 'kysely';
import type { NamedSecret } from '../../../core/credentials/secret-store.ts';
import type { ConnectionStore, StoredConnection } from '../../../core/credentials/stored-connection.ts';
import type { Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';
import { toSecretRow } from '../secrets/sqlite-secret-store.ts';

export class SqliteConnectionStore implements ConnectionStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async list(): Promise<StoredConnection[]> {
    const rows = await this.#db.selectFrom('connections').selectAll().orderBy('name').execute();
    return rows.map(({ application_id, include_own_tenant, created_at, ...row }) => ({
      ...row,
      applicationId: application_id,
      includeOwnTenant: include_own_tenant === 1,
      createdAt: created_at,
    }));
  }

  async add(connection: StoredConnection, secrets: readonly NamedSecret[]): Promise<boolean> {
    const { id, name, kind, cloud, applicationId, tenant, includeOwnTenant, createdAt } = connection;
    const row = {
      id,
      name,
      kind,
      cloud,
      application_id: applicationId,
      tenant,
      include_own_tenant: includeOwnTenant ? (1 as const) : (0 as const),
      created_at: createdAt,
    };
    return await this.#db.transaction().execute(async (trx) => {
      if (await isTaken(trx, name)) return false;
      await trx.insertInto('connections').values(row).execute();
      await upsert(trx, 'secrets', ['name'], secrets.map(toSecretRow));
      return true;
    });
  }

  async rename(name: string, to: string): Promise<'renamed' | 'absent' | 'taken'> {
    return await this.#db.transaction().execute(async (trx) => {
      if (!(await isTaken(trx, name))) return 'absent';
      if (await isTaken(trx, to)) return 'taken';
      await trx.updateTable('connections').set({ name: to }).where('name', '=', name).execute();
      // Whatever was found out about it is known under its new name.
      for (const table of await tablesOfConnections(trx))
        await sql`update ${sql.table(table)} set connection = ${to} where connection = ${name}`.execute(trx);
      return 'renamed';
    });
  }

  async remove({ id }: StoredConnection, secretNames: readonly string[]): Promise<boolean> {
    return await this.#db.transaction().execute(async (trx) => {
      await trx.deleteFrom('secrets').where('name', 'in', secretNames).execute();
      const { numDeletedRows } = await trx.deleteFrom('connections').where('id', '=', id).executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }
}

async function isTaken(db: Kysely<Schema>, name: string): Promise<boolean> {
  return (await db.selectFrom('connections').select('id').where('name', '=', name).executeTakeFirst()) !== undefined;
}

async function tablesOfConnections(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tables.name from sqlite_schema as tables, pragma_table_info(tables.name) as columns
    where tables.type = 'table' and columns.name = 'connection'`.execute(db);
  return rows.map((row) => row.name);
}
