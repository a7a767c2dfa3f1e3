import { isBad } from '../../model/causes/evidence.ts';
import { sweptChecks, type TenantResult } from '../../model/checks/check.ts';
import type { AcceptedFailure } from './accepted-store.ts';

/**
 * Marks the tenants whose every failure is expected there and accepted. One failure beside them that isn't, and the
 * tenant counts as failing. An acceptance that has ended is none.
 */
export function markAccepted(
  tenants: readonly TenantResult[],
  accepted: readonly AcceptedFailure[],
  now: number,
): TenantResult[] {
  const byTenant = new Map<string, AcceptedFailure[]>();
  for (const one of accepted) {
    if (one.until !== null && one.until <= now) continue;
    byTenant.set(one.tenantId, [...(byTenant.get(one.tenantId) ?? []), one]);
  }
  return tenants.map((tenant) => {
    const own = byTenant.get(tenant.tenantId);
    const bad = sweptChecks(tenant).filter((check) => isBad(check.status));
    if (!own || bad.length === 0) return tenant;
    const covered = bad.every((check) => own.some(({ checkId }) => checkId === null || checkId === check.id));
    return covered ? { ...tenant, accepted: true } : tenant;
  });
}
