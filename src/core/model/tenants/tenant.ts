import { z } from 'zod';
import { toSafeText } from '../text/format.ts';

/** A customer tenant as the partner's directory names it. Names come from outside: show them only through `toSafeText`. */
export interface Tenant {
  /** GUID in lower case, or the domain it was asked for by when no directory could be read. */
  tenantId: string;
  displayName: string | null;
  defaultDomainName: string | null;
  /** It was named, and the customer list that was read does not have it. */
  unlisted?: true;
}

/** The name to show: display name, else domain, else id. Still unsafe text. */
export function tenantLabel(tenant: Tenant): string {
  return tenant.displayName?.trim() || tenant.defaultDomainName || tenant.tenantId;
}

/** A tenant as it is kept. */
export const keptTenantSchema = z.object({
  tenantId: z.string(),
  displayName: z.string().nullable(),
  defaultDomainName: z.string().nullable(),
});

/** The order in which tenants are kept: written in it, a transaction changes few pages (docs/adr/0070). */
export function byTenantId(one: Pick<Tenant, 'tenantId'>, other: Pick<Tenant, 'tenantId'>): number {
  return Number(one.tenantId > other.tenantId) - Number(one.tenantId < other.tenantId);
}

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
