import type { Card } from '../../cards/card.ts';
import { type ConnectionEntry, ownSubject } from '../../credentials/connection-book.ts';
import type { ConnectionReader } from '../../credentials/connection-reader.ts';
import type { TokenRenewals } from '../../credentials/token-renewals.ts';
import type { PermissionReader } from '../../diagnosis/permissions/permission-reader.ts';
import type { Report } from '../../diagnosis/report/report.ts';
import type { CardContext } from '../../diagnosis/report/report-card.ts';
import type { ReportStore } from '../../diagnosis/report/report-store.ts';
import type { KnownRuns } from '../../diagnosis/report/run-store.ts';
import type { SettingFact } from '../../diagnosis/support/support-facts.ts';
import type { ReportInternal } from '../../diagnosis/sweep/internal-faults.ts';
import type { SweepDesk } from '../../diagnosis/sweep/sweep-desk.ts';
import type { ArticleSubject } from '../../guidance/articles/article.ts';
import type { Explanation } from '../../guidance/explain/explanation.ts';
import type { Guidance } from '../../guidance/explain/knowledge.ts';
import type { WalkStore } from '../../guidance/walks/walk.ts';
import type { Role } from '../../model/people/role.ts';
import type { Clock, Timers } from '../../model/time/clock.ts';
import type { groupTenants } from '../../watch/incidents/group-tenants.ts';
import type { IncidentStore } from '../../watch/incidents/incident-store.ts';
import type { StatusReading } from '../../watch/status/read-status.ts';
import type { AccessGate } from '../access/access-gate.ts';
import type { AccessStore } from '../access/access-store.ts';
import type { ApiTokens } from '../access/api-tokens.ts';
import type { AuditLog } from '../access/audit-log.ts';
import type { ChatRequest, Reply } from './chat-request.ts';
import type { CommandDefinition } from './command-definition.ts';
import type { HistoryParts } from './history-parts.ts';
import type { KeptCall, MessageStore } from './message-store.ts';
import type { WatchCommandParts } from './watch-parts.ts';

export type DownloadFormat = 'csv' | 'html';

/** What buttons and commands of the watch work with. */
export interface ChatWatch extends WatchCommandParts {
  incidents: Pick<IncidentStore, 'facts' | 'roster' | 'loadNotifications'>;
  /** The tenants in each open group of a connection, by the group's id. */
  groupTenants: (connection: string) => Promise<ReturnType<typeof groupTenants>>;
}

/** What can be answered without a database. */
export interface OfflineParts {
  /** Every command, for help; loaded when it is first asked for. */
  commands: () => Promise<readonly CommandDefinition[]>;
  /** Stands before a command's name where it is shown: `/`. */
  prefix: string;
  library: CardContext['library'];
  guidance: Guidance;
  /** What a long text means, beside the event loop where others wait for it. Not read before there is a place for it. */
  explainLong: (read: () => Promise<string>, subject: ArticleSubject) => Promise<Explanation>;
  connections: readonly ConnectionEntry[];
  clock: Clock;
}

export interface SupportParts {
  machine: { node: string; platform: string };
  settings: readonly SettingFact[];
  /** Files as one archive. */
  pack: (files: readonly { name: string; text: string }[], madeAt: number) => Uint8Array;
}

export interface CommandParts extends OfflineParts {
  /** Reports that were left waiting are gone on with for nobody in particular. */
  desk: Pick<SweepDesk, 'start' | 'find' | 'running'> & Partial<Pick<SweepDesk, 'followAgain' | 'restOf'>>;
  runs: KnownRuns;
  access: AccessStore;
  gate: AccessGate;
  audit: AuditLog;
  version: string;
  /** Absent where nobody could be told of the end. */
  renewals?: TokenRenewals;
  credentials: ConnectionReader;
  apiTokens: ApiTokens;
  /** Further facts of `/status`; of a `part` of the tenants without what counts or names others. */
  more?: (shown: readonly ConnectionEntry[], of?: { part: boolean }) => Promise<StatusReading['more']>;
  /** The tags for whose tenants alone who asks has the role; absent for all tenants. */
  reach?: readonly string[];
  /** Takes up which connections there are now, and who may use them. */
  reloadConnections?: () => Promise<void>;
  /** Absent only where nothing is watched. */
  watch?: ChatWatch;
  /** Absent where Microsoft is never asked. */
  permissions?: PermissionReader;
  walks?: WalkStore;
  support?: SupportParts;
  past?: HistoryParts;
}

export interface ChatParts extends CommandParts {
  timers: Timers;
  reports: ReportStore;
  messages: MessageStore;
  renderFile: (report: Report, format: DownloadFormat) => Promise<Uint8Array>;
  reportInternal: ReportInternal;
  /** Calls of one person in a minute. */
  commandsPerMinute: number;
}

export interface CallContext {
  parts: ChatParts;
  request: ChatRequest;
  role: Role;
  reply: Reply;
  /** What is kept of the call, until a message of its own is. */
  taken?: KeptCall;
}

/** What cards need to know of the connection that a report came from. */
export function cardContext(
  { connections, library }: Pick<OfflineParts, 'connections' | 'library'>,
  connection: string,
): CardContext {
  const { applicationId } = ownSubject(connections, connection);
  return { library, ...(applicationId === undefined ? {} : { applicationId }) };
}

export function answer({ reply }: CallContext, card: Card): Promise<void> {
  return reply.show(card, { final: true });
}
