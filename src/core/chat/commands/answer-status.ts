import type { CommandAnswer } from '../../cards/command-answer.ts';
import { toProblemCard } from '../../cards/plain-cards.ts';
import { type ConnectionEntry, chooseConnection } from '../../credentials/connection-book.ts';
import type { AcceptedFailure } from '../../diagnosis/report/accepted-store.ts';
import type { RunStore } from '../../diagnosis/report/run-store.ts';
import type { Clock } from '../../model/time/clock.ts';
import { toExpected } from '../../watch/incidents/expected.ts';
import { readConnectionStatus, type StatusReading } from '../../watch/status/read-status.ts';
import { toStatusCard } from '../../watch/status/status-card.ts';

export interface StatusParts {
  connections: readonly ConnectionEntry[];
  runs: RunStore;
  /** Sweeps under way, in words; empty where another process would know. */
  running: readonly string[];
  version: string;
  clock: Clock;
  /** Failures that are expected. */
  readAccepted?: ((connection: string) => Promise<readonly AcceptedFailure[]>) | undefined;
  /** Further facts, such as ages and schedules. */
  more?: () => Promise<StatusReading['more']>;
}

/** How things stand, from what was found last. Asks nobody. */
export async function answerStatus(parts: StatusParts, name: string | undefined): Promise<CommandAnswer> {
  const entry = name === undefined ? undefined : chooseConnection(parts.connections, name);
  if (entry && 'problem' in entry) {
    return { card: toProblemCard([entry.problem]), json: { problems: [entry.problem] }, failed: true };
  }
  const connections: StatusReading['connections'] = [];
  for (const each of entry ? [entry] : parts.connections) {
    const accepted = (await parts.readAccepted?.(each.name)) ?? [];
    const expected = toExpected(accepted, [], parts.clock.now());
    connections.push(await readConnectionStatus(each, parts.runs, parts.clock.now(), expected));
  }
  const more = (await parts.more?.()) ?? [];
  const { running, version } = parts;
  return {
    card: toStatusCard({ connections, running: [...running], more, version }),
    json: { connections, running, version },
  };
}
