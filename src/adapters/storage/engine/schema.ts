import type { Generated } from 'kysely';
import type { GrantedRole } from '../../../core/chat/access/access-store.ts';
import type { AuditEntry } from '../../../core/chat/access/audit-log.ts';
import type { RunStatus } from '../../../core/diagnosis/report/report.ts';
import type { KeptStatus, NewRun } from '../../../core/diagnosis/report/run-store.ts';
import type { Owner } from '../../../core/model/causes/owner.ts';
import type { Platform } from '../../../core/model/people/person.ts';
import type { WatchSchema } from './watch-schema.ts';

/** The tables as the newest migration leaves them. Times are milliseconds since the epoch. */
export interface Schema extends WatchSchema {
  runs: RunRow;
  tenant_sets: { id: Generated<number>; digest: string | null };
  tenant_set_members: { tenant_id: string; set_id: number };
  tenants: TenantRow;
  check_states: CheckStateRow;
  grants: { subject: string; role: GrantedRole; granted_at: number; granted_by: string };
  bound_channels: { place: string; bound_at: number; bound_by: string };
  audit_log: AuditRow;
  run_messages: MessageRow;
  run_reports: ReportRow;
  run_report_parts: { report_id: number; part: number; content: Uint8Array };
  secrets: { name: string; sealed: string; fingerprint: string | null; updated_at: number };
  settings: { name: string; value: string };
  /** One row: the process that runs `start`, or ran it last. */
  instance: OwnerColumns & { id: 1; version: string; started_at: number };
}

/** `ProcessIdentity`. */
interface OwnerColumns {
  host: string;
  pid: number;
  process_start: string | null;
}

interface RunRow extends OwnerColumns {
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
  version: string;
  /** Which tenants a finished run of named ones covered. */
  tenant_set: number | null;
  /** How many tenants a finished run had an answer from. */
  tested: number | null;
}

export interface TenantRow {
  connection: string;
  tenant_id: string;
  display_name: string | null;
  default_domain_name: string | null;
  first_seen_at: number;
  /** When the last run over all tenants that had it in its list finished. */
  last_seen_at: number;
  /** See `toSearchText`. */
  search_text: string;
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

interface AuditRow {
  id: Generated<number>;
  at: number;
  platform: Platform;
  person_id: string;
  person_name: string;
  place: string | null;
  action: string;
  target: string | null;
  outcome: AuditEntry['outcome'];
  reason: string | null;
}

interface MessageRow extends OwnerColumns {
  run_id: string;
  address: string;
  platform: string;
  again: string;
  title: string;
  started_at: number;
}

interface ReportRow {
  id: Generated<number>;
  run_id: string;
  /** Of the format of the parts. */
  version: number;
  kept_at: number;
  /** How many there are; null until the last is written. */
  parts: number | null;
}
