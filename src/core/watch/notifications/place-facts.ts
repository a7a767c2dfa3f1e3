import type { TagChoice } from '../../model/tenants/tag.ts';
import type { TagBook } from '../../model/tenants/tag-book.ts';
import { factsWithin } from '../incidents/facts-within.ts';
import type { GroupFacts, IncidentStore } from '../incidents/incident-store.ts';

/** What a place may be told of groups now: one that is told by tags, of its tenants and the partner connection alone. */
export type PlaceFacts = (groupIds: readonly string[], tagged: TagChoice | undefined) => Promise<GroupFacts[]>;

export function createPlaceFacts(
  incidents: Pick<IncidentStore, 'facts' | 'roster'>,
  readTags: (connection: string) => Promise<TagBook>,
): PlaceFacts {
  return async (groupIds, tagged) => {
    const all = await incidents.facts(groupIds);
    if (!tagged) return all;
    const shown: GroupFacts[] = [];
    for (const facts of all) {
      const { id, connection } = facts.group;
      const book = await readTags(connection);
      const own = factsWithin(facts, await incidents.roster(id), (tenant) => book.chooses(tagged, tenant));
      if (own) shown.push(own);
    }
    return shown;
  };
}
