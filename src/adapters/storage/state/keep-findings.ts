import type { Kysely } from 'kysely';
import type { Schema } from '../engine/schema.ts';
import { readOpenStates } from './open-states.ts';
import { isEmpty, type ObservedRun, planChanges, type TenantOutcome } from './plan-changes.ts';
import { writeChanges } from './write-changes.ts';

/** Keeps what changed, in one transaction. Where nothing changed it only reads: no lock, no write. */
export async function keepFindings(
  db: Kysely<Schema>,
  observation: ObservedRun,
  findings: readonly TenantOutcome[],
): Promise<void> {
  const { connection } = observation;
  const before = await readOpenStates(db, connection, toTenantIds(findings));
  const changed = findings.filter((finding) => !isEmpty(planChanges([finding], before, observation, before.lastId)));
  if (changed.length === 0) return;
  await db.transaction().execute(async (trx) => {
    // Read again under the lock: another process may have ended a stretch since.
    const open = await readOpenStates(trx, connection, toTenantIds(changed));
    await writeChanges(trx, planChanges(changed, open, observation, before.lastId), observation);
  });
}

function toTenantIds(findings: readonly TenantOutcome[]): string[] {
  return findings.map((finding) => finding.tenantId);
}
