import type { Report } from '../../diagnosis/report/report.ts';
import { PARTNER_STATE_KEY } from '../../diagnosis/report/run-store.ts';
import { type CauseId, type Owner, ownerOf } from '../../model/causes/cause.ts';
import { isBad } from '../../model/causes/evidence.ts';
import { type Check, isFoundation, isNoTenant, sweptChecks, type TenantResult } from '../../model/checks/check.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { WatchState } from './incident-store.ts';

/** What a run says of one subject: a tenant, or the partner connection under its state key. */
export interface Sighting {
  subject: string;
  tenant: Tenant;
  checks: readonly Check[];
  /** The report takes every failure here as accepted. */
  accepted: boolean;
}

/**
 * Whether the partner connection itself fails, so that what the tenants show is its doing. A run that left the
 * connection alone (tenants tested again) goes by what is known of it.
 */
export function isFrozen(report: Report, state: WatchState): boolean {
  const tested = report.partner.checks.filter((check) => isFoundation(check.id) && check.status !== 'skipped');
  if (tested.length > 0) return tested.some((check) => isBad(check.status));
  return state.partner.some(({ checkId, status }) => isFoundation(checkId) && isBad(status));
}

/** The subjects that count: the partner connection, and the tenants unless it takes them all down. */
export function sightingsOf(report: Report, frozen: boolean): Sighting[] {
  const { partner, tenants } = report;
  const own: Sighting = {
    subject: PARTNER_STATE_KEY,
    tenant: { tenantId: PARTNER_STATE_KEY, displayName: null, defaultDomainName: null },
    // A token that can't be read says nothing, least of all why.
    checks: partner.checks.filter((check) => check.cause !== undefined || check.status !== 'unknown'),
    accepted: false,
  };
  return frozen ? [own] : [own, ...tenants.filter((tenant) => !isNoTenant(tenant)).map(toObservation)];
}

function toObservation(tenant: TenantResult): Sighting {
  return { subject: tenant.tenantId, tenant, checks: sweptChecks(tenant), accepted: tenant.accepted === true };
}

/**
 * Causes that so many tenants have that they are the partner's. To be asked of a run over all tenants alone: one of those
 * that fail already would find every cause shared. A group that was left out goes by what the last such run found.
 */
export function sharedCausesOf(report: Report, before: readonly CauseId[]): CauseId[] {
  const theirs = new Set(report.causes.filter((cause) => cause.owner === 'customer').map((cause) => cause.id));
  const shared = new Set<CauseId>();
  for (const { checks, accepted } of report.tenants) {
    if (accepted) continue;
    for (const { cause, owner, status } of checks) {
      if (!cause || status === 'skipped' || theirs.has(cause)) continue;
      if ((owner ?? ownerOf(cause, 'customer')) === 'customer') shared.add(cause);
    }
  }
  if (report.run.only !== undefined) for (const cause of before) shared.add(cause);
  return [...shared];
}

/** Who has to act on what a check shows, the whole fleet considered. */
export function ownerOfCheck(
  { cause, owner }: Check & { cause: CauseId },
  subject: string,
  shared: ReadonlySet<CauseId>,
): Owner {
  const alone = owner ?? ownerOf(cause, subject === PARTNER_STATE_KEY ? 'partner' : 'customer');
  return alone === 'customer' && shared.has(cause) ? 'partner' : alone;
}
