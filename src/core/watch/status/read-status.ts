import type { CardTone } from '../../cards/card.ts';
import type { Line } from '../../cards/inline.ts';
import type { ConnectionEntry } from '../../credentials/connection-book.ts';
import type { Totals } from '../../diagnosis/report/report.ts';
import { type CurrentState, PARTNER_STATE_KEY, type RunStore } from '../../diagnosis/report/run-store.ts';
import { type CauseId, causeDefinition, isCauseId } from '../../model/causes/cause.ts';
import type { CheckId } from '../../model/checks/check.ts';
import { type Expected, toExpected } from '../incidents/expected.ts';

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
  /** Tenants whose every failure is accepted: they are no causes. */
  accepted: number;
  problem?: string;
}

/** What fails now for one cause. `tenants` is 0 for the partner connection itself. */
export interface FailingCause {
  cause: CauseId | null;
  title: string;
  tenants: number;
  since: number | null;
}

const NOTHING_EXPECTED: Expected = toExpected([], [], 0);

/** Testing again makes many runs between two sweeps. */
const LOOK_BACK = 200;

/** How each connection stands, from what was found last. Asks nobody. `expected`: what is accepted there. */
export async function readConnectionStatus(
  entry: ConnectionEntry,
  runs: RunStore,
  expected: Expected = NOTHING_EXPECTED,
): Promise<ConnectionStatus> {
  const latest = await runs.latestRuns(entry.name, LOOK_BACK);
  const finished = latest.find((run) => run.kind === 'testtokens' && run.scope === 'all' && run.status === 'completed');
  const states = await runs.currentStates(entry.name, { onlyBad: true });
  const here = states.filter((state) => !hasLeft(state, finished?.finishedAt));
  const counted = here.filter(({ tenantId, checkId }) => !expected.isAccepted(tenantId, checkId as CheckId));
  const causes = groupCauses(counted);
  const failing = new Set(counted.map((state) => state.tenantId));
  const accepted = new Set(here.map((state) => state.tenantId).filter((tenantId) => !failing.has(tenantId))).size;
  const problem = entry.connection ? undefined : (entry.shape.reason ?? 'Its credentials can’t be right.');
  const tone: CardTone = problem !== undefined || causes.length > 0 ? 'bad' : finished ? 'good' : 'neutral';
  return {
    name: entry.name,
    tone,
    causes,
    accepted,
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
