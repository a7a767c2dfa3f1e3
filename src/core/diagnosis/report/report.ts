import type { CauseId } from '../../model/causes/cause.ts';
import type { Confidence } from '../../model/causes/evidence.ts';
import type { Owner } from '../../model/causes/owner.ts';
import type { CheckStatus } from '../../model/causes/status.ts';
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
