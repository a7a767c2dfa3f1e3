import type { CheckStatus } from '../checks/check.ts';
import type { PartnerResult, Run, RunStatus, TenantResult, Totals } from '../report/report.ts';

/** Stands in place of a tenant id for the checks of the partner connection itself. */
export const PARTNER_STATE_KEY = 'partner';

/** What was known of one check of one tenant (or of the partner) before a run began. */
export interface EarlierState {
  tenantId: string;
  displayName: string | null;
  checkId: string;
  status: CheckStatus;
  /** When the check began to fail without a pass in between; null while it doesn't. Milliseconds since the epoch. */
  failingSince: number | null;
}

export interface Baseline {
  runId: string;
  finishedAt: number;
  states: EarlierState[];
}

export interface NewRun {
  id: string;
  kind: Run['kind'];
  connection: string;
  startedAt: number;
  /** `all` tenants of the connection, or only those named. */
  scope: 'all' | 'named';
}

/** Keeps runs and what they found. Secrets never reach it. */
export interface RunStore {
  /**
   * The states as the last completed run left them: of the same connection, and covering all tenants or each of
   * `tenantIds`. Undefined when there is none.
   */
  baseline(connection: string, tenantIds: readonly string[] | 'all'): Promise<Baseline | undefined>;
  begin(run: NewRun): Promise<void>;
  /** Keeps results as they come: those of one tenant together or not at all. */
  append(runId: string, results: { partner?: PartnerResult; tenants: readonly TenantResult[] }): Promise<void>;
  finish(runId: string, end: { status: RunStatus; finishedAt: number; totals: Totals }): Promise<void>;
  close(): Promise<void>;
}
