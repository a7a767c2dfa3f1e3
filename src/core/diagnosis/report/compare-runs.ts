import { isBad } from '../../model/causes/evidence.ts';
import { type Check, type PartnerResult, sweptChecks, type TenantResult } from '../../model/checks/check.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { type Changes, type NotTested, noChanges, type TenantChange } from './report.ts';
import { type Baseline, type EarlierState, PARTNER_STATE_KEY } from './run-store.ts';

/**
 * What changed since these tenants were tested before. Only facts count: a check that was skipped or is unknown now
 * neither mends a tenant nor breaks it, nor is one mended of which anything is unknown, and who still fails where nobody looked is not mended. What is accepted is neither
 * new nor still failing. `listed` is the customer list where it was read whole: who left it, and who came.
 */
export function compareRuns(tenants: readonly TenantResult[], baseline: Baseline, listed?: readonly Tenant[]): Changes {
  const earlier = Map.groupBy(baseline.states, (state) => state.tenantId);
  const changes: Changes = {
    since: baseline.testedAt,
    sinceRunId: baseline.runId,
    ...noChanges(),
    ...compareLists(baseline, listed, earlier),
  };
  for (const tenant of tenants) {
    const known = earlier.get(tenant.tenantId) ?? [];
    const checks = sweptChecks(tenant);
    const failedBefore = relevantStates(known, checks).filter((state) => state.status === 'fail');
    const failsNow = !tenant.accepted && checks.some((check) => check.status === 'fail');
    if (failsNow && failedBefore.length === 0) changes.newlyFailing.push(toChange(tenant, null));
    else if (failsNow) changes.stillFailing.push(toChange(tenant, firstFailure(failedBefore)));
    else if (failedBefore.length > 0 && !isBad(tenant.status) && allWorkNow(known, checks)) {
      changes.mended.push(toChange(tenant, firstFailure(failedBefore)));
    }
  }
  return changes;
}

function compareLists(
  { listed: before }: Baseline,
  listed: readonly Tenant[] | undefined,
  earlier: ReadonlyMap<string, readonly EarlierState[]>,
): Pick<Changes, 'appeared' | 'vanished'> {
  if (!before || !listed) return { appeared: [], vanished: [] };
  const [known, present] = [before, listed].map((list) => new Set(list.map(({ tenantId }) => tenantId)));
  const since = (tenantId: string) =>
    firstFailure((earlier.get(tenantId) ?? []).filter((state) => state.status === 'fail'));
  return {
    appeared: listed.filter(({ tenantId }) => !known?.has(tenantId)).map((tenant) => toChange(tenant, null)),
    vanished: before
      .filter(({ tenantId }) => !present?.has(tenantId))
      .map((tenant) => toChange(tenant, since(tenant.tenantId))),
  };
}

/**
 * What was known before of those who were asked for and this run could not answer: tenants that it did not reach, and
 * checks of tenants that were bad and were left out now. `wanted` are the tenants asked for.
 */
export function findNotTested(
  wanted: readonly Tenant[],
  tenants: readonly TenantResult[],
  { states }: Baseline,
): NotTested[] {
  const earlier = Map.groupBy(states, (state) => state.tenantId);
  const results = new Map(tenants.map((tenant) => [tenant.tenantId, tenant]));
  return wanted.flatMap(({ tenantId, displayName }) => {
    const result = results.get(tenantId);
    if (result?.excluded) return [];
    const checks = result ? sweptChecks(result) : [];
    const isAnswered = ({ status }: Check): boolean => status !== 'skipped' && status !== 'unknown';
    const answered = new Set<string>(checks.filter(isAnswered).map(({ id }) => id));
    const left = (earlier.get(tenantId) ?? []).filter((state) => !answered.has(state.checkId));
    const bad = left.filter(({ status }) => (result?.status === 'unknown' ? status === 'fail' : isBad(status)));
    const told = result?.status === 'fail' ? [] : answered.size === 0 && result?.status !== 'unknown' ? left : bad;
    if (told.length === 0) return [];
    const status = bad.some((state) => state.status === 'fail') ? 'fail' : bad.length > 0 ? 'unknown' : 'pass';
    const shown = bad.length > 0 ? bad : told;
    const testedAt = Math.max(...shown.map((state) => state.testedAt));
    return [{ tenantId, displayName, status, checks: shown.map((state) => state.checkId), testedAt }];
  });
}

/** Since when the partner connection has been failing, where an earlier run recorded it. */
export function partnerFailingSince(partner: PartnerResult, baseline: Baseline | undefined): number | undefined {
  if (!baseline || partner.status !== 'fail') return undefined;
  const states = baseline.states.filter((state) => state.tenantId === PARTNER_STATE_KEY && state.status === 'fail');
  return firstFailure(relevantStates(states, partner.checks)) ?? undefined;
}

function toChange({ tenantId, displayName }: Tenant, failingSince: number | null): TenantChange {
  return { tenantId, displayName, failingSince };
}

/** The earlier states of checks that were answered now too: a run of Graph alone says nothing about Exchange. */
function relevantStates(states: readonly EarlierState[], checks: readonly Check[]): EarlierState[] {
  return states.filter((state) => checks.some((check) => check.id === state.checkId));
}

function allWorkNow(known: readonly EarlierState[], checks: readonly Check[]): boolean {
  const works = (id: string): boolean =>
    checks.some((check) => check.id === id && (check.status === 'pass' || check.status === 'warn'));
  return known.every((state) => state.status !== 'fail' || works(state.checkId));
}

function firstFailure(states: readonly EarlierState[]): number | null {
  const times = states.flatMap((state) => (state.failingSince === null ? [] : [state.failingSince]));
  return times.length === 0 ? null : Math.min(...times);
}
