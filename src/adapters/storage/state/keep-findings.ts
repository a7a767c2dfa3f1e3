import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { inChunks } from '../../../core/diagnosis/report/in-chunks.ts';
import { byTenantId, type Tenant } from '../../../core/model/tenants/tenant.ts';
import { among, amongNumbers, bigint } from '../engine/dialect-sql.ts';
import type { Db, Trx } from '../engine/schema.ts';
import { insertRows, upsert } from '../engine/upsert.ts';
import { readOpenStates, readTenantNames } from './open-states.ts';
import {
  type ChangePlan,
  isEmpty,
  type NewTenant,
  type ObservedRun,
  planChanges,
  type TenantOutcome,
  toTenantRow,
} from './plan-changes.ts';
import { raiseTagRevision } from './tag-revision.ts';

export async function keepFindings(
  db: Db,
  observation: ObservedRun,
  findings: readonly TenantOutcome[],
): Promise<void> {
  await db.transaction().execute((trx) => keepFindingsIn(trx, observation, findings));
}

/** The same within a transaction, which keeps more than that. */
export async function keepFindingsIn(
  trx: Trx,
  observation: ObservedRun,
  findings: readonly TenantOutcome[],
): Promise<void> {
  const tenantIds = findings.map((finding) => finding.tenantId);
  const open = await readOpenStates(trx, observation.connection, tenantIds);
  const plan = planChanges(findings, open, observation);
  if (!isEmpty(plan)) await writeChanges(trx, plan, observation);
}

/** Carries out a plan, with a handful of statements whatever its size. */
async function writeChanges(
  trx: Trx,
  plan: ChangePlan,
  { connection, runId, observedAt, staleAfterMs }: ObservedRun,
): Promise<void> {
  await writeTenants(trx, plan.tenants);
  if (plan.seen.length > 0) {
    await trx
      .updateTable('checkStates')
      .set({ testedAt: observedAt, testedRunId: runId, freshUntil: observedAt + staleAfterMs })
      .where(amongNumbers(trx, 'id', plan.seen))
      .execute();
  }
  if (plan.refreshed.length > 0) await refresh(trx, plan.refreshed);
  if (plan.ended.length > 0) await end(trx, plan.ended, runId);
  if (plan.begun.length > 0) await insertRows(trx, 'checkStates', plan.begun);
  // Whatever ends is followed by another, and what was seen again has the cause that it had.
  const news = { tenants: plan.tenants, causes: plan.begun };
  await raiseTagRevision(trx, connection, ...(['tenants', 'causes'] as const).filter((what) => news[what].length > 0));
}

export async function writeTenants(trx: Trx, tenants: readonly NewTenant[]): Promise<void> {
  const names = ['displayName', 'defaultDomainName', 'searchText'] as const;
  await upsert(trx, 'tenants', ['connection', 'tenantId'], tenants, names);
}

async function end(trx: Trx, ended: ChangePlan['ended'], runId: string): Promise<void> {
  const rows = ended.map(({ id, at }) => sql`(${bigint(id)}, ${bigint(at)})`);
  await sql`
    with past (id, at) as (values ${sql.join(rows)})
    update check_states set until_at = past.at, until_run_id = ${runId}
    from past where past.id = check_states.id`.execute(trx);
}

async function refresh(trx: Trx, refreshed: ChangePlan['refreshed']): Promise<void> {
  const rows = refreshed.map(
    ({ id, details: { owner, reason, evidence, confidence } }) =>
      sql`(${bigint(id)}, ${owner}, ${reason}, ${evidence}, ${confidence})`,
  );
  await sql`
    with fresh (id, owner, reason, evidence, confidence) as (values ${sql.join(rows)})
    update check_states
    set owner = fresh.owner, reason = fresh.reason, evidence = fresh.evidence, confidence = fresh.confidence
    from fresh where fresh.id = check_states.id`.execute(trx);
}

const TENANTS_A_TRANSACTION = 500;

/**
 * Keeps a customer list that was read whole: when, and who was in it. The time of the list comes last, so that a list
 * that was kept by halves makes nobody look gone.
 */
export async function keepList(
  db: Db,
  { connection, listed, readAt }: { connection: string; listed: readonly Tenant[]; readAt: number },
): Promise<void> {
  for (const chunk of inChunks(listed.toSorted(byTenantId), TENANTS_A_TRANSACTION)) {
    const tenantIds = chunk.map(({ tenantId }) => tenantId);
    await db.transaction().execute(async (trx) => {
      const names = await readTenantNames(trx, connection, tenantIds);
      const seen = { connection, observedAt: readAt };
      const rows = new Map(
        chunk.map((tenant) => [tenant.tenantId, toTenantRow(tenant.tenantId, tenant, { names }, seen)]),
      );
      const written = [...rows.values()].filter((row) => row !== undefined);
      await writeTenants(trx, written);
      await trx
        .updateTable('tenants')
        .set({ lastSeenAt: readAt })
        .where('connection', '=', connection)
        .where(among(trx, 'tenantId', tenantIds))
        .execute();
      if (written.length > 0) await raiseTagRevision(trx, connection, 'tenants');
    });
    await setImmediate();
  }
  await upsert(db, 'customerLists', ['connection'], [{ connection, readAt }]);
}
