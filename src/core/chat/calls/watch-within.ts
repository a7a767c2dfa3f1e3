import { tagOfKey } from '../../model/tenants/tag.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { GroupFacts } from '../../watch/incidents/incident-store.ts';
import type { ChatWatch } from './chat-parts.ts';
import type { OwnTenants } from './own-tenants.ts';
import { runsWithin } from './runs-within.ts';
import { withheld } from './withheld.ts';

/** As many names as a card has room for. */
const NAMES = 5;

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
      if (!own.has(one.group.connection)) continue;
      const tenants = await ownOf(one.group);
      if (one.group.partnerLevel || tenants.length > 0)
        shown.push(factsWithin(one, tenants, own.get(one.group.connection)?.size ?? 0));
    }
    return shown;
  };
  const isAccepted = (connection: string, tenantId: string): boolean => {
    const tag = tagOfKey(tenantId);
    return tag === undefined ? isOwn(connection, tenantId) : tags.includes(tag) && own.has(connection);
  };
  const windows: ChatWatch['accepted']['windows'] = async (connection, now) =>
    (await accepted.windows(connection, now)).filter(
      ({ tenantId }) => tenantId === null || isAccepted(connection, tenantId),
    );
  return {
    ...parts,
    connections: parts.connections.filter(({ name }) => own.has(name)),
    runs: runsWithin(parts.runs, own),
    subscriptions: withheld('who is told of what'),
    schedules: withheld('what is swept when'),
    routes: withheld('routes'),
    clients: withheld('clients of ticket systems'),
    tags: withheld('who has which tag'),
    outbox: withheld('what waits to be told'),
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

/** What a card shows of a group, of these of its tenants alone; `listed` is how many there are for who asks. */
function factsWithin(facts: GroupFacts, tenants: readonly Tenant[], listed: number): GroupFacts {
  const { group } = facts;
  const ids = new Set(tenants.map(({ tenantId }) => tenantId));
  const known = new Map(facts.names.map((member) => [member.tenantId, member]));
  const incidents = facts.incidents.filter(({ finding }) => !finding?.tenant || ids.has(finding.tenant.tenantId));
  const reference = incidents[0]?.reference ?? group.id;
  const { acknowledged } = group;
  const mailed = acknowledged?.mailed?.filter((id) => ids.has(id));
  return {
    ...facts,
    // What somebody noted may be about others.
    group: {
      ...group,
      acknowledged: acknowledged && { ...acknowledged, reason: '', ...(mailed ? { mailed } : {}) },
    },
    incidents,
    incidentCount: incidents.length,
    openTenants: tenants.length,
    everTenants: tenants.length,
    names: tenants
      .slice(0, NAMES)
      .map((tenant) => known.get(tenant.tenantId) ?? { ...tenant, reference, joinedAt: group.openedAt }),
    lastJoined: null,
    listed,
  };
}
