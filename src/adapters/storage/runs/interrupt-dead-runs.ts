import type { EngineDatabase } from '../engine/engine-database.ts';
import { readHolder } from '../engine/instance-lock.ts';
import { isAlive, isSameProcess, type ProcessIdentity } from '../engine/process-identity.ts';

/**
 * Marks the runs of this host as interrupted whose process is gone. Runs of other hosts are left alone, since nothing
 * can be known of their processes; nor is that of the start which has the lock, whose machine may have the same name.
 * Takes no lock when there are none. What several processes test is led on by another one.
 */
export async function interruptDeadRuns(
  { db, isLockTaken }: Pick<EngineDatabase, 'db' | 'isLockTaken'>,
  self: ProcessIdentity,
): Promise<void> {
  const running = await db
    .selectFrom('runs')
    .select(['id', 'pid', 'processStart'])
    .where('status', '=', 'running')
    .where('host', '=', self.host)
    .where('id', 'not in', db.selectFrom('spreadRuns').select('runId'))
    .execute();
  const gone = running.filter((run) => !isAlive(run));
  if (gone.length === 0) return;
  const holder = (await isLockTaken()) ? await readHolder(db) : undefined;
  const dead = gone.filter((run) => !holder || !isSameProcess({ ...run, host: self.host }, holder)).map(({ id }) => id);
  if (dead.length === 0) return;
  await db
    .updateTable('runs')
    .set({ status: 'interrupted' })
    .where('status', '=', 'running')
    .where('id', 'in', dead)
    .execute();
}
