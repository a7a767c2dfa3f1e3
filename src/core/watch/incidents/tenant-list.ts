import type { Tenant } from '../../model/tenants/tenant.ts';

export interface WatchedTenant extends Tenant {
  /** In how many lists running it was absent; 0 while it is there. */
  missing: number;
  /** When its absence was last counted. */
  missingAt: number | null;
  /** When it was taken to have left; null while it hasn't. */
  goneAt: number | null;
}

/** What a customer list says that the ones before it didn't. */
export interface TenantListChange {
  appeared: readonly Tenant[];
  /** Had left before. */
  returned: readonly Tenant[];
  vanished: readonly Tenant[];
  /** Rows to keep, whether or not there is news in them. */
  put: readonly WatchedTenant[];
}

interface CompareOptions {
  known: readonly WatchedTenant[];
  listed: readonly Tenant[];
  at: number;
  /** The list was never read before: everything in it is where we start from, not news. */
  first: boolean;
  /** So many lists running must lack a tenant, that far apart: one page that a service forgot is no farewell. */
  absences: number;
  gapMs: number;
}

/** Compares a list that was read in whole with what was known. Nothing leaves or comes in silence. */
export function compareTenantList({ known, listed, at, first, absences, gapMs }: CompareOptions): TenantListChange {
  const byId = new Map(known.map((tenant) => [tenant.tenantId, tenant]));
  const change = {
    appeared: [] as Tenant[],
    returned: [] as Tenant[],
    vanished: [] as Tenant[],
    put: [] as WatchedTenant[],
  };
  const present = new Set<string>();
  for (const { tenantId, displayName, defaultDomainName } of listed) {
    if (present.has(tenantId)) continue;
    present.add(tenantId);
    const before = byId.get(tenantId);
    const now: WatchedTenant = { tenantId, displayName, defaultDomainName, missing: 0, missingAt: null, goneAt: null };
    if (!before && !first) change.appeared.push(now);
    if (before && before.goneAt !== null) change.returned.push(now);
    if (!before || !isSame(before, now)) change.put.push(now);
  }
  for (const tenant of known) {
    if (present.has(tenant.tenantId) || tenant.goneAt !== null) continue;
    const sinceMs = tenant.missingAt === null ? gapMs : at - tenant.missingAt;
    if (sinceMs >= 0 && sinceMs < gapMs) continue;
    const missing = tenant.missing + 1;
    const gone = missing >= absences;
    change.put.push({ ...tenant, missing, missingAt: at, goneAt: gone ? at : null });
    if (gone) change.vanished.push(tenant);
  }
  return change;
}

function isSame(one: WatchedTenant, other: WatchedTenant): boolean {
  return (
    one.missing === other.missing &&
    one.goneAt === other.goneAt &&
    one.displayName === other.displayName &&
    one.defaultDomainName === other.defaultDomainName
  );
}
