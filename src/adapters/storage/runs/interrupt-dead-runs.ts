import type { Kysely } from 'kysely';
import { isAlive, type ProcessIdentity } from '../engine/process-identity.ts';
import type { Schema } from '../engine/schema.ts';

/**
 * Marks the runs of this host as interrupted whose process is gone. Runs of other hosts are left alone, since nothing
 * can be known of their processes. Takes no lock when there are none.
 */
export async function interruptDeadRuns(db: Kysely<Schema>, self: ProcessIdentity): Promise<void> {
  const running = await db
    .selectFrom('runs')
    .select(['id', 'pid', 'processStart'])
    .where('status', '=', 'running')
    .where('host', '=', self.host)
    .execute();
  const dead = running.filter((run) => !isAlive(run)).map((run) => run.id);
  if (dead.length === 0) return;
  await db
    .updateTable('runs')
    .set({ status: 'interrupted' })
    .where('status', '=', 'running')
    .where('id', 'in', dead)
    .execute();
}
