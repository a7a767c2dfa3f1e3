import type { Insertable } from 'kysely';
import type { KeptStatus } from '../../../core/diagnosis/report/run-store.ts';
import type { Check } from '../../../core/model/checks/check.ts';
import type { Tenant } from '../../../core/model/tenants/tenant.ts';
import type { CheckStateRow, TenantRow } from '../engine/schema.ts';
import { toSearchText } from '../engine/search-text.ts';
import type { OpenState, OpenStates } from './open-states.ts';

/** What one run found in one tenant. `names` is undefined for the partner's own checks. */
export interface TenantOutcome {
  tenantId: string;
  names: TenantNames | undefined;
  checks: readonly Check[];
  /** There is no such tenant: what was known of it changes, and nothing is begun. */
  isNone?: boolean;
}

/** `unlisted`: tested though it is on no list. */
export type TenantNames = Omit<Tenant, 'tenantId'>;

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
  ended: { id: number; at: number }[];
  begun: Insertable<CheckStateRow>[];
  /** Stretches that were seen again. A pass has nothing to tell beside that. */
  seen: number[];
  refreshed: { id: number; details: StateDetails }[];
}

export type NewTenant = Omit<TenantRow, 'missing' | 'missingAt' | 'goneAt'>;
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
  for (const { tenantId, names, checks, isNone } of findings) {
    if (isNone && !open.names.has(tenantId)) continue;
    const tenant = names && toTenantRow(tenantId, names, open, observation);
    if (tenant) plan.tenants.push(tenant);
    const states = open.states.get(tenantId);
    for (const check of checks) {
      if (check.status === 'skipped' || check.cause === 'internal') continue;
      const before = states?.get(check.id);
      if (before && isNewer(before, observedAt)) continue;
      // What is known to fail stays so until an answer says otherwise, as not tested since.
      if (before?.status === 'fail' && check.status === 'unknown') continue;
      const same = before && before.status === check.status && before.cause === (check.cause ?? null);
      if (same && observedAt <= before.freshUntil) {
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

function isNewer({ testedAt }: OpenState, observedAt: number): boolean {
  return testedAt > observedAt && testedAt - observedAt < LONGEST_WAIT_MS;
}

function endOf({ sinceAt, freshUntil }: OpenState, observedAt: number): number {
  return Math.max(sinceAt, Math.min(observedAt, freshUntil));
}

/** The row to write when the tenant is new or its name has changed. A name that could not be read erases none. */
export function toTenantRow(
  tenantId: string,
  names: TenantNames,
  open: Pick<OpenStates, 'names'>,
  { connection, observedAt }: Pick<ObservedRun, 'connection' | 'observedAt'>,
): NewTenant | undefined {
  const known = open.names.get(tenantId);
  const displayName = names.displayName ?? known?.displayName ?? null;
  const defaultDomainName = names.defaultDomainName ?? known?.defaultDomainName ?? null;
  if (known && known.displayName === displayName && known.defaultDomainName === defaultDomainName) {
    return undefined;
  }
  const row = { tenantId: tenantId, displayName, defaultDomainName };
  return {
    connection,
    ...row,
    firstSeenAt: observedAt,
    lastSeenAt: names.unlisted ? 0 : observedAt,
    searchText: toSearchText(row),
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
    tenantId,
    checkId: check.id,
    status,
    cause: check.cause ?? null,
    ...toDetails(check),
    sinceAt: observedAt,
    sinceRunId: runId,
    failingSince: failingSince(status, before, observedAt),
    heldSince: holds ? Math.min(before.heldSince, observedAt) : observedAt,
    testedAt: observedAt,
    testedRunId: runId,
    freshUntil: observedAt + staleAfterMs,
    untilAt: null,
    untilRunId: null,
  };
}

/** Begins with a failure, outlasts another cause and an unknown, ends with a pass or a warning. */
function failingSince(status: KeptStatus, before: OpenState | undefined, now: number): number | null {
  const earlier = before?.failingSince == null ? null : Math.min(before.failingSince, now);
  if (status === 'fail') return earlier ?? now;
  return status === 'unknown' ? earlier : null;
}

function toDetails({ owner, reason, evidence, ...check }: Check & { confidence?: string }): StateDetails {
  return {
    owner: owner ?? null,
    reason: reason ?? null,
    evidence: evidence ?? null,
    confidence: check.confidence ?? null,
  };
}
