import type { TagChoice } from '../../model/tenants/tag.ts';
import type { TagBook } from '../../model/tenants/tag-book.ts';
import type { Clock } from '../../model/time/clock.ts';
import { factsWithin } from '../incidents/facts-within.ts';
import type { GroupFacts, IncidentStore } from '../incidents/incident-store.ts';

/**
 * What a place may be told of groups now: one that is told by tags, of its tenants and the partner connection alone. A
 * group of others has ended for it, and is `untold`.
 */
export type PlaceFacts = (groupIds: readonly string[], tagged: TagChoice | undefined) => Promise<GroupFacts[]>;

export function createPlaceFacts(
  incidents: Pick<IncidentStore, 'facts' | 'roster'>,
  readTags: (connection: string) => Promise<TagBook>,
  clock: Pick<Clock, 'now'>,
): PlaceFacts {
  return async (groupIds, tagged) => {
    const all = await incidents.facts(groupIds);
    if (!tagged) return all;
    const shown: GroupFacts[] = [];
    for (const facts of all) {
      const { id, connection } = facts.group;
      const book = await readTags(connection);
      const own = factsWithin(facts, await incidents.roster(id), (tenant) => book.chooses(tagged, tenant));
      shown.push(own ?? toUntold(facts, clock.now()));
    }
    return shown;
  };
}

function toUntold({ group, ...facts }: GroupFacts, at: number): GroupFacts {
  const ended = { ...group, open: 0, closedAt: group.closedAt ?? at, acknowledged: null, snoozed: null };
  const nobody = { incidents: [], openTenants: 0, everTenants: 0, names: [], lastJoined: null };
  return { ...facts, ...nobody, group: ended, listed: 0, untold: true };
}
