import type { Kysely } from 'kysely';
import type { Schema } from '../engine/schema.ts';
import { readOpenStates } from './open-states.ts';
import { isEmpty, type ObservedRun, planChanges, type TenantOutcome } from './plan-changes.ts';
import { writeChanges } from './write-changes.ts';

/** Keeps what was found, and when, in one transaction. */
export async function keepFindings(
  db: Kysely<Schema>,
  observation: ObservedRun,
  findings: readonly TenantOutcome[],
): Promise<void> {
  const tenantIds = findings.map((finding) => finding.tenantId);
  await db.transaction().execute(async (trx) => {
    const open = await readOpenStates(trx, observation.connection, tenantIds);
    const plan = planChanges(findings, open, observation);
    if (!isEmpty(plan)) await writeChanges(trx, plan, observation);
  });
}
