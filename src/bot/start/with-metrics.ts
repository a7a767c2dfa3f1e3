import type { ChatCallFacts, Metrics } from '../../adapters/metrics/metrics.ts';
import type { AuditEntry, AuditLog } from '../../core/chat/access/audit-log.ts';
import type { Owner } from '../../core/model/causes/cause.ts';
import type { Outcome } from '../../core/watch/incidents/incident.ts';
import type { GroupEvent } from '../../core/watch/incidents/incident-plan.ts';
import type { IncidentStore } from '../../core/watch/incidents/incident-store.ts';

const OUTCOMES: Readonly<Record<AuditEntry['outcome'], ChatCallFacts['outcome']>> = {
  allowed: 'answered',
  refused: 'refused',
  failed: 'failed',
};

/** The same audit log, whose entries are counted: it hears of everything that is asked. */
export function withMetrics(audit: AuditLog, metrics: Metrics): AuditLog {
  return {
    record: async (entry, options) => {
      const { platform, action, outcome } = entry;
      metrics.observeChatCall({
        platform,
        command: action.replace(/^(?:command|button) /, ''),
        outcome: OUTCOMES[outcome],
      });
      await audit.record(entry, options);
    },
    latest: (limit, filter) => audit.latest(limit, filter),
    verify: () => audit.verify(),
  };
}

export function countIncidents(events: readonly GroupEvent[], metrics: Metrics): void {
  for (const event of events) {
    const { owner } = event.group;
    if (event.kind === 'opened') metrics.incidentsOpened(owner);
    else if (event.kind === 'recovered') {
      for (const outcome of Object.keys(event.recovery.outcomes) as Outcome[]) metrics.incidentsClosed(owner, outcome);
    }
  }
}

/** How many groups of incidents are open, by who has to act. */
export async function countOpenIncidents(incidents: IncidentStore): Promise<Map<Owner, number>> {
  const { groups } = await incidents.loadNotifications(Number.MAX_SAFE_INTEGER);
  const counts = new Map<Owner, number>();
  for (const { owner, closedAt } of groups) if (closedAt === null) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return counts;
}
