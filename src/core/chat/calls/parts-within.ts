import { reportWithin } from '../../diagnosis/report/report-within.ts';
import type { RunningSweep } from '../../diagnosis/sweep/sweep-desk.ts';
import type { SweepOutcome } from '../../diagnosis/sweep/sweep-parts.ts';
import type { Person } from '../../model/people/person.ts';
import { covers } from '../../model/people/tag-reach.ts';
import { reportsShown, type StandingReport } from '../../watch/reports/standing-report.ts';
import type { AccessBook } from '../access/access-store.ts';
import type { ChatParts } from './chat-parts.ts';
import { type OwnTenants, partOf, readOwnTenants } from './own-tenants.ts';
import { pastWithin, runsWithin } from './runs-within.ts';
import { watchWithin } from './watch-within.ts';
import { withheld } from './withheld.ts';

const WITHHELD: Pick<ChatParts, 'access' | 'credentials'> = {
  access: withheld('who may do what'),
  credentials: withheld('credentials'),
};

/**
 * The same parts, in which no tenant exists but those that have one of `tags` now: no name, no count and no report of
 * another. Commands and buttons work with these alone, so that none has to ask.
 */
export async function partsWithin(
  parts: ChatParts,
  person: Pick<Person, 'platform' | 'id'>,
  { tags, offline }: { tags: readonly string[]; offline?: boolean | undefined },
): Promise<ChatParts> {
  const { renewals: _, ...left } = parts;
  const { desk, reports, audit, permissions, past, watch, walks, more } = left;
  const readOwn = (asOf?: AccessBook['tagRevisions']): Promise<OwnTenants> =>
    readOwnTenants(parts.connections, watch, tags, asOf);
  // What needs no tenant is not kept waiting for who they are: there, nobody exists.
  const own: OwnTenants = offline ? new Map() : await readOwn(parts.gate.book.tagRevisions);
  const isShown = ({ order }: RunningSweep): boolean =>
    own.has(order.connection) && covers(tags, order.within ?? 'all');
  const narrowed: ChatParts = {
    ...left,
    reach: tags,
    // An app by itself is in one customer's tenant; the others are the partner's own.
    connections: parts.connections.filter(({ name, connection }) =>
      offline ? connection?.kind === 'sam' : own.has(name),
    ),
    runs: runsWithin(parts.runs, own),
    ...WITHHELD,
    desk: {
      start: (order) => {
        const started = desk.start({ ...order, within: [...tags] });
        if (started.kind === 'refused') return { ...started, running: started.running.filter(isShown) };
        return { ...started, sweep: sweepWithin(started.sweep, () => readOwn()) };
      },
      find: (runId) => desk.running().find((sweep) => sweep.runId === runId && isShown(sweep)),
      running: () => desk.running().filter(isShown),
    },
    reports: {
      keep: (report) => reports.keep(report),
      read: async (runId) => {
        const report = await reports.read(runId);
        return report && partOf(report, own);
      },
    },
    audit: {
      record: (entry, options) => audit.record(entry, options),
      verify: () => audit.verify(),
      // What others did names whom they did it to.
      latest: (limit, filter) => audit.latest(limit, { ...filter, person: `${person.platform}:user:${person.id}` }),
    },
  };
  if (more) narrowed.more = (shown) => more(shown, { part: true });
  if (permissions)
    narrowed.permissions = {
      set: (...wish) => permissions.set(...wish),
      read: async (order) => {
        const outcome = await permissions.read({ ...order, within: tags });
        if (outcome.kind === 'problem') return outcome;
        const ids = (await readOwn()).get(order.connection);
        const tenants = outcome.reading.tenants.filter(({ tenant }) => ids?.has(tenant.tenantId));
        return { ...outcome, reading: { ...outcome.reading, tenants } };
      },
    };
  if (past) narrowed.past = pastWithin(past, own);
  if (watch) {
    // What others are sent is theirs.
    const isOwn = ({ asker }: StandingReport): boolean =>
      asker.person.platform === person.platform && asker.person.id === person.id;
    narrowed.watch = { ...watchWithin(watch, own, tags), reports: reportsShown(watch.reports, isOwn) };
  }
  if (walks)
    narrowed.walks = {
      begin: (walk) => walks.begin(walk),
      move: (walk, from) => walks.move(walk, from),
      read: async (id) => walkWithin(await walks.read(id), own),
      newest: async (place) => walkWithin(await walks.newest(place), own),
    };
  return narrowed;
}

/** What comes of it is shown as the tags are at its end. */
function sweepWithin(sweep: RunningSweep, readAgain: () => Promise<OwnTenants>): RunningSweep {
  const done = sweep.done.then(async (outcome): Promise<SweepOutcome> => {
    if (outcome.kind === 'usage') return outcome;
    const ids = (await readAgain()).get(outcome.report.run.connection);
    return { ...outcome, report: reportWithin(outcome.report, (tenantId) => ids?.has(tenantId) ?? false) };
  });
  // Whoever waits gets the error; nobody waiting must not end the process.
  done.catch(() => {});
  return { ...sweep, done };
}

function walkWithin<W extends { connection: string | null; tenant: { tenantId: string } | null }>(
  walk: W | undefined,
  own: OwnTenants,
): W | undefined {
  if (!walk?.tenant) return walk;
  return own.get(walk.connection ?? '')?.has(walk.tenant.tenantId) ? walk : undefined;
}
