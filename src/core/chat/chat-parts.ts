import type { AccessGate } from '../access/access-gate.ts';
import type { Role } from '../access/role.ts';
import type { Card } from '../cards/card.ts';
import type { CardContext } from '../cards/report-card.ts';
import type { ConnectionEntry } from '../connections/connection-book.ts';
import type { ArticleSubject } from '../guidance/article.ts';
import type { ArticleSearch } from '../guidance/find-article.ts';
import type { AccessStore } from '../ports/access-store.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { IncidentStore } from '../ports/incident-store.ts';
import type { MessageStore } from '../ports/message-store.ts';
import type { ReportStore } from '../ports/report-store.ts';
import type { RunStore } from '../ports/run-store.ts';
import type { Timers } from '../ports/timers.ts';
import type { Report } from '../report/report.ts';
import type { StatusReading } from '../status/read-status.ts';
import type { ReportInternal } from '../sweep/internal-faults.ts';
import type { SweepDesk } from '../sweep/sweep-desk.ts';
import { isGuid } from '../tenants/tenant-id.ts';
import type { WatchCommandParts } from '../watch/answers/watch-parts.ts';
import type { ChatRequest, Reply } from './chat-request.ts';
import type { HistoryParts } from './history-parts.ts';

export type DownloadFormat = 'csv' | 'html';

/** What buttons and commands of the watch work with. */
export interface ChatWatch extends WatchCommandParts {
  incidents: IncidentStore;
}

/** Everything that answers in chat are made of. */
export interface ChatParts {
  clock: Clock;
  /** Without it a card in progress shows only what changes late enough. */
  timers?: Timers;
  connections: readonly ConnectionEntry[];
  desk: SweepDesk;
  library: CardContext['library'];
  search: ArticleSearch;
  runs: RunStore;
  reports: ReportStore;
  messages: MessageStore;
  access: AccessStore;
  gate: AccessGate;
  audit: AuditLog;
  /** A report as a file. */
  renderFile: (report: Report, format: DownloadFormat) => Promise<Uint8Array>;
  reportInternal: ReportInternal;
  /** Calls of one person in a minute. */
  commandsPerMinute: number;
  version: string;
  /** Further facts of `/status`. */
  more?: () => Promise<StatusReading['more']>;
  /** Absent only where nothing is watched. */
  watch?: ChatWatch;
  /** What `/history` reads and draws. */
  past?: HistoryParts;
}

/** One authorized call. */
export interface CallContext {
  parts: ChatParts;
  request: ChatRequest;
  role: Role;
  reply: Reply;
}

/** What cards need to know of the connection that a report came from. */
export function cardContext({ connections, library }: ChatParts, connection: string): CardContext {
  const applicationId = connections.find((entry) => entry.name === connection)?.connection?.applicationId;
  return { library, ...(applicationId === undefined ? {} : { applicationId }) };
}

/** What guidance can say of the partner by name where no report is at hand: the only connection's own ids. */
export function ownSubject({ connections }: Pick<ChatParts, 'connections'>): ArticleSubject {
  const [only] = connections;
  if (connections.length !== 1 || !only) return {};
  return {
    ...(only.connection ? { applicationId: only.connection.applicationId } : {}),
    ...(isGuid(only.tenant) ? { partnerTenantId: only.tenant } : {}),
  };
}

/** Shows the answer itself. */
export function answer({ reply }: CallContext, card: Card): Promise<void> {
  return reply.show(card, { final: true });
}
