import type { Check } from '../../model/checks/check.ts';
import type { PartnerResult, TenantResult } from '../../model/checks/results.ts';
import type { Changes, TenantChange } from './report.ts';
import { type Baseline, type EarlierState, PARTNER_STATE_KEY } from './run-store.ts';

/**
 * What changed since the last completed run. Only facts count: a check that was skipped or is unknown now neither
 * mends a tenant nor breaks it. What is accepted is neither new nor still failing.
 */
export function compareRuns(tenants: readonly TenantResult[], baseline: Baseline): Changes {
  const earlier = new Map<string, EarlierState[]>();
  for (const state of baseline.states) {
    const states = earlier.get(state.tenantId);
    if (states) states.push(state);
    else earlier.set(state.tenantId, [state]);
  }
  const changes: Changes = {
    since: baseline.finishedAt,
    sinceRunId: baseline.runId,
    newlyFailing: [],
    mended: [],
    stillFailing: [],
  };
  for (const tenant of tenants) {
    const before = relevantStates(earlier.get(tenant.tenantId) ?? [], tenant.checks);
    const failedBefore = before.filter((state) => state.status === 'fail');
    const failsNow = !tenant.accepted && tenant.checks.some((check) => check.status === 'fail');
    const change = (failingSince: number | null): TenantChange => ({
      tenantId: tenant.tenantId,
      displayName: tenant.displayName,
      failingSince,
    });
    if (failsNow && failedBefore.length === 0) changes.newlyFailing.push(change(null));
    else if (failsNow) changes.stillFailing.push(change(firstFailure(failedBefore)));
    else if (failedBefore.length > 0 && allWorkNow(failedBefore, tenant.checks)) {
      changes.mended.push(change(firstFailure(failedBefore)));
    }
  }
  return changes;
}

/** Since when the partner connection has been failing, where an earlier run recorded it. */
export function partnerFailingSince(partner: PartnerResult, baseline: Baseline | undefined): number | undefined {
  if (!baseline || partner.status !== 'fail') return undefined;
  const states = baseline.states.filter((state) => state.tenantId === PARTNER_STATE_KEY && state.status === 'fail');
  return firstFailure(relevantStates(states, partner.checks)) ?? undefined;
}

/** The earlier states of checks that were answered now too: a run of Graph alone says nothing about Exchange. */
function relevantStates(states: readonly EarlierState[], checks: readonly Check[]): EarlierState[] {
  return states.filter((state) => checks.some((check) => check.id === state.checkId));
}

function allWorkNow(failedBefore: readonly EarlierState[], checks: readonly Check[]): boolean {
  const works = (id: string): boolean =>
    checks.some((check) => check.id === id && (check.status === 'pass' || check.status === 'warn'));
  return failedBefore.every((state) => works(state.checkId));
}

function firstFailure(states: readonly EarlierState[]): number | null {
  const times = states.flatMap((state) => (state.failingSince === null ? [] : [state.failingSince]));
  return times.length === 0 ? null : Math.min(...times);
}
