import { choiceOfKey } from '../../model/tenants/tag.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { factsWithin } from '../../watch/incidents/facts-within.ts';
import type { GroupFacts } from '../../watch/incidents/incident-store.ts';
import type { ChatWatch } from './chat-parts.ts';
import type { OwnTenants } from './own-tenants.ts';
import { runsWithin } from './runs-within.ts';
import { withheld } from './withheld.ts';

const WITHHELD: Pick<ChatWatch, 'subscriptions' | 'schedules' | 'routes' | 'clients' | 'tags' | 'outbox'> = {
  subscriptions: withheld('who is told of what'),
  schedules: withheld('what is swept when'),
  routes: withheld('routes'),
  clients: withheld('clients of ticket systems'),
  tags: withheld('who has which tag'),
  outbox: withheld('what waits to be told'),
};

/**
 * The same watch, of which only what concerns these tenants is there, and the partner connection itself. What places are
 * told, schedules, routes and tags are no matter of a part of the fleet.
 */
export function watchWithin(parts: ChatWatch, own: OwnTenants, tags: readonly string[]): ChatWatch {
  const { incidents, watch, accepted, clock } = parts;
  const isOwn = (connection: string, tenantId: string): boolean => own.get(connection)?.has(tenantId) ?? false;
  const read = new Map<string, ReturnType<ChatWatch['groupTenants']>>();
  const tenantsOf = (connection: string): ReturnType<ChatWatch['groupTenants']> => {
    const found = read.get(connection) ?? parts.groupTenants(connection);
    read.set(connection, found);
    return found;
  };
  const ownOf = async ({ id, connection }: GroupFacts['group']): Promise<Tenant[]> =>
    ((await tenantsOf(connection)).get(id) ?? []).filter(({ tenantId }) => isOwn(connection, tenantId));
  const facts: ChatWatch['incidents']['facts'] = async (ids) => {
    const shown: GroupFacts[] = [];
    for (const one of await incidents.facts(ids)) {
      const { id, connection } = one.group;
      const listed = own.get(connection)?.size;
      if (listed === undefined) continue;
      const found = factsWithin(one, await incidents.roster(id), ({ tenantId }) => isOwn(connection, tenantId));
      // What is over for them is over, whoever else is in it.
      if (found?.group.partnerLevel || found?.openTenants) shown.push({ ...found, listed });
    }
    return shown;
  };
  const isAccepted = (connection: string, tenantId: string): boolean => {
    const choice = choiceOfKey(tenantId);
    if (choice === undefined) return isOwn(connection, tenantId);
    const isNamed = [...choice.tags, ...choice.withoutTags].every((tag) => tags.includes(tag));
    return isNamed && choice.tags.length > 0 && own.has(connection);
  };
  const windows: ChatWatch['accepted']['windows'] = async (connection, now) =>
    (await accepted.windows(connection, now)).filter(
      ({ tenantId }) => tenantId === null || isAccepted(connection, tenantId),
    );
  return {
    ...parts,
    connections: parts.connections.filter(({ name }) => own.has(name)),
    runs: runsWithin(parts.runs, own),
    ...WITHHELD,
    readTags: async (connection) => (await parts.readTags(connection)).only(tags),
    groupTenants: async (connection) =>
      new Map(
        [...(await tenantsOf(connection))].flatMap(([id, tenants]) => {
          const left = tenants.filter(({ tenantId }) => isOwn(connection, tenantId));
          return left.length > 0 ? [[id, left] as const] : [];
        }),
      ),
    incidents: {
      facts,
      roster: () => Promise.reject(new Error('others are in an incident too')),
      loadNotifications: async (since) => {
        const state = await incidents.loadNotifications(since);
        const shown: GroupFacts['group'][] = [];
        for (const group of state.groups) {
          if (!own.has(group.connection)) continue;
          if (group.partnerLevel || (await ownOf(group)).length > 0) shown.push(group);
        }
        return { ...state, groups: shown };
      },
    },
    watch: {
      // Whoever has it has it for everybody in it.
      respond: async (groupId, response, seen) => {
        const [found] = await facts([groupId]);
        if (!found) return undefined;
        const all = (await tenantsOf(found.group.connection)).get(groupId) ?? [];
        if (found.group.partnerLevel || all.length > found.openTenants) return 'shared';
        return await watch.respond(groupId, response, seen);
      },
      noteMailed: (connection, cause, tenantIds, by) =>
        watch.noteMailed(
          connection,
          cause,
          tenantIds.filter((id) => isOwn(connection, id)),
          by,
        ),
      recordAccepted: (connection) => watch.recordAccepted(connection),
      test: () => Promise.reject(new Error('a place is to be told by somebody who sees a part')),
      tick: () => watch.tick(),
    },
    accepted: {
      accepted: async (connection) =>
        (await accepted.accepted(connection)).filter(({ tenantId }) => isAccepted(connection, tenantId)),
      accept: async (failure) => {
        if (!isAccepted(failure.connection, failure.tenantId))
          throw new Error('a failure is to be accepted of a tenant that does not exist here');
        await accepted.accept(failure);
      },
      withdraw: async (connection, tenantId, checkId) =>
        isAccepted(connection, tenantId) && (await accepted.withdraw(connection, tenantId, checkId)),
      windows,
      putWindow: async (window) => {
        if (window.tenantId === null || !isAccepted(window.connection, window.tenantId))
          throw new Error('maintenance is to be announced of a tenant that does not exist here');
        await accepted.putWindow(window);
      },
      removeWindow: async (id) => {
        const shown = await Promise.all([...own.keys()].map((name) => windows(name, clock.now())));
        const found = shown.flat().find((window) => window.id === id);
        return found !== undefined && found.tenantId !== null && (await accepted.removeWindow(id));
      },
    },
  };
}
