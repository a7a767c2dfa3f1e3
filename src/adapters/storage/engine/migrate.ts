import { type Kysely, sql } from 'kysely';
import { isPostgres } from './dialect-sql.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Schema } from './schema.ts';
import { StorageError } from './storage-error.ts';

/**
 * Brings the database to this version's tables, all in one transaction. Takes no lock when nothing is to do, so that a
 * second process can read while another one writes. Throws `newer-version` when a newer Samaritan has been here.
 */
export async function migrate(db: Kysely<Schema>, name: string): Promise<void> {
  const carried = await carriedMigrations(db);
  refuseNewer(carried, name);
  if (carried.length === Object.keys(MIGRATIONS).length) return;
  const { Migrator } = await import('kysely/migration');
  await db.transaction().execute(async (trx) => {
    // Another process may have migrated while this one waited for the lock.
    refuseNewer(await carriedMigrations(trx), name);
    const provider = { getMigrations: async () => ({ ...MIGRATIONS }) };
    // What was written at the same time may come out of order; none relies on what is not before it in its own history.
    const migrator = new Migrator({ db: trx, provider, allowUnorderedMigrations: true });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
  });
}

async function carriedMigrations(db: Kysely<Schema>): Promise<string[]> {
  // Looked up by hand: Kysely's own look at the tables takes longer the more there are.
  const table = isPostgres(db)
    ? sql`select 1 where to_regclass('kysely_migration') is not null`
    : sql`select 1 from sqlite_schema where type = 'table' and name = 'kysely_migration'`;
  if ((await table.execute(db)).rows.length === 0) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map((row) => row.name);
}

function refuseNewer(carried: readonly string[], name: string): void {
  const foreign = carried.find((one) => !Object.hasOwn(MIGRATIONS, one));
  if (foreign === undefined) return;
  throw new StorageError('newer-version', name, { detail: `it has migration ${foreign}` });
}
