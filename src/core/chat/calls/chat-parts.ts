import type { Card } from '../../cards/card.ts';
import type { ConnectionEntry } from '../../credentials/connection-book.ts';
import type { Report } from '../../diagnosis/report/report.ts';
import type { CardContext } from '../../diagnosis/report/report-card.ts';
import type { ReportStore } from '../../diagnosis/report/report-store.ts';
import type { RunStore } from '../../diagnosis/report/run-store.ts';
import type { ReportInternal } from '../../diagnosis/sweep/internal-faults.ts';
import type { SweepDesk } from '../../diagnosis/sweep/sweep-desk.ts';
import type { ArticleSubject } from '../../guidance/articles/article.ts';
import type { Explanation } from '../../guidance/explain/explanation.ts';
import type { Guidance } from '../../guidance/explain/knowledge.ts';
import type { Role } from '../../model/people/role.ts';
import { isGuid } from '../../model/tenants/tenant-id.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { Timers } from '../../model/time/timers.ts';
import type { IncidentStore } from '../../watch/incidents/incident-store.ts';
import type { StatusReading } from '../../watch/status/read-status.ts';
import type { AccessGate } from '../access/access-gate.ts';
import type { AccessStore } from '../access/access-store.ts';
import type { AuditLog } from '../access/audit-log.ts';
import type { ChatRequest, Reply } from './chat-request.ts';
import type { HistoryParts } from './history-parts.ts';
import type { MessageStore } from './message-store.ts';
import type { WatchCommandParts } from './watch-parts.ts';

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
  guidance: Guidance;
  /** What a long text means, beside the event loop. */
  explainLong: (text: string, subject: ArticleSubject) => Promise<Explanation>;
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
