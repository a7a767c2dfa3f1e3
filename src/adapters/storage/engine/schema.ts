import type { ColumnType, Generated, GeneratedAlways, Kysely, Transaction } from 'kysely';
import type { BoundChannel, Grant } from '../../../core/chat/access/access-store.ts';
import type { AuditEntry } from '../../../core/chat/access/audit-log.ts';
import type { RunMessage } from '../../../core/chat/calls/message-store.ts';
import type { KeptConversation } from '../../../core/chat/calls/reference-store.ts';
import type { RenewalEntry } from '../../../core/credentials/renewal-journal.ts';
import type { SealedSecret } from '../../../core/credentials/secret-store.ts';
import type { StoredConnection } from '../../../core/credentials/stored-connection.ts';
import type {
  AcceptedCheck,
  AcceptedFailure,
  MaintenanceWindow,
} from '../../../core/diagnosis/report/accepted-store.ts';
import type { CurrentState, RunSummary } from '../../../core/diagnosis/report/run-store.ts';
import type { BatchTarget, RunPlan } from '../../../core/diagnosis/sweep/batch-queue.ts';
import type { Walk } from '../../../core/guidance/walks/walk.ts';
import type { TenantResult } from '../../../core/model/checks/check.ts';
import type { Service } from '../../../core/model/cloud/microsoft-cloud.ts';
import type { LicenceReading } from '../../../core/model/tenants/licence.ts';
import type { TagChoice, TagRule, TenantTag } from '../../../core/model/tenants/tag.ts';
import type { TagRevision } from '../../../core/model/tenants/tag-store.ts';
import type { Tenant } from '../../../core/model/tenants/tenant.ts';
import type { Incident, IncidentGroup } from '../../../core/watch/incidents/incident.ts';
import type { ConnectionWatch, PlaceLook, Stay } from '../../../core/watch/incidents/incident-store.ts';
import type { EntryContent, HeldItem, Message } from '../../../core/watch/incidents/message.ts';
import type { NewOutboxEntry } from '../../../core/watch/incidents/outbox.ts';
import type { Recheck } from '../../../core/watch/incidents/recheck.ts';
import type { Track } from '../../../core/watch/incidents/track.ts';
import type { Subscription } from '../../../core/watch/notifications/subscription.ts';
import type { StandingReport } from '../../../core/watch/reports/standing-report.ts';
import type { Schedule, ScheduleState } from '../../../core/watch/schedules/schedule.ts';
import type { ProcessIdentity } from './process-identity.ts';

/**
 * The tables as the newest migration leaves them and as queries see them: names in camel case, JSON and booleans as
 * values (`columns.ts`). Times are milliseconds since the epoch.
 */
export interface Schema {
  runs: RunSummary & ProcessIdentity & { version: string };
  tenants: TenantRow;
  /** When the customer list of a connection was last read whole. */
  customerLists: { connection: string; readAt: number };
  checkStates: CheckStateRow;
  grants: Omit<Grant, 'tag'>;
  /** Roles for the tenants of a tag. */
  tagGrants: Grant & { tag: string };
  boundChannels: BoundChannel;
  auditLog: AuditRow;
  runMessages: RunMessage & ProcessIdentity;
  runReports: {
    id: Generated<number>;
    runId: string;
    /** Of the format of the parts. */
    version: number;
    keptAt: number;
    /** How many there are; null until the last is written. */
    parts: number | null;
  };
  runReportParts: { reportId: number; part: number; content: Uint8Array };
  secrets: Omit<SealedSecret, 'detail'> & { name: string; detail: string | null };
  renewals: Omit<RenewalEntry, 'by'> & ProcessIdentity & { begunBy: string };
  connections: StoredConnection;
  connectionWorkspaces: { connectionId: string; workspace: string; allowedAt: number; allowedBy: string };
  settings: { name: string; value: string };
  /** Runs whose tenants several processes test, until they are over. `leader` leads one while `ledUntil` is ahead. */
  spreadRuns: { runId: string; plan: RunPlan; leader: string; ledUntil: number };
  /** `kept` and `found` are null until its outcome is there. Batches are taken by `turn`. */
  runBatches: {
    runId: string;
    number: number;
    connection: string;
    turn: number;
    times: number;
    batch: BatchTarget[];
    kept: number | null;
    found: TenantResult[] | null;
  };
  /** What Microsoft told one of several processes: `told` is which. */
  appHolds: { applicationId: string; service: Service; told: string; untilAt: number };
  /** One row: the process that runs `start`, or ran it last, and where it serves. */
  instance: ProcessIdentity & { id: 1; version: string; startedAt: number; address: string | null };
  /** One row. `revision` grows with what concerns every connection, that of a connection with what concerns it alone. */
  watchState: { id: 1; revision: number; nextNumber: number; givenUp: number };
  watchRuns: { runId: string; connection: string; at: number };
  watchConnections: ConnectionWatch & { revision: Generated<number> };
  /** What the watch has counted, never how a tenant is: `checkStates` says that. */
  tracks: Track;
  /** `targets` is written as JSON: it may be a text, which is none by itself. */
  rechecks: Omit<Recheck, 'targets'> & { targets: ColumnType<Recheck['targets'], string> };
  /** Ids grow with every incident. `reading`: whether it comes from one. */
  incidents: Incident & { id: Generated<number>; reading: GeneratedAlways<boolean> };
  /** A stay of a tenant in an incident; `leftAt` is null while it lasts. */
  incidentMembers: Stay;
  /** `seq` grows with every group. */
  incidentGroups: IncidentGroup & { seq: Generated<number> };
  /** `groupIds` in the order in which they were announced. `alertMessageGroups` has them for queries. */
  alertMessages: Message;
  alertMessageGroups: { messageId: string; groupId: string };
  placeLooks: PlaceLook;
  heldAlerts: HeldItem & { groupId: string | null };
  outbox: OutboxRow;
  givenUpDeliveries: {
    id: string;
    place: string;
    kind: EntryContent['kind'];
    messageId: string | null;
    at: number;
    attempts: number;
    problem: string;
  };
  subscriptions: Omit<Subscription, 'broken' | 'tagged' | 'afterMs'> & {
    brokenSince: number | null;
    brokenProblem: string | null;
    tagged: TagChoice | null;
    afterMs: number | null;
  };
  schedules: Omit<Schedule, 'tagged'> & { tagged: TagChoice | null };
  scheduleStates: Omit<ScheduleState, 'running'> & { runningDueAt: number | null; runningStartedAt: number | null };
  standingReports: Omit<StandingReport, 'tagged'> & { tagged: TagChoice | null };
  /** An empty check stands for every check of the tenant. */
  acceptedFailures: Omit<AcceptedFailure, 'checkId' | 'until'> & {
    checkId: NonNullable<AcceptedCheck> | '';
    untilAt: number | null;
  };
  tenantTags: TenantTag & { connection: string };
  /** `tag` is that of the rule. */
  tagRules: { connection: string; tag: string; rule: TagRule };
  /** Raised by whatever may change who has which tag. */
  tagRevisions: TagRevision & { connection: string };
  relationshipEnds: { connection: string; ends: Readonly<Record<string, number>> };
  /** `owned` is null where Graph refused to tell. */
  tenantLicences: LicenceReading & { connection: string };
  walks: { id: string; place: string; atStep: number; mended: boolean; movedAt: number; walk: Walk };
  maintenanceWindows: Omit<MaintenanceWindow, 'from' | 'to'> & { fromAt: number; toAt: number };
  receivedActivities: { key: string; keepUntil: number };
  /** The highest `kept` is that of the one kept last. */
  conversations: KeptConversation & { kept: number; welcomed: Generated<boolean> };
}

export type Db = Kysely<Schema>;
/** What has to be in a transaction. */
export type Trx = Transaction<Schema>;

export interface TenantRow extends Tenant {
  connection: string;
  firstSeenAt: number;
  /** When a customer list that was read whole last had it; where none ever did, when it was first seen, and 0 if tested unlisted. */
  lastSeenAt: number;
  /** See `toSearchText`. */
  searchText: string;
  /** What the watch knows of it: see `WatchedTenant`. Null where the watch never had it on its list. */
  missing: number | null;
  missingAt: number | null;
  goneAt: number | null;
}

type Verdict = Pick<CurrentState, 'status' | 'cause' | 'owner' | 'reason' | 'evidence' | 'confidence' | 'failingSince'>;

/** A stretch of observed time in which a check had one status for one cause. It ends at the latest at `freshUntil`. */
export interface CheckStateRow extends Verdict {
  /** Grows with every stretch and is never used again. */
  id: Generated<number>;
  connection: string;
  /** Or `PARTNER_STATE_KEY`. */
  tenantId: string;
  checkId: string;
  sinceAt: number;
  sinceRunId: string;
  /** Since when it has this status for this cause, whatever time went by untested since. */
  heldSince: number;
  /** The newest observation, and until when it counts while no other comes. */
  testedAt: number;
  testedRunId: string;
  freshUntil: number;
  /** Null for the newest verdict. */
  untilAt: number | null;
  untilRunId: string | null;
}

export interface AuditRow extends AuditEntry {
  id: number;
  /** Of the chain; null where it was written without the key. */
  hash: string | null;
  /** Above 1 only where `timesMac` is. */
  times: number;
  timesMac: string | null;
}

export interface OutboxRow extends NewOutboxEntry {
  /** Grows with every row and is never used again. */
  seq: Generated<number>;
  kind: EntryContent['kind'];
  messageId: string | null;
  attempts: Generated<number>;
  refusals: Generated<number>;
  maybeSentAt: number | null;
  problem: string | null;
}
