import { createHash } from 'node:crypto';
import { type RouteAlert, toAlerts } from './alerts.ts';
import type { RouteForm } from './route-form.ts';

/** What Go writes for no time, and Alertmanager for an alert that fires. */
const NO_TIME = '0001-01-01T00:00:00Z';

/**
 * What Prometheus' Alertmanager posts to its webhook receivers, version 4: each incident is an alert with a fingerprint
 * that stays the same (prometheus.io/docs/alerting/latest/configuration, webhook_config).
 */
export const alertmanager: RouteForm = (telling) => {
  const alerts = toAlerts(telling);
  // What fires and is over at once is two states of one alert, which can't stand in one message.
  const messages = telling.event.data.incidents.length > 0 ? [alerts] : alerts.map((alert) => [alert]);
  const { route, thread, id, event } = telling;
  return messages.map((told) => ({
    body: JSON.stringify({
      version: '4',
      groupKey: `samaritan:${thread?.id ?? id}`,
      truncatedAlerts: 0,
      status: told.every(({ state }) => state === 'resolved') ? 'resolved' : 'firing',
      receiver: route,
      groupLabels: {},
      commonLabels: {},
      commonAnnotations: { summary: event.data.summary, description: event.data.text },
      externalURL: '',
      alerts: told.map((alert) => toAlert(alert, event.timestamp)),
    }),
  }));
};

function toAlert({ key, state, severity, title, source, incident }: RouteAlert, at: string) {
  return {
    status: state === 'resolved' ? 'resolved' : 'firing',
    labels: {
      alertname: incident?.cause.id ?? 'samaritan',
      severity,
      connection: source,
      ...(incident && { incident: incident.id, owner: incident.owner }),
    },
    annotations: {
      summary: title,
      ...(incident && { tenants: incident.tenants.map(({ name }) => name).join(', ') }),
      ...(incident?.acknowledgedBy && { acknowledged_by: incident.acknowledgedBy }),
    },
    startsAt: incident?.since ?? at,
    endsAt: state === 'resolved' ? (incident?.closedAt ?? at) : NO_TIME,
    generatorURL: '',
    fingerprint: createHash('sha256').update(key).digest('hex').slice(0, 16),
  };
}
