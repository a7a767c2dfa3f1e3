import type { Card } from '../../cards/card.ts';
import { toCardText } from '../../cards/card-text.ts';
import { toTenantRef } from '../../model/tenants/tenant.ts';
import { toSafeText } from '../../model/text/format.ts';
import { toIso } from '../../model/time/clock.ts';
import type { GroupFacts } from '../incidents/incident-store.ts';
import type { SaidContent } from '../incidents/message.ts';
import type { DueEntry } from '../incidents/outbox.ts';
import { titleOf } from './cards/words.ts';
import type { RouteEvent } from './route-event.ts';

const TYPES: Readonly<Record<SaidContent['kind'], RouteEvent['type']>> = {
  open: 'incident.opened',
  digest: 'incident.opened',
  edit: 'incident.updated',
  recover: 'incident.resolved',
  remind: 'incident.reminder',
  notice: 'notice',
  broken: 'route.broken',
  test: 'test',
  report: 'notice',
  unsent: 'notice',
};

export function groupIdsOf({ content, message }: Pick<DueEntry, 'content' | 'message'>): readonly string[] {
  const said = content.kind === 'whole' ? content.of : content;
  if (said.kind === 'recover') return [said.recovery.groupId];
  if (said.kind === 'remind') return said.groupIds;
  return 'messageId' in said ? (message?.groupIds ?? []) : [];
}

/** An entry for programs: the card's words, and the incidents as they stand. */
export function toRouteEvent(entry: DueEntry, card: Card, facts: readonly GroupFacts[], at: number): RouteEvent {
  const said = entry.content.kind === 'whole' ? entry.content.of : entry.content;
  const told = facts.filter(({ untold }) => untold === undefined);
  // Whoever was told of it would wait for its end.
  const isOver = said.kind === 'edit' && told.length === 0 && facts.length > 0;
  return {
    type: TYPES[isOver ? 'recover' : said.kind],
    timestamp: toIso(at),
    data: {
      schema: 'samaritan.event/1',
      summary: card.summary,
      text: toCardText(card),
      incidents: (isOver ? facts : told).map(toIncident),
    },
  };
}

function toIncident(facts: GroupFacts): RouteEvent['data']['incidents'][number] {
  const { group, names, openTenants, everTenants } = facts;
  const { id, connection, severity, cause, owner, partnerLevel, firstFailedAt, closedAt, acknowledged } = group;
  return {
    ...{ id, connection, severity, owner, partnerLevel },
    state: closedAt === null ? 'open' : 'closed',
    cause: { id: cause, title: titleOf(facts) },
    since: toIso(firstFailedAt),
    closedAt: closedAt === null ? null : toIso(closedAt),
    acknowledgedBy: acknowledged ? toSafeText(acknowledged.by, { maxLength: 60 }) : null,
    tenants: names.map((tenant) => {
      const { tenantId, label, domain } = toTenantRef(tenant);
      return { id: tenantId, name: label, domain };
    }),
    tenantCount: closedAt === null ? openTenants : everTenants,
  };
}
