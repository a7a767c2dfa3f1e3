import type { TagBook } from '../../model/tenants/tag-book.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { hashOf } from '../../model/text/hash-of.ts';
import type { IncidentGroup } from '../incidents/incident.ts';
import type { NotificationState, PlaceLook } from '../incidents/incident-store.ts';
import type { Message } from '../incidents/message.ts';
import type { Subscription } from './subscription.ts';

interface TagsSince {
  /** The books of the look before: what is the same since is not read again. */
  before: ReadonlyMap<string, TagBook>;
  readTags: (connection: string) => Promise<TagBook>;
  /** The tenants in each open group of a connection. */
  tenantsOf: (connection: string) => Promise<ReadonlyMap<string, readonly Tenant[]>>;
}

/** An open group that has come to concern a place, and the messages about it there. */
export interface Concerned {
  subscription: Subscription;
  group: IncidentGroup;
  shown: readonly Message[];
}

/**
 * What places told by tags are to be told since tags were given or taken, or what they are told by was changed: messages
 * whose tenants are others than those kept, and groups that concern them now. What is kept of a place begins with its
 * first look, in which a group concerns it anew where it opened after the place was subscribed.
 */
export async function findRetold(
  { groups, messages, looks }: Pick<NotificationState, 'groups' | 'messages' | 'looks'>,
  subscriptions: readonly Subscription[],
  { before, readTags, tenantsOf }: TagsSince,
): Promise<{
  retold: readonly Message[];
  concerned: readonly Concerned[];
  looks: readonly PlaceLook[];
  books: ReadonlyMap<string, TagBook>;
}> {
  const byPlace = Map.groupBy(looks, ({ place }) => place);
  const kept = new Map([...byPlace].map(([place, own]) => [place, new Map(own.map((one) => [one.groupId, one.mark]))]));
  const places = subscriptions.filter(({ place, tagged, broken }) => broken === null && (tagged || kept.has(place)));
  const open = groups.filter((one) => places.length > 0 && one.closedAt === null && !one.partnerLevel);
  const books = new Map<string, TagBook>();
  const retold = new Set<Message>();
  const concerned: Concerned[] = [];
  const changed: PlaceLook[] = [];
  for (const [name, own] of Map.groupBy(open, ({ connection }) => connection)) {
    const book = await readTags(name);
    books.set(name, book);
    const isNew = book !== before.get(name);
    const looked = places.filter(({ place, tagged }) => isNew || kept.get(place)?.get('') !== JSON.stringify(tagged));
    if (looked.length === 0) continue;
    const tenants = await tenantsOf(name);
    for (const subscription of looked) {
      const { place, tagged, createdAt } = subscription;
      const marks = kept.get(place);
      const isOther = marks?.get('') !== JSON.stringify(tagged);
      const told = messages.filter((message) => message.place === place);
      for (const group of own) {
        const all = tenants.get(group.id) ?? [];
        const now = markOf(tagged ? all.filter((one) => book.chooses(tagged, one)) : all);
        const shown = told.filter(({ groupIds }) => groupIds.includes(group.id));
        const mark = marks?.get(group.id) ?? '';
        const isFirst = mark === '' && !marks?.has('');
        // What was told before anything was kept is taken to be about whoever it is about now.
        const isPast = isFirst && (shown.length > 0 || group.openedAt <= createdAt);
        if (isPast ? now === '' : now !== mark) for (const message of shown) retold.add(message);
        // What the place has no message of is news with each tenant more, as it is where one comes to it in a sweep.
        const isMore = shown.length === 0 && (isOther ? now !== mark : countOf(now) > countOf(mark));
        if (!isPast && now !== '' && (mark === '' || isMore)) concerned.push({ subscription, group, shown });
        if (now !== mark) changed.push({ place, groupId: group.id, mark: now });
      }
    }
  }
  for (const { place, tagged } of places) {
    if (tagged && kept.get(place)?.get('') !== JSON.stringify(tagged))
      changed.push({ place, groupId: '', mark: JSON.stringify(tagged) });
    // Whoever is told of all from now on is told as any other is.
    else if (!tagged) {
      const rows = [...(byPlace.get(place) ?? []), ...changed.filter((row) => row.place === place)];
      changed.push(...rows.map((row) => ({ ...row, mark: '' })));
    }
  }
  return { retold: [...retold], concerned, looks: changed, books };
}

/** How many tenants it marks. */
function countOf(mark: string): number {
  return mark === '' ? 0 : Number.parseInt(mark, 10);
}

/** The same for the same tenants, with how many they are; empty for none. */
export function markOf(tenants: readonly Tenant[]): string {
  const ids = new Set(tenants.map(({ tenantId }) => tenantId));
  return ids.size === 0 ? '' : `${ids.size} ${hashOf([...ids].sort().join(' '))}`;
}
