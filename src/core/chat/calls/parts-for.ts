import { type ConnectionEntry, mayUse } from '../../credentials/connection-book.ts';
import { type Person, type Place, placeKey, workspaceKey } from '../../model/people/person.ts';
import type { TagReach } from '../../model/people/tag-reach.ts';
import type { ChatParts } from './chat-parts.ts';
import type { CommandDefinition } from './command-definition.ts';
import { partsWithin } from './parts-within.ts';
import { watchFor } from './watch-for.ts';

/** What answers to one person in one place are made of. */
export interface PlaceParts {
  parts: ChatParts;
  /** Whether a connection that was tested, read or renewed for this answer may not be known of here any more. */
  isStale(): boolean;
}

/** Rows of the audit log that are looked through for those of one place. */
const AUDIT_ROWS = 500;

/**
 * The same parts, in which nothing exists that may not be seen: no connection but those of the place, and no tenant but
 * those that the person has a role for. In every call they are made anew.
 */
export async function partsFor(
  parts: ChatParts,
  { person, place }: { person: Person; place: Place },
  { reach, offline }: { reach: TagReach; offline?: boolean | undefined },
): Promise<PlaceParts> {
  const here = partsIn(parts, place);
  const isOffered = ({ wholeFleet, role }: CommandDefinition): boolean =>
    !wholeFleet || parts.gate.knownReach(person, role) === 'all';
  const own = { ...here.parts, commands: async () => (await parts.commands()).filter(isOffered) };
  return { ...here, parts: reach === 'all' ? own : await partsWithin(own, person, { tags: reach, offline }) };
}

/**
 * The same parts, in which no connection exists that may not be used where the place is: neither itself nor its reports,
 * sweeps, schedules, incidents or settings. Commands and buttons work with these alone, so that none has to ask.
 */
function partsIn(parts: ChatParts, place: Place): PlaceParts {
  const workspace = workspaceKey(place);
  const all = parts.connections;
  const shows = (name: string): boolean => mayUse(all, name, workspace);
  const connections: readonly ConnectionEntry[] = all.filter(({ name }) => shows(name));
  const used = new Set<string>();
  const use = (name: string): boolean => shows(name) && used.add(name) !== undefined;
  const { desk, reports, audit, credentials, renewals, permissions, past, watch } = parts;
  const narrowed: ChatParts = {
    ...parts,
    connections,
    desk: {
      start: (order) => {
        if (!use(order.connection)) throw new Error('a connection is to be tested that does not exist here');
        return desk.start(order);
      },
      find: (runId) => desk.running().find((sweep) => sweep.runId === runId && shows(sweep.order.connection)),
      running: () => desk.running().filter(({ order }) => shows(order.connection)),
    },
    reports: {
      keep: (report) => reports.keep(report),
      read: async (runId) => {
        const report = await reports.read(runId);
        return report && use(report.run.connection) ? report : undefined;
      },
    },
    credentials: {
      list: async () =>
        (await credentials.list())
          .filter(({ name }) => shows(name))
          // Where else it may be used is none of this place's business.
          .map((one) => ({ ...one, workspaces: one.workspaces?.filter((id) => id === workspace) ?? null })),
      interrupted: async () => (await credentials.interrupted()).filter(({ connection }) => shows(connection)),
      prove: async (name) => {
        if (!use(name)) throw new Error('a connection is to be proved that does not exist here');
        return await credentials.prove(name);
      },
    },
    audit: {
      record: (entry, options) => audit.record(entry, options),
      verify: () => audit.verify(),
      // What was said elsewhere may name tenants of a connection that does not exist here.
      latest: async (limit, filter) => {
        if (connections.length === all.length) return await audit.latest(limit, filter);
        const rows = await audit.latest(AUDIT_ROWS, filter);
        return rows.filter((row) => row.place === placeKey(place)).slice(0, limit);
      },
    },
  };
  if (renewals)
    narrowed.renewals = { begin: async (wish) => (use(wish.connection) ? await renewals.begin(wish) : undefined) };
  if (permissions)
    narrowed.permissions = {
      set: (name, isLocal) => permissions.set(name, isLocal),
      read: async (order) => {
        if (!use(order.connection))
          throw new Error('permissions are to be read of a connection that does not exist here');
        return await permissions.read(order);
      },
    };
  if (past) narrowed.past = { ...past, connections };
  if (watch) narrowed.watch = watchFor(watch, connections);
  return { parts: narrowed, isStale: () => [...used].some((name) => !shows(name)) };
}
