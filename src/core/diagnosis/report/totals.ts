import { type CheckStatus, worstStatus } from '../../model/causes/evidence.ts';
import {
  type Check,
  TENANT_GROUPS,
  type TenantGroup,
  type TenantResult,
  tenantGroupOf,
} from '../../model/checks/check.ts';
import type { StatusCounts, Totals } from './report.ts';

export function emptyCounts(): StatusCounts {
  return { pass: 0, warn: 0, fail: 0, unknown: 0, skipped: 0 };
}

/** What makes a record of every group. */
export function perGroup<T>(make: (group: TenantGroup) => T): Record<TenantGroup, T> {
  return Object.fromEntries(TENANT_GROUPS.map((group) => [group, make(group)])) as Record<TenantGroup, T>;
}

export function groupStatus(checks: readonly Check[], group: TenantGroup): CheckStatus | undefined {
  const statuses = checks.filter((check) => tenantGroupOf(check.id) === group).map((check) => check.status);
  return statuses.length === 0 ? undefined : worstStatus(statuses);
}

/** Counts tenants by their worst check. An accepted failure counts as accepted and not as a failure. */
export function countTotals(tenants: readonly TenantResult[]): Totals {
  const totals: Totals = { tenants: 0, ...emptyCounts(), accepted: 0, ...perGroup(emptyCounts) };
  for (const tenant of tenants) {
    totals.tenants += 1;
    if (tenant.accepted) totals.accepted += 1;
    else totals[tenant.status] += 1;
    for (const group of TENANT_GROUPS) {
      const status = groupStatus(tenant.checks, group);
      if (status) totals[group][status] += 1;
    }
  }
  return totals;
}
