import { PARTNER_STATE_KEY } from '../../../core/diagnosis/report/run-store.ts';
import { isNoTenant, type PartnerResult, type TenantResult } from '../../../core/model/checks/check.ts';
import type { TenantOutcome } from './plan-changes.ts';

/** One finding a tenant: of two in one call the later one counts. */
export function toFindings({
  partner,
  tenants,
}: {
  partner?: PartnerResult;
  tenants: readonly TenantResult[];
}): TenantOutcome[] {
  const findings = new Map<string, TenantOutcome>();
  if (partner) {
    findings.set(PARTNER_STATE_KEY, { tenantId: PARTNER_STATE_KEY, names: undefined, checks: partner.checks });
  }
  for (const tenant of tenants) {
    const { tenantId, checks } = tenant;
    findings.set(tenantId, { tenantId, names: tenant, checks, isNone: isNoTenant(tenant) });
  }
  return [...findings.values()];
}
