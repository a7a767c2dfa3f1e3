import type { StatusCounts, Totals } from '../../../src/core/diagnosis/report/report.ts';
import type { Check, CheckId, PartnerResult, TenantResult } from '../../../src/core/model/checks/check.ts';
import type { Clock } from '../../../src/core/model/time/clock.ts';

export type TestClock = Clock & { set(now: number): void };

export function createTestClock(): TestClock {
  let now = 1000;
  return {
    now: () => now,
    monotonicMs: () => now,
    set: (time) => {
      now = time;
    },
  };
}

export function check(status: Check['status'], rest: Partial<Check> = {}): Check {
  return { id: 'graph.token', status, durationMs: 80, attempts: 1, ...rest };
}

export const pass = (id: CheckId = 'graph.token'): Check => check('pass', { id });

/** Fails for the cause given, with the evidence of one answer. */
export function fail(cause: NonNullable<Check['cause']>, traceId = 'trace-1', id: CheckId = 'graph.token'): Check {
  return check('fail', { id, cause, owner: 'customer', reason: `It fails: ${cause}.`, evidence: { traceId } });
}

export function tenant(tenantId: string, ...checks: Check[]): TenantResult {
  const status = checks[0]?.status ?? 'skipped';
  return { tenantId, displayName: `Name of ${tenantId}`, defaultDomainName: `${tenantId}.example`, status, checks };
}

export function partner(...checks: Check[]): PartnerResult {
  return { tenantId: 'the-partner', status: checks[0]?.status ?? 'skipped', checks };
}

const none = (): StatusCounts => ({ pass: 0, warn: 0, fail: 0, unknown: 0, skipped: 0 });

export const NO_TOTALS: Totals = { tenants: 0, accepted: 0, ...none(), graph: none(), exchange: none() };
