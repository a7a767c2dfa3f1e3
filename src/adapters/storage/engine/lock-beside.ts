import { realpath } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { prepareDatabaseFile } from './database-file.ts';
import type { InstanceLock } from './engine-database.ts';
import { isLocked, toStorageError } from './storage-error.ts';

/** A database that nobody refers to is closed by the garbage collector, and its lock is gone. */
const HELD = new Set<Database.Database>();

/**
 * SQLite's write lock on an empty file beside the database; undefined while another process has it. It is a lock of the
 * system, which outlives no `kill -9` and is seen by containers of one machine whatever they call themselves. The file
 * stays; it must not be deleted meanwhile.
 */
export async function lockBeside(file: string): Promise<InstanceLock | undefined> {
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
  return {
    release: async () => {
      HELD.delete(held);
      held.close();
    },
  };
}
