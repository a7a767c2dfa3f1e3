import type { Generated } from 'kysely';
import type { CheckStatus, Owner } from '../../core/checks/check.ts';
import type { NewRun } from '../../core/ports/run-store.ts';
import type { RunStatus } from '../../core/report/report.ts';

/** The tables as the newest migration leaves them. Times are milliseconds since the epoch. */
export interface Schema {
  runs: RunRow;
  run_tenants: { run_id: string; tenant_id: string };
  tenants: TenantRow;
  check_states: CheckStateRow;
}

interface RunRow {
  id: string;
  kind: NewRun['kind'];
  connection: string;
  scope: NewRun['scope'];
  status: 'running' | RunStatus;
  started_at: number;
  /** Null while it runs, and for ever where its process was killed. */
  finished_at: number | null;
  /** `Totals` as JSON. */
  totals: string | null;
  host: string;
  pid: number;
  process_start: string | null;
  version: string;
}

export interface TenantRow {
  connection: string;
  tenant_id: string;
  display_name: string | null;
  default_domain_name: string | null;
  first_seen_at: number;
  /** When the last run over all tenants that had it in its list finished. */
  last_seen_at: number;
}

/** A stretch of time in which a check had one status for one cause. */
export interface CheckStateRow {
  /** Grows with every stretch and is never used again. */
  id: Generated<number>;
  connection: string;
  /** Or `PARTNER_STATE_KEY`. */
  tenant_id: string;
  check_id: string;
  status: KeptStatus;
  cause: string | null;
  owner: Owner | null;
  reason: string | null;
  /** `Evidence` as JSON: that of the newest observation. */
  evidence: string | null;
  since_at: number;
  since_run_id: string;
  failing_since: number | null;
  /** Null while it lasts. */
  until_at: number | null;
  until_run_id: string | null;
}

/** A skipped check taught nothing, so no state is kept of it. */
export type KeptStatus = Exclude<CheckStatus, 'skipped'>;
