import { type Tenant, tenantLabel } from '../../model/tenants/tenant.ts';
import type { Incident, IncidentGroup, MendedBy, Outcome, Recovery } from './incident.ts';

/** A tenant that goes. */
export interface Leaving {
  /** Null for the partner connection. */
  tenant: Tenant | null;
  outcome: Outcome;
  /** Since when its customer was waited for. */
  mailedAt?: number | undefined;
}

/** An incident, and who left it now: the last of them where it ended. */
export interface Closing {
  incident: Incident;
  leaving: readonly Leaving[];
  continuesIn: string | null;
}

/** Of several ends of one incident the first of these is told. */
export const BEST_FIRST: readonly Outcome[] = ['mended', 'replaced', 'accepted', 'vanished', 'merged'];

const MOST_NAMED = 5;

/** The facts of one recovery notice: all incidents of a group that one sweep or reading ended. */
export function toRecovery(group: IncidentGroup, closings: readonly Closing[], at: number): Recovery {
  const incidents = closings.map((closing) => closing.incident);
  const leaving = closings.flatMap((closing) => closing.leaving);
  const labels = leaving.flatMap(({ tenant }) => (tenant === null ? [] : [tenantLabel(tenant)]));
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of incidents) if (outcome) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
  const known = incidents.flatMap(({ mendedBy }) => mendedBy ?? []);
  const { id: groupId, connection, cause, owner, open } = group;
  return {
    groupId,
    connection,
    cause,
    owner,
    at,
    references: incidents.slice(0, MOST_NAMED).map((incident) => incident.reference),
    incidents: incidents.length,
    remaining: open,
    partnerLevel: incidents.some((incident) => incident.partnerLevel),
    names: labels.slice(0, MOST_NAMED),
    tenants: labels.length,
    everTenants: sum(incidents.map((incident) => incident.everMembers)),
    lastedMs: Math.max(0, ...incidents.map((incident) => at - incident.firstFailedAt)),
    outcomes,
    mendedBy: known.find(({ kind }) => kind === 'mailed') ?? known[0] ?? null,
    reading: incidents.some((incident) => incident.finding !== null),
    title: incidents[0]?.finding?.title ?? null,
    continuesIn: closings.find((closing) => closing.continuesIn)?.continuesIn ?? null,
  };
}

/**
 * The same as it is where only these tenants exist. `remaining`: how many incidents of the group they are still in. An
 * incident that goes on without them has ended for them. Undefined where nothing of theirs did.
 */
export function toRecoveryWithin(
  group: IncidentGroup,
  ends: readonly Closing[],
  { at, remaining, isMeant }: { at: number; remaining: number; isMeant: (tenant: Tenant) => boolean },
): Recovery | undefined {
  const own = ends.flatMap((end): Closing[] => {
    const { incident } = end;
    const leaving = end.leaving.filter(({ tenant }) => (tenant === null ? incident.partnerLevel : isMeant(tenant)));
    if (incident.closedAt === null && (incident.partnerLevel || leaving.length === 0 || remaining > 0)) return [];
    if (incident.partnerLevel) return [{ ...end, leaving }];
    if (leaving.length === 0) return [];
    const outcome = BEST_FIRST.find((one) => leaving.some((left) => left.outcome === one)) ?? incident.outcome;
    const since = leaving.find(({ mailedAt }) => mailedAt !== undefined)?.mailedAt;
    // What was so of all that left, or of another one, is not known of these.
    const by =
      incident.mendedBy?.kind === 'all-at-once' || incident.mendedBy?.kind === 'mailed' ? null : incident.mendedBy;
    const mendedBy: MendedBy | null = since === undefined ? by : { kind: 'mailed', since };
    return [{ ...end, leaving, incident: { ...incident, outcome, mendedBy, everMembers: leaving.length } }];
  });
  return own.length === 0 ? undefined : toRecovery({ ...group, open: remaining }, own, at);
}
