import type { CardTone } from '../cards/card.ts';
import type { Line } from '../cards/inline.ts';
import { type CauseId, causeDefinition, isCauseId } from '../causes/cause.ts';
import type { ConnectionEntry } from '../connections/connection-book.ts';
import { type CurrentState, PARTNER_STATE_KEY, type RunStore } from '../ports/run-store.ts';
import type { Totals } from '../report/report.ts';

export interface StatusReading {
  connections: ConnectionStatus[];
  /** Sweeps under way, in words. */
  running: string[];
  /** Further facts: ages, schedules. */
  more: { label: string; value: Line }[];
  version: string;
}

export interface ConnectionStatus {
  name: string;
  tone: CardTone;
  lastRun?: { id: string; finishedAt: number; totals: Totals | null };
  causes: FailingCause[];
  problem?: string;
}

/** What fails now for one cause. `tenants` is 0 for the partner connection itself. */
export interface FailingCause {
  cause: CauseId | null;
  title: string;
  tenants: number;
  since: number | null;
}

/** Testing again makes many runs between two sweeps. */
const LOOK_BACK = 200;

/** How each connection stands, from what was found last. Asks nobody. */
export async function readConnectionStatus(entry: ConnectionEntry, runs: RunStore): Promise<ConnectionStatus> {
  const latest = await runs.latestRuns(entry.name, LOOK_BACK);
  const finished = latest.find((run) => run.kind === 'testtokens' && run.scope === 'all' && run.status === 'completed');
  const states = await runs.currentStates(entry.name, { onlyBad: true });
  const causes = groupCauses(states.filter((state) => !hasLeft(state, finished?.finishedAt)));
  const problem = entry.connection ? undefined : (entry.shape.reason ?? 'Its credentials can’t be right.');
  const tone: CardTone = problem !== undefined || causes.length > 0 ? 'bad' : finished ? 'good' : 'neutral';
  return {
    name: entry.name,
    tone,
    causes,
    ...(problem === undefined ? {} : { problem }),
    ...(finished && finished.finishedAt !== null
      ? { lastRun: { id: finished.id, finishedAt: finished.finishedAt, totals: finished.totals } }
      : {}),
  };
}

/** A customer that the last sweep over all tenants had in its list no more: nobody fails there. */
function hasLeft({ lastSeenAt }: CurrentState, sweptAt: number | null | undefined): boolean {
  return typeof sweptAt === 'number' && lastSeenAt !== null && lastSeenAt < sweptAt;
}

/** The partner's own causes first, then by how many tenants have them. */
function groupCauses(states: readonly CurrentState[]): FailingCause[] {
  const groups = new Map<
    string,
    { cause: CauseId | null; partner: boolean; tenants: Set<string>; since: number | null }
  >();
  for (const { tenantId, cause, failingSince } of states) {
    const partner = tenantId === PARTNER_STATE_KEY;
    const key = `${partner} ${cause}`;
    const known = cause !== null && isCauseId(cause) ? cause : null;
    const group = groups.get(key) ?? { cause: known, partner, tenants: new Set<string>(), since: null };
    if (!partner) group.tenants.add(tenantId);
    if (failingSince !== null) group.since = Math.min(failingSince, group.since ?? failingSince);
    groups.set(key, group);
  }
  return [...groups.values()]
    .sort((a, b) => Number(b.partner) - Number(a.partner) || b.tenants.size - a.tenants.size)
    .map(({ cause, tenants, since }) => ({
      cause,
      title: cause === null ? 'Nobody knows why' : causeDefinition(cause).title,
      tenants: tenants.size,
      since,
    }));
}
