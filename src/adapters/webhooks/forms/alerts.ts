import { CONNECTION_ITSELF } from '../../../core/model/cloud/connection.ts';
import type { RouteTelling } from '../../../core/watch/notifications/event-sink.ts';
import type { RouteEvent } from '../../../core/watch/notifications/route-event.ts';

export type EventIncident = RouteEvent['data']['incidents'][number];

/** What alerting programs know: something that fires or is over, under a key that stays the same. */
export interface RouteAlert {
  key: string;
  state: 'firing' | 'acknowledged' | 'resolved';
  severity: EventIncident['severity'];
  title: string;
  source: string;
  incident: EventIncident | null;
}

/**
 * The incidents of a telling. What is none, such as a notice or a test, fires and is over at once: nobody would ever end
 * it there.
 */
export function toAlerts({ id, event }: RouteTelling): RouteAlert[] {
  const { summary, incidents } = event.data;
  if (incidents.length > 0) {
    return incidents.map((incident) => ({
      key: `samaritan:${incident.id}`,
      state: stateOf(incident),
      severity: incident.severity,
      title: `${incident.cause.title} · ${extentOf(incident)}`,
      source: incident.connection,
      incident,
    }));
  }
  const said = {
    key: `samaritan:${id}`,
    severity: 'notice',
    title: summary,
    source: 'samaritan',
    incident: null,
  } as const;
  return [
    { ...said, state: 'firing' },
    { ...said, state: 'resolved' },
  ];
}

function stateOf({ state, acknowledgedBy }: EventIncident): RouteAlert['state'] {
  if (state === 'closed') return 'resolved';
  return acknowledgedBy === null ? 'firing' : 'acknowledged';
}

function extentOf({ tenants, tenantCount, partnerLevel }: EventIncident): string {
  const [first] = tenants;
  if (partnerLevel || !first) return CONNECTION_ITSELF;
  return tenantCount > 1 ? `${first.name} and ${tenantCount - 1} more` : first.name;
}
