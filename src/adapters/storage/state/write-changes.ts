import { sql, type Transaction } from 'kysely';
import type { Schema } from '../engine/schema.ts';
import type { ChangePlan, ObservedRun } from './plan-changes.ts';

/** Carries out a plan, with a handful of statements whatever its size. */
export async function writeChanges(
  trx: Transaction<Schema>,
  plan: ChangePlan,
  { runId, observedAt }: ObservedRun,
): Promise<void> {
  if (plan.tenants.length > 0) {
    await trx
      .insertInto('tenants')
      .values(plan.tenants)
      .onConflict((conflict) =>
        conflict.columns(['connection', 'tenant_id']).doUpdateSet((row) => ({
          display_name: row.ref('excluded.display_name'),
          default_domain_name: row.ref('excluded.default_domain_name'),
          search_text: row.ref('excluded.search_text'),
        })),
      )
      .execute();
  }
  if (plan.ended.length > 0) {
    await trx
      .updateTable('check_states')
      .set({ until_at: sql<number>`max(since_at, ${observedAt})`, until_run_id: runId })
      .where('id', 'in', plan.ended)
      .execute();
  }
  if (plan.begun.length > 0) await trx.insertInto('check_states').values(plan.begun).execute();
  if (plan.refreshed.length > 0) await refresh(trx, plan.refreshed);
}

async function refresh(trx: Transaction<Schema>, refreshed: ChangePlan['refreshed']): Promise<void> {
  const rows = refreshed.map(
    ({ id, details: { owner, reason, evidence } }) => sql`(${id}, ${owner}, ${reason}, ${evidence})`,
  );
  await sql`
    with fresh (id, owner, reason, evidence) as (values ${sql.join(rows)})
    update check_states set owner = fresh.owner, reason = fresh.reason, evidence = fresh.evidence
    from fresh where fresh.id = check_states.id`.execute(trx);
}
