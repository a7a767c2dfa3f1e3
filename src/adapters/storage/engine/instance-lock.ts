import { setTimeout } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { isLoopbackUrl } from '../../http/loopback.ts';
import type { EngineDatabase, InstanceLock } from './engine-database.ts';
import { isAlive, isSameProcess, type ProcessIdentity } from './process-identity.ts';
import type { Schema } from './schema.ts';
import { StorageError } from './storage-error.ts';
import { upsert } from './upsert.ts';

export interface Instance extends ProcessIdentity {
  version: string;
  startedAt: number;
}

// A holder writes its name a moment after it has the lock.
const TRIES = 10;
const TRY_MS = 50;

/**
 * Takes the lock, writes who holds it, and marks the runs interrupted that the holder before left behind, on whatever
 * host that was. Throws `StorageError` `in-use` where another process has it.
 */
export async function acquireInstanceLock(
  { db, name, takeLock }: Pick<EngineDatabase, 'db' | 'name' | 'takeLock'>,
  self: Instance,
): Promise<InstanceLock> {
  const lock = await takeLock();
  if (!lock) throw new StorageError('in-use', name, { detail: await describeHolder(db, self) });
  try {
    await takeOver(db, self);
  } catch (error) {
    await lock.release();
    throw error;
  }
  return lock;
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
        // Others go on with what they test together, and it is led on.
        .where('id', 'not in', trx.selectFrom('spreadRuns').select('runId'))
        .where('host', '=', before.host)
        .where('pid', '=', before.pid)
        .where('processStart', '=', before.processStart)
        .execute();
    }
    await upsert(trx, 'instance', ['id'], [{ id: 1, ...self, address: null }]);
  });
}

/** Whether a process holds the lock, as far as it can be told: where the lock can't be asked, nothing is known of another host. */
export async function isHeld(
  { db, isLockTaken }: Pick<EngineDatabase, 'db' | 'isLockTaken'>,
  self: ProcessIdentity,
): Promise<boolean> {
  const taken = await isLockTaken();
  if (taken !== undefined) return taken;
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

/** Who took the lock last. */
export async function readHolder(db: Kysely<Schema>): Promise<ProcessIdentity | undefined> {
  return await db.selectFrom('instance').select(['host', 'pid', 'processStart']).executeTakeFirst();
}

/** The origin at which whoever has the lock serves; undefined before it says so, and where it serves its own machine alone. */
export async function readAddress(db: Kysely<Schema>, self: ProcessIdentity): Promise<string | undefined> {
  const holder = await db.selectFrom('instance').select(['host', 'address']).executeTakeFirst();
  const address = holder?.address ?? undefined;
  return address !== undefined && (holder?.host === self.host || !isLoopbackUrl(address)) ? address : undefined;
}
