import type { Incident, IncidentGroup, Outcome, Recovery } from './incident.ts';

/** A tenant that goes, with the label it is known by. */
export interface Leaving {
  label: string | null;
  outcome: Outcome;
  /** Since when its customer was waited for. */
  mailedAt?: number | undefined;
}

/** An incident that ended, and who left it last. */
export interface Closing {
  incident: Incident;
  leaving: readonly Leaving[];
  continuesIn: string | null;
}

const MOST_NAMED = 5;

/** The facts of one recovery notice: all incidents of a group that one sweep or reading ended. */
export function toRecovery(group: IncidentGroup, closings: readonly Closing[], at: number): Recovery {
  const incidents = closings.map((closing) => closing.incident);
  const leaving = closings.flatMap((closing) => closing.leaving);
  const labels = leaving.flatMap(({ label }) => (label === null ? [] : [label]));
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
