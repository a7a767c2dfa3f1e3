import { toSafeText } from '../text/safe-text.ts';
import { type Tenant, tenantLabel } from './tenant.ts';

/** A tenant as shown: the label is one harmless line, but not escaped for any markup. */
export interface TenantRef {
  tenantId: string;
  label: string;
  domain: string | null;
}

export function toTenantRef(tenant: Tenant): TenantRef {
  return {
    tenantId: toSafeText(tenant.tenantId),
    label: toSafeText(tenantLabel(tenant), { maxLength: 60 }) || tenant.tenantId,
    domain: tenant.defaultDomainName === null ? null : toSafeText(tenant.defaultDomainName, { maxLength: 80 }),
  };
}
