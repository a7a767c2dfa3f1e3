import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres } from './dialect-sql.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Schema } from './schema.ts';
import { StorageError } from './storage-error.ts';

/** As Kysely's own migrator has it, which first looks at every table, and whose lock is our transaction's here. */
const JOURNAL = `create table if not exists kysely_migration (
  name varchar(255) not null primary key, timestamp varchar(255) not null)`;

/**
 * Brings the database to this version's tables, all in one transaction, which no other that writes runs beside. Takes none
 * when nothing is to do, so that a second process can read while another one writes. What was written at the same time may
 * come out of order; none relies on what is not before it in its own history. Throws `newer-version` when a newer Samaritan
 * has been here.
 */
export async function migrate(db: Kysely<Schema>, name: string): Promise<void> {
  if ((await missingMigrations(db, name)).length === 0) return;
  await db.transaction().execute(async (trx) => {
    // Another process may have migrated while this one waited for its turn.
    const missing = await missingMigrations(trx, name);
    await sql.raw(JOURNAL).execute(trx);
    for (const [migration, { up }] of missing) {
      await up(trx);
      const at = new Date().toISOString();
      await sql`insert into kysely_migration (name, timestamp) values (${migration}, ${at})`.execute(trx);
    }
  });
}

async function missingMigrations(db: Kysely<Schema>, name: string): Promise<[string, Migration][]> {
  const carried = await carriedMigrations(db);
  const foreign = carried.find((one) => !Object.hasOwn(MIGRATIONS, one));
  if (foreign !== undefined) throw new StorageError('newer-version', name, { detail: `it has migration ${foreign}` });
  return Object.entries(MIGRATIONS).filter(([migration]) => !carried.includes(migration));
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
