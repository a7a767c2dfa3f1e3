import { type ConnectionEntry, mayUse } from '../../credentials/connection-book.ts';
import { type Person, type Place, placeKey, workspaceKey } from '../../model/people/person.ts';
import type { TagReach } from '../../model/people/tag-reach.ts';
import { reportsShown } from '../../watch/reports/standing-report.ts';
import type { ChatParts, ChatWatch } from './chat-parts.ts';
import type { CommandDefinition } from './command-definition.ts';
import { partsWithin } from './parts-within.ts';

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
      set: (...wish) => permissions.set(...wish),
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

/** The same watch, of which only what belongs to these connections is there. Answers with what is looked up by an id too. */
function watchFor(parts: ChatWatch, connections: readonly ConnectionEntry[]): ChatWatch {
  const names = new Set(connections.map(({ name }) => name));
  const isShown = ({ connection }: { connection: string }): boolean => names.has(connection);
  const { watch, incidents, schedules, reports, subscriptions, accepted, clock } = parts;
  const facts: ChatWatch['incidents']['facts'] = async (ids) =>
    (await incidents.facts(ids)).filter(({ group }) => isShown(group));
  const isHere = async (groupId: string): Promise<boolean> => (await facts([groupId])).length > 0;
  return {
    ...parts,
    connections,
    incidents: {
      facts,
      roster: incidents.roster,
      loadNotifications: async (since) => {
        const state = await incidents.loadNotifications(since);
        return { ...state, groups: state.groups.filter(isShown) };
      },
    },
    watch: {
      respond: async (groupId, response, seen) =>
        (await isHere(groupId)) ? await watch.respond(groupId, response, seen) : undefined,
      noteMailed: (connection, cause, tenantIds, by) => watch.noteMailed(connection, cause, tenantIds, by),
      recordAccepted: (connection) => watch.recordAccepted(connection),
      test: (place, by) => watch.test(place, by),
      tick: () => watch.tick(),
    },
    reports: reportsShown(reports, isShown),
    schedules: {
      list: async () => (await schedules.list()).filter(isShown),
      put: (schedule) => schedules.put(schedule),
      remove: (id) => schedules.remove(id),
      states: () => schedules.states(),
    },
    subscriptions: {
      list: async () =>
        (await subscriptions.list()).flatMap((one) => {
          const told = one.connections.filter((name) => names.has(name));
          // One that names only what is not here would read like one that is told of everything.
          return one.connections.length > 0 && told.length === 0 ? [] : { ...one, connections: told };
        }),
      put: (subscription) => subscriptions.put(subscription),
      remove: (place) => subscriptions.remove(place),
    },
    accepted: {
      accepted: (connection) => accepted.accepted(connection),
      accept: (failure) => accepted.accept(failure),
      withdraw: (connection, tenantId, checkId) => accepted.withdraw(connection, tenantId, checkId),
      windows: (connection, now) => accepted.windows(connection, now),
      putWindow: (window) => accepted.putWindow(window),
      removeWindow: async (id) => {
        const own = await Promise.all([...names].map((name) => accepted.windows(name, clock.now())));
        return own.flat().some((window) => window.id === id) && (await accepted.removeWindow(id));
      },
    },
  };
}
