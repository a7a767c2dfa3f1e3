import type { GdapRelationship, RelationshipList } from '../../model/cloud/microsoft-cloud.ts';
import { lastsUntil, stateOf, wasTerminated } from './relationship-state.ts';

/**
 * When delegated access to each customer ends, or has ended, by the tenant's id in lower case; milliseconds since the epoch. Nobody whose
 * relationship extends itself, was terminated, or has no end that can be read.
 */
export function relationshipEnds({ relationships }: RelationshipList, now: number): Record<string, number> {
  const ends: Record<string, number> = {};
  for (const [tenantId, all] of Map.groupBy(relationships, ({ customer }) => customer.tenantId)) {
    const live = all.filter((one) => stateOf(one, now) === 'live');
    const over = (one: GdapRelationship): boolean => stateOf(one, now) === 'over' && !wasTerminated(one);
    const counted = live.length > 0 ? live : all.filter(over);
    const last = Math.max(...counted.map((one) => lastsUntil(one, now)));
    if (tenantId !== null && Number.isFinite(last)) ends[tenantId.toLowerCase()] = last;
  }
  return ends;
}
