import type { Owner } from '../../model/causes/cause.ts';
import type { CheckStatus, Evidence } from '../../model/causes/evidence.ts';
import type { PartnerResult, TenantResult } from '../../model/checks/check.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { Run, RunStatus, Totals } from './report.ts';

/** Stands in place of a tenant id for the checks of the partner connection itself. */
export const PARTNER_STATE_KEY = 'partner';

/** What was known of one check of one tenant (or of the partner) before a run began. */
export interface EarlierState {
  tenantId: string;
  checkId: string;
  status: KeptStatus;
  /** When the check began to fail without a pass in between; null while it doesn't. Milliseconds since the epoch. */
  failingSince: number | null;
  testedAt: number;
}

/** What was known before a run, whichever runs it came from. */
export interface Baseline {
  /** The run that tested some of it last, and when that was. */
  runId: string;
  testedAt: number;
  states: EarlierState[];
  /** The customer list as it was read last; undefined where it never was. */
  listed: Tenant[] | undefined;
}

export interface NewRun {
  id: string;
  kind: Run['kind'];
  connection: string;
  startedAt: number;
  /** `all` tenants of the connection, or only those named. */
  scope: 'all' | 'named';
}

export interface RunSummary extends NewRun {
  status: 'running' | RunStatus;
  /** Null while it runs, and for ever where its process was killed. */
  finishedAt: number | null;
  totals: Totals | null;
}

/** A skipped check taught nothing, so no state is kept of it. */
export type KeptStatus = Exclude<CheckStatus, 'skipped'>;

/** What is known now of one check of one tenant, or of the partner under `PARTNER_STATE_KEY`. */
export interface CurrentState extends Tenant {
  /** When a customer list last had it; null for the partner. */
  lastSeenAt: number | null;
  checkId: string;
  status: KeptStatus;
  cause: string | null;
  owner: Owner | null;
  reason: string | null;
  /** How sure the cause is, where that was said. */
  confidence: string | null;
  /** Of the newest observation. */
  evidence: Evidence | null;
  /** Since when it has had this status for this cause. */
  since: number;
  failingSince: number | null;
  /** When an answer last gave this verdict. */
  testedAt: number;
  /** Until when it counts while no other answer comes: twice the time between two sweeps, or a day. */
  freshUntil: number;
}

/** A tenant that some run has tested. */
export interface KnownTenant extends Tenant {
  firstSeenAt: number;
  /** When a customer list that was read whole last had it; where none ever did, when it was first tested. */
  lastSeenAt: number;
}

/** The tenants of a connection, and when its customer list was last read whole; null for never. */
export interface KnownFleet {
  listReadAt: number | null;
  tenants: KnownTenant[];
}

/** How a run ended. `listed` is the customer list, where the run read it whole. */
export interface RunEnd {
  status: RunStatus;
  finishedAt: number;
  totals: Totals;
  listed?: readonly Tenant[] | undefined;
}

export interface RunRecorder {
  /**
   * The newest verdict of each check of the connection: of all tenants, or of the partner and `tenantIds`. Undefined
   * where nothing was ever tested of them. With `before` as it was before that run, which has begun.
   */
  baseline(connection: string, tenantIds: readonly string[] | 'all', before?: string): Promise<Baseline | undefined>;
  /** With `resumed` another process has begun it, and this one goes on. */
  begin(run: NewRun, options?: { resumed: true }): Promise<void>;
  /**
   * Keeps results as they come: those of one tenant together or not at all. What a check could not answer keeps the
   * verdict that it had.
   */
  append(runId: string, results: { partner?: PartnerResult; tenants: readonly TenantResult[] }): Promise<void>;
  finish(runId: string, end: RunEnd): Promise<void>;
  close(): Promise<void>;
}

export interface TenantSearch {
  query?: string;
  limit: number;
  tenantIds?: readonly string[];
}

/** What is known from runs: all that answers need of the store. */
export interface KnownRuns {
  /** The newest first. */
  latestRuns(connection: string, limit: number): Promise<RunSummary[]>;
  /** Ordered by tenant id, then by check id. `onlyBad`: only what is `fail` or `unknown`. */
  currentStates(
    connection: string,
    options?: { tenantIds?: readonly string[]; onlyBad?: boolean },
  ): Promise<CurrentState[]>;
  /**
   * Tenants whose name, domain or id holds `query`, whatever its case and accents; every tenant for an empty one.
   * Those where one of the three begins with it come first, then by name.
   */
  knownTenants(connection: string, search: TenantSearch): Promise<KnownTenant[]>;
  fleet(connection: string): Promise<KnownFleet>;
  /** Undefined for one that no run has tested. */
  tenant(connection: string, tenantId: string): Promise<KnownTenant | undefined>;
}

/** Keeps runs and what they found. Secrets never reach it. */
export interface RunStore extends RunRecorder, KnownRuns {}
