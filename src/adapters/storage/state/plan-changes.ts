import type { Insertable } from 'kysely';
import type { KeptStatus } from '../../../core/diagnosis/report/run-store.ts';
import type { Check } from '../../../core/model/checks/check.ts';
import type { CheckStateRow, TenantRow } from '../engine/schema.ts';
import { toSearchText } from '../engine/search-text.ts';
import type { OpenState, OpenStates } from './open-states.ts';

/** What one run found in one tenant. `names` is undefined for the partner's own checks. */
export interface TenantOutcome {
  tenantId: string;
  names: { displayName: string | null; defaultDomainName: string | null } | undefined;
  checks: readonly Check[];
}

/** Where and when the findings come from. */
export interface ObservedRun {
  connection: string;
  runId: string;
  observedAt: number;
}

/** What has to be written so that the database says what the findings say. */
export interface ChangePlan {
  tenants: TenantRow[];
  /** Ids of the stretches that end. */
  ended: number[];
  begun: Insertable<CheckStateRow>[];
  refreshed: { id: number; details: StateDetails }[];
}

type StateDetails = Pick<CheckStateRow, 'owner' | 'reason' | 'evidence'>;

/**
 * Compares findings with the open stretches. A new stretch begins when status or cause changes; a state that lasts and
 * isn't a pass gets the newest evidence; a pass that lasts and a skipped check write nothing.
 * A stretch above `knownId` was begun by another process after the findings were handed in: where it is newer than
 * they are, it stays.
 */
export function planChanges(
  findings: readonly TenantOutcome[],
  open: OpenStates,
  observation: ObservedRun,
  knownId: number,
): ChangePlan {
  const plan: ChangePlan = { tenants: [], ended: [], begun: [], refreshed: [] };
  for (const finding of findings) {
    const tenant = toTenantRow(finding, open, observation);
    if (tenant) plan.tenants.push(tenant);
    const states = open.states.get(finding.tenantId);
    for (const check of finding.checks) {
      if (check.status === 'skipped') continue;
      const before = states?.get(check.id);
      if (before && before.id > knownId && before.sinceAt > observation.observedAt) continue;
      if (before && before.status === check.status && before.cause === (check.cause ?? null)) {
        if (check.status !== 'pass') plan.refreshed.push({ id: before.id, details: toDetails(check) });
        continue;
      }
      if (before) plan.ended.push(before.id);
      plan.begun.push(toStretch(finding.tenantId, check, check.status, before, observation));
    }
  }
  return plan;
}

export function isEmpty(plan: ChangePlan): boolean {
  return plan.tenants.length + plan.ended.length + plan.begun.length + plan.refreshed.length === 0;
}

/** The row to write when the tenant is new or its name has changed. A name that could not be read erases none. */
function toTenantRow(finding: TenantOutcome, open: OpenStates, observation: ObservedRun): TenantRow | undefined {
  if (!finding.names) return undefined;
  const known = open.names.get(finding.tenantId);
  const display_name = finding.names.displayName ?? known?.display_name ?? null;
  const default_domain_name = finding.names.defaultDomainName ?? known?.default_domain_name ?? null;
  if (known && known.display_name === display_name && known.default_domain_name === default_domain_name) {
    return undefined;
  }
  const { connection, observedAt } = observation;
  const names = { tenant_id: finding.tenantId, display_name, default_domain_name };
  return {
    connection,
    ...names,
    first_seen_at: observedAt,
    last_seen_at: observedAt,
    search_text: toSearchText(names),
  };
}

function toStretch(
  tenantId: string,
  check: Check,
  status: KeptStatus,
  before: OpenState | undefined,
  { connection, runId, observedAt }: ObservedRun,
): Insertable<CheckStateRow> {
  // A clock that was set back must not make a stretch end before it began.
  const sinceAt = Math.max(observedAt, before?.sinceAt ?? 0);
  return {
    connection,
    tenant_id: tenantId,
    check_id: check.id,
    status,
    cause: check.cause ?? null,
    ...toDetails(check),
    since_at: sinceAt,
    since_run_id: runId,
    failing_since: failingSince(status, before, sinceAt),
    until_at: null,
    until_run_id: null,
  };
}

/** Begins with a failure, outlasts another cause and an unknown, ends with a pass or a warning. */
function failingSince(status: KeptStatus, before: OpenState | undefined, now: number): number | null {
  if (status === 'fail') return before?.failingSince ?? now;
  return status === 'unknown' ? (before?.failingSince ?? null) : null;
}

function toDetails({ owner, reason, evidence }: Check): StateDetails {
  return {
    owner: owner ?? null,
    reason: reason ?? null,
    evidence: evidence === undefined ? null : JSON.stringify(evidence),
  };
}
