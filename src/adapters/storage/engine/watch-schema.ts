import type { Generated, GeneratedAlways } from 'kysely';
import type { CauseId } from '../../../core/model/causes/cause.ts';
import type { Owner } from '../../../core/model/causes/owner.ts';
import type { CheckId, TenantGroup } from '../../../core/model/checks/check.ts';
import type { Outcome } from '../../../core/watch/incidents/incident.ts';
import type { EntryContent } from '../../../core/watch/incidents/message.ts';
import type { Severity } from '../../../core/watch/incidents/severity.ts';

/** The tables of the watch. Times are milliseconds since the epoch; a text called JSON is written and read here alone. */
export interface WatchSchema {
  /** One row. */
  watch_state: { id: 1; revision: number; next_number: number; given_up: number };
  /** Runs that were judged. */
  watch_runs: { run_id: string; connection: string; at: number };
  watch_connections: {
    connection: string;
    /** JSON: cause ids. */
    shared_causes: string;
    list_read_at: number | null;
  };
  tracks: TrackRow;
  rechecks: {
    connection: string;
    /** JSON: `Recheck['targets']`. */
    targets: string;
    partner_tenant_id: string;
    not_before: number;
  };
  incidents: IncidentRow;
  incident_members: MemberRow;
  incident_groups: GroupRow;
  alert_messages: AlertMessageRow;
  alert_message_groups: { message_id: string; group_id: string };
  held_alerts: HeldRow;
  outbox: OutboxRow;
  given_up_deliveries: {
    id: string;
    place: string;
    kind: EntryContent['kind'];
    message_id: string | null;
    at: number;
    attempts: number;
    problem: string;
  };
  subscriptions: SubscriptionRow;
  schedules: ScheduleRow;
  schedule_states: {
    schedule_id: string;
    handled_until: number;
    running_due_at: number | null;
    running_started_at: number | null;
    last_started_at: number | null;
  };
  accepted_failures: {
    connection: string;
    tenant_id: string;
    /** Empty: every check of the tenant. */
    check_id: CheckId | '';
    reason: string;
    accepted_at: number;
    accepted_by: string;
    until_at: number | null;
  };
  maintenance_windows: {
    id: string;
    connection: string;
    tenant_id: string | null;
    from_at: number;
    to_at: number;
    reason: string;
    created_by: string;
  };
  received_activities: { key: string; keep_until: number };
  conversations: {
    conversation_id: string;
    team_id: string | null;
    person_id: string | null;
    reference: string;
    /** The highest is that of the one kept last. */
    kept: number;
    welcomed: Generated<Flag>;
  };
}

/** SQLite has no booleans. */
export type Flag = 0 | 1;

export interface TrackRow {
  connection: string;
  subject: string;
  cause: CauseId;
  display_name: string | null;
  default_domain_name: string | null;
  /** JSON: `Track['checks']`. */
  checks: string;
  first_failed_at: number;
  passing_since: number | null;
  incident: string | null;
}

export interface IncidentRow {
  /** Grows with every incident. */
  id: Generated<number>;
  reference: string;
  key: string;
  group_id: string;
  connection: string;
  cause: CauseId;
  owner: Owner;
  severity: Severity;
  first_failed_at: number;
  opened_at: number;
  partner_level: Flag;
  members: number;
  ever_members: number;
  cycles: number;
  flapping: Flag;
  /** JSON: `FindingState`. */
  finding: string | null;
  /** Whether it comes from a reading. */
  reading: GeneratedAlways<Flag>;
  closed_at: number | null;
  outcome: Outcome | null;
}

/** A stay of a tenant in an incident. */
export interface MemberRow {
  reference: string;
  tenant_id: string;
  joined_at: number;
  display_name: string | null;
  default_domain_name: string | null;
  /** Null while it lasts. */
  left_at: number | null;
  outcome: Outcome | null;
}

export interface GroupRow {
  /** Grows with every group. */
  seq: Generated<number>;
  id: string;
  connection: string;
  cause: CauseId;
  owner: Owner;
  source: string;
  severity: Severity;
  partner_level: Flag;
  first_failed_at: number;
  opened_at: number;
  closed_at: number | null;
  open: number;
  /** JSON: `Acknowledgement`, `Snooze`. */
  acknowledged: string | null;
  snoozed: string | null;
}

export interface AlertMessageRow {
  id: string;
  place: string;
  /** JSON: in the order in which they were announced. `alert_message_groups` has them for queries. */
  group_ids: string;
  /** JSON: `Digest`. */
  digest: string | null;
  created_at: number;
  notified_at: number;
  address: string | null;
  /** JSON: addresses. */
  copies: string;
}

export interface HeldRow {
  id: string;
  place: string;
  at: number;
  group_id: string | null;
  /** JSON: `HeldItem['what']`. */
  what: string;
}

/** A delivery that waits. */
export interface OutboxRow {
  /** Grows with every row and is never used again. */
  seq: Generated<number>;
  id: string;
  key: string;
  place: string;
  order_key: string;
  not_before: number;
  created_at: number;
  kind: EntryContent['kind'];
  message_id: string | null;
  /** JSON: `EntryContent`. */
  content: string;
  attempts: Generated<number>;
  refusals: Generated<number>;
  maybe_sent_at: number | null;
  problem: string | null;
}

export interface SubscriptionRow {
  place: string;
  /** JSON, as are causes, owners and quiet hours. */
  connections: string;
  causes: string;
  owners: string;
  minimum_severity: Severity;
  quiet_hours: string | null;
  remind_after_ms: number | null;
  created_at: number;
  created_by: string;
  broken_since: number | null;
  broken_problem: string | null;
}

export interface ScheduleRow {
  id: string;
  name: string;
  connection: string;
  cron: string;
  time_zone: string;
  only: TenantGroup | null;
  /** JSON: ids, domains or names. */
  tenants: string;
  offset_ms: number;
  jitter_ms: number;
  paused: Flag;
  active_since: number;
}
