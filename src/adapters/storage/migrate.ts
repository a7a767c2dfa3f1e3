import type { Kysely } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration';
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
  await db.transaction().execute(async (trx) => {
    // Another process may have migrated while this one waited for the lock.
    refuseNewer(await carriedMigrations(trx), file);
    const provider = { getMigrations: async () => ({ ...MIGRATIONS }) };
    const { error } = await new Migrator({ db: trx, provider }).migrateToLatest();
    if (error !== undefined) throw error;
  });
}

async function carriedMigrations(db: Kysely<Schema>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === DEFAULT_MIGRATION_TABLE)) return [];
  const rows = await db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .orderBy('name')
    .execute();
  return rows.map((row) => row.name);
}

function refuseNewer(carried: readonly string[], file: string): void {
  const foreign = carried.find((name) => !Object.hasOwn(MIGRATIONS, name));
  if (foreign === undefined) return;
  throw new StorageError('newer-version', file, { detail: `it has migration ${foreign}` });
}
