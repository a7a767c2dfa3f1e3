import type { Kysely } from 'kysely';
import type { NewRun } from '../../core/ports/run-store.ts';
import { readOpenStates } from './open-states.ts';
import { type Finding, isEmpty, type Observation, planChanges } from './plan-changes.ts';
import type { Schema } from './schema.ts';
import { writeChanges } from './write-changes.ts';

/**
 * Keeps what changed, in one transaction, and which tenants a run of named ones covered. Where nothing changed it only
 * reads: no lock, no write.
 */
export async function keepFindings(
  db: Kysely<Schema>,
  scope: NewRun['scope'],
  observation: Observation,
  findings: readonly Finding[],
): Promise<void> {
  const { connection, runId } = observation;
  const before = await readOpenStates(db, connection, toTenantIds(findings));
  const changed = findings.filter((finding) => !isEmpty(planChanges([finding], before, observation, before.lastId)));
  const covered = scope === 'named' ? findings.filter((finding) => finding.names) : [];
  if (changed.length + covered.length === 0) return;
  await db.transaction().execute(async (trx) => {
    if (covered.length > 0) {
      await trx
        .insertInto('run_tenants')
        .values(toTenantIds(covered).map((tenant_id) => ({ run_id: runId, tenant_id })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    // Read again under the lock: another process may have ended a stretch since.
    const open = await readOpenStates(trx, connection, toTenantIds(changed));
    await writeChanges(trx, planChanges(changed, open, observation, before.lastId), observation);
  });
}

function toTenantIds(findings: readonly Finding[]): string[] {
  return findings.map((finding) => finding.tenantId);
}
