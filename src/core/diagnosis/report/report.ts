import type { CauseId, Owner } from '../../model/causes/cause.ts';
import { type CheckStatus, type Confidence, isBad } from '../../model/causes/evidence.ts';
import type { PartnerResult, TenantGroup, TenantResult } from '../../model/checks/check.ts';

export type RunStatus = 'completed' | 'interrupted';

export interface Run {
  /** ULID. */
  id: string;
  /** `retest`: only what was broken was tested again. */
  kind: 'testtokens' | 'retest';
  connection: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  finishedAt: number;
  status: RunStatus;
  /** Whether all tenants of the connection were asked for, or those that were named. */
  scope?: 'all' | 'named';
  /** Only this group was asked for. */
  only?: TenantGroup;
  /** Every link of the way into one tenant was proved, and not what a sweep tests alone. */
  proof?: true;
}

export type StatusCounts = Record<CheckStatus, number>;

/** Tenants by their worst check, and by the worst of each group that they were tested for. */
export type Totals = StatusCounts & { tenants: number; accepted: number } & Record<TenantGroup, StatusCounts>;

/** A cause as the whole run sees it: one entry per cause and owner. */
export interface CauseSummary {
  id: CauseId;
  title: string;
  owner: Owner;
  /** That of its least certain check; of a crowd's origin never more than `likely`. */
  confidence?: Confidence;
  /** Empty when the partner connection itself is what fails. */
  tenantIds: string[];
  article: string;
}

/** What is different from what was known before of the tenants asked for. */
export interface Changes {
  /** When some of them were last tested, milliseconds since the epoch, and the run that did. */
  since: number;
  sinceRunId: string;
  newlyFailing: TenantChange[];
  mended: TenantChange[];
  stillFailing: TenantChange[];
  /** Tenants that have come to the customer list since it was read before, and those that are on it no more. */
  appeared: TenantChange[];
  vanished: TenantChange[];
}

export const CHANGE_LISTS = ['newlyFailing', 'mended', 'stillFailing', 'appeared', 'vanished'] as const;
export type ChangeList = (typeof CHANGE_LISTS)[number];

export function noChanges(): Pick<Changes, ChangeList> {
  return { newlyFailing: [], mended: [], stillFailing: [], appeared: [], vanished: [] };
}

/** What was known before of a tenant, or of checks of it that were bad, where this run had no answer. */
export interface NotTested {
  tenantId: string;
  displayName: string | null;
  /** What these checks last said. */
  status: 'pass' | 'unknown' | 'fail';
  checks: string[];
  /** When they were last tested, milliseconds since the epoch. */
  testedAt: number;
}

export interface TenantChange {
  tenantId: string;
  displayName: string | null;
  /** When it first failed, where it was recorded; milliseconds since the epoch. */
  failingSince: number | null;
}

export interface Report {
  run: Run;
  partner: PartnerResult;
  totals: Totals;
  tenants: TenantResult[];
  causes: CauseSummary[];
  /** Absent when there is nothing to compare with, or no tenant was tested. */
  changes?: Changes;
  /** Absent where everything that was known was tested again. */
  notTested?: NotTested[];
  /** Since when the partner connection itself has been failing, where it was recorded before. */
  partnerFailingSince?: number;
  /** Until when those of its tenants that are `waiting` are waited for at the longest, milliseconds since the epoch. */
  waitingUntil?: number;
  /** Of a report of which only the tenants of some tags are shown: where what is left stands in the kept one. */
  part?: { causes: readonly number[]; tenants: readonly number[] };
}

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

/** Ours can be mended now; a customer has to be asked, and for what is nobody's here there is only waiting. */
const WEIGHTS: Readonly<Record<Owner, number>> = { partner: 3, customer: 2, unknown: 2, microsoft: 1, network: 1 };

/** What to begin with first: the partner connection's own causes, then owner × tenants, where new ones count twice. */
export function byUrgency(
  causes: readonly CauseSummary[],
  partner: PartnerResult,
  changes: Pick<Changes, 'newlyFailing'> | undefined,
): CauseSummary[] {
  const ofPartner = new Set(partner.checks.flatMap(({ cause, status }) => (isBad(status) ? [cause] : [])));
  const weightOf = ({ id, owner, tenantIds }: CauseSummary): number =>
    ofPartner.has(id) && owner === 'partner'
      ? Number.MAX_SAFE_INTEGER
      : WEIGHTS[owner] * Math.max(1, tenantIds.length + countNew(tenantIds, changes?.newlyFailing));
  return [...causes].sort((a, b) => weightOf(b) - weightOf(a));
}

export function countNew(tenantIds: readonly string[], newlyFailing: Changes['newlyFailing'] = []): number {
  const fresh = new Set(newlyFailing.map(({ tenantId }) => tenantId));
  return tenantIds.filter((id) => fresh.has(id)).length;
}
