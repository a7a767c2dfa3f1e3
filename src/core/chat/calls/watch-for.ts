import type { ConnectionEntry } from '../../credentials/connection-book.ts';
import { reportsShown } from '../../watch/reports/standing-report.ts';
import type { ChatWatch } from './chat-parts.ts';

/** The same watch, of which only what belongs to these connections is there. Answers with what is looked up by an id too. */
export function watchFor(parts: ChatWatch, connections: readonly ConnectionEntry[]): ChatWatch {
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
