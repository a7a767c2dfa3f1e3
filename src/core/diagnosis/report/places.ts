import type { TenantResult } from '../../model/checks/check.ts';
import type { CauseSummary, Report } from './report.ts';

// Buttons name a cause and a tenant by where they stand in the report as it is kept, however much of it somebody sees.

/** The cause at a place of the kept report; undefined for one that is not there, or not shown. */
export function causeIn({ causes, part }: Report, place: number): CauseSummary | undefined {
  return causes[part ? part.causes.indexOf(place) : place];
}

export function tenantIn({ tenants, part }: Report, place: number): TenantResult | undefined {
  return tenants[part ? part.tenants.indexOf(place) : place];
}

/** The place of a cause of this report in the kept one. */
export function placeOfCause({ causes, part }: Report, cause: CauseSummary): number {
  const index = causes.indexOf(cause);
  return part?.causes[index] ?? index;
}

export function placeOfTenant({ tenants, part }: Report, tenant: TenantResult): number {
  const index = tenants.indexOf(tenant);
  return part?.tenants[index] ?? index;
}
