import type { Tenant } from '../../model/tenants/tenant.ts';
import type { Incident } from './incident.ts';
import type { GroupFacts, GroupRoster, Stay } from './incident-store.ts';

/** As many as `GroupFacts` has of each. */
const SHOWN = 5;

/**
 * The facts of a group as they are where only these tenants exist, and the partner connection: it is over once it is for
 * them. Undefined where it is about others alone.
 */
export function factsWithin(
  facts: GroupFacts,
  roster: GroupRoster,
  isMeant: (tenant: Tenant) => boolean,
): GroupFacts | undefined {
  const { group } = facts;
  const own = roster.stays.filter(isMeant);
  const byIncident = Map.groupBy(own, ({ reference }) => reference);
  const incidents = roster.incidents
    .flatMap((incident) => incidentWithin(incident, byIncident.get(incident.reference)) ?? [])
    .toSorted((one, other) => Number(one.closedAt !== null) - Number(other.closedAt !== null));
  if (incidents.length === 0) return undefined;
  const open = incidents.filter(({ closedAt }) => closedAt === null);
  const isOpen = new Set(open.map(({ reference }) => reference));
  const closedAt = open.length > 0 ? null : Math.max(...incidents.map((incident) => incident.closedAt ?? 0));
  const inIt = own.filter(({ leftAt, reference }) => leftAt === null && isOpen.has(reference));
  const names = firstStays(closedAt === null ? inIt : own);
  const joinedAt = Math.max(...own.map((stay) => stay.joinedAt));
  const joined = firstStays(own.filter((stay) => stay.joinedAt === joinedAt));
  const ids = new Set(own.map(({ tenantId }) => tenantId));
  const { acknowledged } = group;
  const mailed = acknowledged?.mailed?.filter((id) => ids.has(id));
  // What somebody noted may be about others.
  const reason = own.length < roster.stays.length ? '' : acknowledged?.reason;
  return {
    ...facts,
    group: {
      ...group,
      firstFailedAt: Math.min(...incidents.map((incident) => incident.firstFailedAt)),
      closedAt,
      open: open.length,
      acknowledged: acknowledged && { ...acknowledged, reason: reason ?? '', ...(mailed ? { mailed } : {}) },
    },
    incidents: incidents.slice(0, SHOWN),
    openTenants: firstStays(inIt).length,
    everTenants: ids.size,
    names: names.slice(0, SHOWN),
    lastJoined: joinedAt > group.openedAt ? { at: joinedAt, count: joined.length } : null,
    // How many the connection has is nobody's who sees a part.
    listed: 0,
  };
}

/** Over once the last of them left it, whoever else is in it. */
function incidentWithin(incident: Incident, stays: readonly Stay[] | undefined): Incident | undefined {
  if (incident.partnerLevel) return incident;
  if (!stays) return undefined;
  const last = stays.reduce((one, other) =>
    (other.leftAt ?? Number.POSITIVE_INFINITY) > (one.leftAt ?? Number.POSITIVE_INFINITY) ? other : one,
  );
  return last.leftAt === null ? incident : { ...incident, closedAt: last.leftAt, outcome: last.outcome };
}

/** The first stay of each tenant. */
function firstStays(stays: readonly Stay[]): Stay[] {
  return [...new Map(stays.toReversed().map((stay) => [stay.tenantId, stay])).values()].toReversed();
}
