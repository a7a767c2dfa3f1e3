import { access } from 'node:fs/promises';
import { sql } from 'kysely';
import type { EngineDatabase, InstanceLock } from '../engine/engine-database.ts';
import { type DatabaseName, openDatabase } from '../engine/engines.ts';
import { inSnapshot } from '../engine/in-snapshot.ts';
import type { Db } from '../engine/schema.ts';
import { StorageError } from '../engine/storage-error.ts';
import { type CopiedTable, listTables, readCounter, readTable, writeCounter, writeRows } from './copied-table.ts';

const BUSY_MS = 5000;

export interface DatabaseCopy {
  from: string;
  to: string;
  /** Rows by table. Each was compared: as many, and every value the same. */
  tables: Readonly<Record<string, number>>;
}

/**
 * Copies everything from a file to a server or back, in one transaction, and compares every table before it is kept. What
 * is sealed stays sealed, under the same master key. Throws `StorageError`, with the target as it was: `in-use` where
 * `start` runs on one of them, `not-empty` where the target has data.
 */
export async function copyDatabase(from: DatabaseName, to: DatabaseName): Promise<DatabaseCopy> {
  if (typeof from === 'string') await refuseMissing(from);
  const opened: EngineDatabase[] = [];
  const locks: InstanceLock[] = [];
  try {
    for (const name of [from, to]) {
      const database = await openDatabase(name, BUSY_MS, () => {});
      opened.push(database);
      const lock = await database.takeLock();
      if (!lock) throw new StorageError('in-use', database.name, {});
      locks.push(lock);
    }
    const [source, target] = opened;
    if (!source || !target) throw new Error('both were opened');
    const [reads, writes] = [source.db.withoutPlugins(), target.db.withoutPlugins()];
    const tables = await listTables(typeof from === 'string' ? reads : writes);
    const rows = await inSnapshot(reads, (snapshot) =>
      writes.transaction().execute((trx) => copyAll(snapshot, trx, tables, target.name)),
    );
    return { from: source.name, to: target.name, tables: rows };
  } finally {
    for (const lock of locks) await lock.release();
    for (const { db } of opened) await db.destroy();
  }
}

async function copyAll(
  source: Db,
  target: Db,
  tables: readonly CopiedTable[],
  name: string,
): Promise<Record<string, number>> {
  for (const table of tables) await refuseFilled(target, table, name);
  await sql`delete from watch_state`.execute(target);
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const read = await readTable(source, table, (rows) => writeRows(target, table, rows));
    if (table.counts) await writeCounter(target, table, await readCounter(source, table));
    const written = await readTable(target, table);
    if (written.rows !== read.rows || written.hash !== read.hash)
      throw new StorageError('differs', name, { detail: `table ${table.name}` });
    counts[table.name] = read.rows;
  }
  return counts;
}

async function refuseFilled(target: Db, { name }: CopiedTable, database: string): Promise<void> {
  // A new database has one row here.
  const fresh = name === 'watch_state' ? sql`where revision > 0 or next_number > 0 or given_up > 0` : sql``;
  const { rows } = await sql`select 1 from ${sql.table(name)} ${fresh} limit 1`.execute(target);
  if (rows.length > 0) throw new StorageError('not-empty', database, { detail: `table ${name}` });
}

/** Opening would make an empty one. */
async function refuseMissing(file: string): Promise<void> {
  await access(file).catch((cause: unknown) => {
    throw new StorageError('cannot-open', file, { detail: 'there is no such file', cause });
  });
}
