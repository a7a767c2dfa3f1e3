import { toSafeText } from '../../../core/model/text/format.ts';
import { toAlerts } from './alerts.ts';
import type { RouteForm } from './route-form.ts';

const ACTIONS = { firing: 'trigger', acknowledged: 'acknowledge', resolved: 'resolve' } as const;
const SEVERITIES = { critical: 'critical', failure: 'error', warning: 'warning', notice: 'info' } as const;
const MOST_SUMMARY = 1024;
const MOST_TEXT = 8000;

/**
 * PagerDuty's Events API v2: one event for each incident, whose id is its dedup key, so that a repetition changes nothing
 * (developer.pagerduty.com: Events API v2).
 */
export const pagerduty: RouteForm = (telling, { secrets: [key] }) =>
  toAlerts(telling).map((alert) => ({
    body: JSON.stringify({
      routing_key: key?.value,
      event_action: ACTIONS[alert.state],
      dedup_key: alert.key,
      payload: {
        summary: toSafeText(alert.title, { maxLength: MOST_SUMMARY }),
        source: alert.source,
        severity: SEVERITIES[alert.severity],
        timestamp: telling.event.timestamp,
        component: alert.incident?.cause.id,
        custom_details: { text: telling.event.data.text.slice(0, MOST_TEXT).toWellFormed(), incident: alert.incident },
      },
    }),
  }));
