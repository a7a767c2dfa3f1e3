import { realpath } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { prepareDatabaseFile } from './database-file.ts';
import { isAlive, isSameProcess, type ProcessIdentity } from './process-identity.ts';
import type { Schema } from './schema.ts';
import { isLocked, StorageError, toStorageError } from './storage-error.ts';
import { upsert } from './upsert.ts';

/** Held by the one process that runs `start` on a database. The system takes it back when that process ends, however it does. */
export interface InstanceLock {
  /** Safe to call twice. */
  release(): void;
}

export interface Instance extends ProcessIdentity {
  version: string;
  startedAt: number;
}

// A holder writes its name a moment after it has the lock.
const TRIES = 10;
const TRY_MS = 50;

/** A database that nobody refers to is closed by the garbage collector, and its lock is gone. */
const HELD = new Set<Database.Database>();

/**
 * Takes the lock, writes who holds it, and marks the runs interrupted that the holder before left behind, on whatever
 * host that was. Throws `StorageError` `in-use` where another process has it.
 *
 * It is SQLite's write lock on an empty file beside the database: a lock of the system, which outlives no `kill -9` and
 * is seen by containers of one machine whatever they call themselves. The file stays; it must not be deleted meanwhile.
 */
export async function acquireInstanceLock(db: Kysely<Schema>, file: string, self: Instance): Promise<InstanceLock> {
  if (file === ':memory:') return { release: () => {} };
  const lock = await lockBeside(file);
  if (!lock) throw new StorageError('in-use', file, { detail: await describeHolder(db, self) });
  try {
    await takeOver(db, self);
  } catch (error) {
    lock.close();
    throw error;
  }
  HELD.add(lock);
  return {
    release: () => {
      HELD.delete(lock);
      lock.close();
    },
  };
}

async function lockBeside(file: string): Promise<Database.Database | undefined> {
  let lockFile = `${file}.lock`;
  let lock: Database.Database | undefined;
  try {
    // One database may be named by several paths.
    lockFile = `${await realpath(file)}.lock`;
    await prepareDatabaseFile(lockFile);
    lock = new Database(lockFile, { timeout: 0 });
    lock.exec('begin immediate');
    return lock;
  } catch (error) {
    lock?.close();
    if (isLocked(error)) return undefined;
    throw toStorageError(error, lockFile);
  }
}

async function takeOver(db: Kysely<Schema>, self: Instance): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const before = await readHolder(trx);
    // Where the system tells no start, a process id may by now be that of someone who lives.
    if (before && before.processStart !== null && !isSameProcess(before, self)) {
      await trx
        .updateTable('runs')
        .set({ status: 'interrupted' })
        .where('status', '=', 'running')
        .where('host', '=', before.host)
        .where('pid', '=', before.pid)
        .where('processStart', '=', before.processStart)
        .execute();
    }
    await upsert(trx, 'instance', ['id'], [{ id: 1, ...self }]);
  });
}

/** Whether a process holds the lock, as far as it can be told: of another host nothing is known. */
export async function isHeld(db: Kysely<Schema>, self: ProcessIdentity): Promise<boolean> {
  const holder = await readHolder(db);
  return holder !== undefined && (holder.host !== self.host || isAlive(holder));
}

/** Who has the lock, as far as it can be told. */
async function describeHolder(db: Kysely<Schema>, self: ProcessIdentity): Promise<string> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const holder = await readHolder(db);
    if (holder && (holder.host !== self.host || isAlive(holder))) return `process ${holder.pid} on ${holder.host}`;
    await setTimeout(TRY_MS);
  }
  return 'another process';
}

async function readHolder(db: Kysely<Schema>): Promise<ProcessIdentity | undefined> {
  return await db.selectFrom('instance').select(['host', 'pid', 'processStart']).executeTakeFirst();
}
