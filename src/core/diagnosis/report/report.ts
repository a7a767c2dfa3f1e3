import type { CauseId } from '../../model/causes/cause.ts';
import type { Owner } from '../../model/causes/owner.ts';
import type { CheckStatus } from '../../model/causes/status.ts';
import type { TenantGroup } from '../../model/checks/check.ts';
import type { PartnerResult, TenantResult } from '../../model/checks/results.ts';

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
}

export type StatusCounts = Record<CheckStatus, number>;

/** Tenants by their worst check, and by the worst of each group that they were tested for. */
export type Totals = StatusCounts & { tenants: number; accepted: number } & Record<TenantGroup, StatusCounts>;

/** A cause as the whole run sees it: one entry per cause and owner. */
export interface CauseSummary {
  id: CauseId;
  title: string;
  owner: Owner;
  /** Empty when the partner connection itself is what fails. */
  tenantIds: string[];
  /** Id of the guidance article. */
  article: string;
}

/** What is different from the last completed run of the same connection. */
export interface Changes {
  /** When that run finished, milliseconds since the epoch. */
  since: number;
  sinceRunId: string;
  newlyFailing: TenantChange[];
  mended: TenantChange[];
  stillFailing: TenantChange[];
}

export interface TenantChange {
  tenantId: string;
  displayName: string | null;
  /** When it first failed, where it was recorded; milliseconds since the epoch. */
  failingSince: number | null;
}

/** The answer of a run: everything that any surface shows is in here. */
export interface Report {
  run: Run;
  partner: PartnerResult;
  totals: Totals;
  tenants: TenantResult[];
  causes: CauseSummary[];
  /** Absent when there is nothing to compare with, or no tenant was tested. */
  changes?: Changes;
  /** Since when the partner connection itself has been failing, where it was recorded before. */
  partnerFailingSince?: number;
}
