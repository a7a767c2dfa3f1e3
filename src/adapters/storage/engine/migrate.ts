import { type Kysely, sql } from 'kysely';
import { MIGRATIONS } from './migrations.ts';
import type { Schema } from './schema.ts';
import { StorageError } from './storage-error.ts';

/**
 * Brings the database to this version's tables, all in one transaction. Takes no lock when nothing is to do, so that a
 * second process can read while another one writes. Throws `newer-version` when a newer Samaritan has been here.
 */
export async function migrate(db: Kysely<Schema>, file: string): Promise<void> {
  const carried = await carriedMigrations(db);
  refuseNewer(carried, file);
  if (carried.length === Object.keys(MIGRATIONS).length) return;
  const { Migrator } = await import('kysely/migration');
  await db.transaction().execute(async (trx) => {
    // Another process may have migrated while this one waited for the lock.
    refuseNewer(await carriedMigrations(trx), file);
    const provider = { getMigrations: async () => ({ ...MIGRATIONS }) };
    const { error } = await new Migrator({ db: trx, provider }).migrateToLatest();
    if (error !== undefined) throw error;
  });
}

async function carriedMigrations(db: Kysely<Schema>): Promise<string[]> {
  // Looked up by hand: Kysely's own look at the tables takes longer the more there are.
  const table = await sql`select 1 from sqlite_schema where type = 'table' and name = 'kysely_migration'`.execute(db);
  if (table.rows.length === 0) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map((row) => row.name);
}

function refuseNewer(carried: readonly string[], file: string): void {
  const foreign = carried.find((name) => !Object.hasOwn(MIGRATIONS, name));
  if (foreign === undefined) return;
  throw new StorageError('newer-version', file, { detail: `it has migration ${foreign}` });
}
