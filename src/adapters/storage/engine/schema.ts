import type { Generated } from 'kysely';
import type { GrantedRole } from '../../../core/chat/access/access-store.ts';
import type { AuditEntry } from '../../../core/chat/access/audit-log.ts';
import type { RenewalStep } from '../../../core/credentials/renewal-journal.ts';
import type { StoredConnection } from '../../../core/credentials/stored-connection.ts';
import type { RunStatus } from '../../../core/diagnosis/report/report.ts';
import type { KeptStatus, NewRun } from '../../../core/diagnosis/report/run-store.ts';
import type { Owner } from '../../../core/model/causes/owner.ts';
import type { Platform } from '../../../core/model/people/person.ts';
import type { WatchSchema } from './watch-schema.ts';

/** The tables as the newest migration leaves them. Times are milliseconds since the epoch. */
export interface Schema extends WatchSchema {
  runs: RunRow;
  tenants: TenantRow;
  /** When the customer list of a connection was last read whole. */
  customer_lists: { connection: string; read_at: number };
  check_states: CheckStateRow;
  grants: { subject: string; role: GrantedRole; granted_at: number; granted_by: string };
  bound_channels: { place: string; bound_at: number; bound_by: string };
  audit_log: AuditRow;
  run_messages: MessageRow;
  run_reports: ReportRow;
  run_report_parts: { report_id: number; part: number; content: Uint8Array };
  secrets: { name: string; sealed: string; fingerprint: string | null; updated_at: number; detail: string | null };
  renewals: RenewalRow;
  connections: ConnectionRow;
  settings: { name: string; value: string };
  /** One row: the process that runs `start`, or ran it last. */
  instance: OwnerColumns & { id: 1; version: string; started_at: number };
}

/** `StoredConnection`. */
interface ConnectionRow extends Pick<StoredConnection, 'id' | 'name' | 'kind' | 'cloud' | 'tenant'> {
  application_id: string;
  include_own_tenant: 0 | 1;
  created_at: number;
}

/** `RenewalEntry`. */
export interface RenewalRow extends OwnerColumns {
  connection: string;
  id: string;
  step: RenewalStep;
  begun_by: string;
  started_at: number;
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
}

export interface TenantRow {
  connection: string;
  tenant_id: string;
  display_name: string | null;
  default_domain_name: string | null;
  first_seen_at: number;
  /** When a customer list that was read whole last had it; where none ever did, when it was first tested. */
  last_seen_at: number;
  /** See `toSearchText`. */
  search_text: string;
  /** What the watch knows of it: see `WatchedTenant`. Null where the watch never had it on its list. */
  missing: number | null;
  missing_at: number | null;
  gone_at: number | null;
}

/** A stretch of observed time in which a check had one status for one cause. It ends at the latest at `fresh_until`. */
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
  /** Since when it has this status for this cause, whatever time went by untested since. */
  held_since: number;
  /** The newest observation, and until when it counts while no other comes. */
  tested_at: number;
  tested_run_id: string;
  fresh_until: number;
  confidence: string | null;
  /** Null for the newest verdict. */
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
