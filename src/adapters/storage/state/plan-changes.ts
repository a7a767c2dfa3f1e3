import type { Insertable } from 'kysely';
import type { KeptStatus } from '../../../core/diagnosis/report/run-store.ts';
import type { Check } from '../../../core/model/checks/check.ts';
import type { CheckStateRow, TenantRow } from '../engine/schema.ts';
import { toSearchText } from '../engine/search-text.ts';
import type { OpenState, OpenStates } from './open-states.ts';

/** What one run found in one tenant. `names` is undefined for the partner's own checks. */
export interface TenantOutcome {
  tenantId: string;
  names: TenantNames | undefined;
  checks: readonly Check[];
}

export interface TenantNames {
  displayName: string | null;
  defaultDomainName: string | null;
}

/** Where and when the findings come from. */
export interface ObservedRun {
  connection: string;
  runId: string;
  observedAt: number;
  /** How long a verdict counts while no other comes; milliseconds. */
  staleAfterMs: number;
}

/** What has to be written so that the database says what the findings say. */
export interface ChangePlan {
  tenants: NewTenant[];
  /** Stretches that end, and when. */
  ended: { id: number; at: number }[];
  begun: Insertable<CheckStateRow>[];
  /** Stretches that were seen again. A pass has nothing to tell beside that. */
  seen: number[];
  refreshed: { id: number; details: StateDetails }[];
}

export type NewTenant = Omit<TenantRow, 'missing' | 'missing_at' | 'gone_at'>;
type StateDetails = Pick<CheckStateRow, 'owner' | 'reason' | 'evidence' | 'confidence'>;

/**
 * Compares findings with the newest verdicts. A new stretch begins when status or cause changes, and where the one
 * before was not observed any more. A check that was skipped, or that a fault of ours kept from an answer, changes nothing.
 * What another process observed later than these findings stays.
 */
export function planChanges(
  findings: readonly TenantOutcome[],
  open: OpenStates,
  observation: ObservedRun,
): ChangePlan {
  const plan: ChangePlan = { tenants: [], ended: [], begun: [], seen: [], refreshed: [] };
  const { observedAt } = observation;
  for (const { tenantId, names, checks } of findings) {
    const tenant = names && toTenantRow(tenantId, names, open, observation);
    if (tenant) plan.tenants.push(tenant);
    const states = open.states.get(tenantId);
    for (const check of checks) {
      if (check.status === 'skipped' || check.cause === 'internal') continue;
      const before = states?.get(check.id);
      if (before && isNewer(before, observedAt)) continue;
      const same = before && before.status === check.status && before.cause === (check.cause ?? null);
      if (same && observedAt <= before.fresh_until) {
        plan.seen.push(before.id);
        if (check.status !== 'pass') plan.refreshed.push({ id: before.id, details: toDetails(check) });
        continue;
      }
      if (before) plan.ended.push({ id: before.id, at: endOf(before, observedAt) });
      plan.begun.push(toStretch(tenantId, check, check.status, before, observation));
    }
  }
  return plan;
}

export function isEmpty(plan: ChangePlan): boolean {
  return plan.tenants.length + plan.ended.length + plan.begun.length + plan.seen.length === 0;
}

/** Findings wait so long for another process to write. What is later by more than that comes from a clock that was ahead. */
const LONGEST_WAIT_MS = 5000;

function isNewer({ tested_at }: OpenState, observedAt: number): boolean {
  return tested_at > observedAt && tested_at - observedAt < LONGEST_WAIT_MS;
}

function endOf({ since_at, fresh_until }: OpenState, observedAt: number): number {
  return Math.max(since_at, Math.min(observedAt, fresh_until));
}

/** The row to write when the tenant is new or its name has changed. A name that could not be read erases none. */
export function toTenantRow(
  tenantId: string,
  names: TenantNames,
  open: Pick<OpenStates, 'names'>,
  { connection, observedAt }: Pick<ObservedRun, 'connection' | 'observedAt'>,
): NewTenant | undefined {
  const known = open.names.get(tenantId);
  const display_name = names.displayName ?? known?.display_name ?? null;
  const default_domain_name = names.defaultDomainName ?? known?.default_domain_name ?? null;
  if (known && known.display_name === display_name && known.default_domain_name === default_domain_name) {
    return undefined;
  }
  const row = { tenant_id: tenantId, display_name, default_domain_name };
  return {
    connection,
    ...row,
    first_seen_at: observedAt,
    last_seen_at: observedAt,
    search_text: toSearchText(row),
  };
}

function toStretch(
  tenantId: string,
  check: Check,
  status: KeptStatus,
  before: OpenState | undefined,
  { connection, runId, observedAt, staleAfterMs }: ObservedRun,
): Insertable<CheckStateRow> {
  const holds = before && before.status === status && before.cause === (check.cause ?? null);
  return {
    connection,
    tenant_id: tenantId,
    check_id: check.id,
    status,
    cause: check.cause ?? null,
    ...toDetails(check),
    since_at: observedAt,
    since_run_id: runId,
    failing_since: failingSince(status, before, observedAt),
    held_since: holds ? Math.min(before.held_since, observedAt) : observedAt,
    tested_at: observedAt,
    tested_run_id: runId,
    fresh_until: observedAt + staleAfterMs,
    until_at: null,
    until_run_id: null,
  };
}

/** Begins with a failure, outlasts another cause and an unknown, ends with a pass or a warning. */
function failingSince(status: KeptStatus, before: OpenState | undefined, now: number): number | null {
  const earlier = before?.failing_since == null ? null : Math.min(before.failing_since, now);
  if (status === 'fail') return earlier ?? now;
  return status === 'unknown' ? earlier : null;
}

function toDetails({ owner, reason, evidence, ...check }: Check & { confidence?: string }): StateDetails {
  return {
    owner: owner ?? null,
    reason: reason ?? null,
    evidence: evidence === undefined ? null : JSON.stringify(evidence),
    confidence: check.confidence ?? null,
  };
}
