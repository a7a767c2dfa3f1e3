import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { ColumnPlugin } from './column-plugin.ts';
import { copyLogAside, type LogThread } from './copy-log-aside.ts';
import { prepareDatabaseFile } from './database-file.ts';
import type { EngineDatabase, InstanceLock } from './engine-database.ts';
import { createFileWitness, NO_WITNESS } from './file-witness.ts';
import { LastTrouble } from './last-trouble.ts';
import { migrate } from './migrate.ts';
import { refuseMismatch, watchFile } from './opened-file.ts';
import { retryWhileLocked } from './retry-while-locked.ts';
import type { Schema } from './schema.ts';
import { createSqliteDialect, Handles } from './sqlite-dialect.ts';
import { isLocked, type StorageError, toStorageError } from './storage-error.ts';

export interface OpenSqlite extends EngineDatabase {
  sqlite: Database.Database;
}

/** See `openDatabase`. */
export async function openSqlite(
  name: string,
  busyTimeoutMs: number,
  onDamaged: (error: StorageError) => void,
): Promise<OpenSqlite> {
  const inMemory = name === ':memory:';
  // better-sqlite3 trims what it is given; a file that was made under another name would stay empty.
  const file = inMemory ? name : resolve(name.trim());
  let sqlite: Database.Database | undefined;
  try {
    if (!inMemory) {
      await prepareDatabaseFile(file);
      refuseMismatch(file);
    }
    const database = new Database(file, { timeout: 0 });
    sqlite = database;
    await configure(database, busyTimeoutMs);
    const opened = watchFile(file);
    const trouble = new LastTrouble();
    const parts = { handles: new Handles(database, file), file, busyTimeoutMs, opened, trouble };
    const plugins = [new ColumnPlugin(file, onDamaged)];
    const db = new Kysely<Schema>({ dialect: createSqliteDialect(parts), plugins });
    const urgent = new Kysely<Schema>({ dialect: createSqliteDialect({ ...parts, isUrgent: true }), plugins });
    await migrate(db.withoutPlugins(), file);
    return {
      ...{ db, urgent, sqlite: database, name: file, problem: () => opened.problem() ?? trouble.problem() },
      takeLock: async () => {
        if (inMemory) return { release: async () => {} };
        const copies = (): LogThread =>
          copyLogAside(database, file, (error) => void trouble.met(toStorageError(error, file)));
        return await lockBeside(file, copies);
      },
      isLockTaken: async () => undefined,
      witness: inMemory ? NO_WITNESS : createFileWitness(`${file}.turn`),
      auditWitness: inMemory ? NO_WITNESS : createFileWitness(`${file}.audit`),
    };
  } catch (error) {
    sqlite?.close();
    throw toStorageError(error, file);
  }
}

async function configure(sqlite: Database.Database, busyTimeoutMs: number): Promise<void> {
  // Readers and one writer at a time don't wait for each other. The change itself doesn't wait for a lock
  // (https://sqlite.org/wal.html), so two processes that make the same file take turns here.
  await retryWhileLocked(() => sqlite.pragma('journal_mode = wal'), busyTimeoutMs);
  // With a write-ahead log NORMAL can't damage the file: a power cut may only undo the last transactions, and the next
  // sweep observes the same again. FULL would wait for the disk at each of them.
  sqlite.pragma('synchronous = normal');
  sqlite.pragma('foreign_keys = on');
}

/** A database that nobody refers to is closed by the garbage collector, and its lock is gone. */
const HELD = new Set<Database.Database>();

/**
 * SQLite's write lock on an empty file beside the database; undefined while another process has it. It is a lock of the
 * system, which outlives no `kill -9` and is seen by containers of one machine whatever they call themselves. The file
 * stays; it must not be deleted meanwhile.
 */
async function lockBeside(file: string, begin: () => LogThread): Promise<InstanceLock | undefined> {
  let lockFile = `${file}.lock`;
  let lock: Database.Database | undefined;
  try {
    // One database may be named by several paths.
    lockFile = `${await realpath(file)}.lock`;
    await prepareDatabaseFile(lockFile);
    lock = new Database(lockFile, { timeout: 0 });
    lock.exec('begin immediate');
  } catch (error) {
    lock?.close();
    if (isLocked(error)) return undefined;
    throw toStorageError(error, lockFile);
  }
  const held = lock;
  HELD.add(held);
  // Who has it answers chats.
  const thread = begin();
  return {
    release: async () => {
      await thread.end();
      HELD.delete(held);
      held.close();
    },
  };
}
