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
  const followers = subscriptions
    .filter(({ place, tagged, broken }) => broken === null && (tagged || byPlace.has(place)))
    .map((subscription) => toFollower(subscription, byPlace.get(subscription.place) ?? [], messages));
  const open = groups.filter((one) => followers.length > 0 && one.closedAt === null && !one.partnerLevel);
  const books = new Map<string, TagBook>();
  const retold = new Set<Message>();
  const concerned: Concerned[] = [];
  const changed: PlaceLook[] = [];
  for (const [name, own] of Map.groupBy(open, ({ connection }) => connection)) {
    const book = await readTags(name);
    books.set(name, book);
    const isNew = book !== before.get(name);
    const looked = followers.filter(({ isOther }) => isNew || isOther);
    if (looked.length === 0) continue;
    const tenants = await tenantsOf(name);
    for (const follower of looked) {
      const { subscription, marks, told } = follower;
      const { place, tagged } = subscription;
      for (const group of own) {
        const all = tenants.get(group.id) ?? [];
        const now = markOf(tagged ? all.filter((one) => book.chooses(tagged, one)) : all);
        const shown = told.filter(({ groupIds }) => groupIds.includes(group.id));
        const news = compare(follower, group, { now, isShown: shown.length > 0 });
        if (news.isRetold) for (const message of shown) retold.add(message);
        if (news.isConcerned) concerned.push({ subscription, group, shown });
        if (tagged && now !== (marks.get(group.id) ?? '')) changed.push({ place, groupId: group.id, mark: now });
      }
    }
  }
  for (const { subscription, marks, choice, isOther } of followers) {
    const { place } = subscription;
    if (choice !== undefined && isOther) changed.push({ place, groupId: '', mark: choice });
    // Whoever is told of all from now on is told as any other is.
    if (choice === undefined) for (const groupId of marks.keys()) changed.push({ place, groupId, mark: '' });
  }
  return { retold: [...retold], concerned, looks: changed, books };
}

/** A place told by tags, or until now, and what is kept of it. */
interface Follower {
  subscription: Subscription;
  /** By group; of the place itself under an empty id. */
  marks: ReadonlyMap<string, string>;
  told: readonly Message[];
  choice: string | undefined;
  /** It is told by other tags than those kept. */
  isOther: boolean;
}

function toFollower(subscription: Subscription, kept: readonly PlaceLook[], messages: readonly Message[]): Follower {
  const { place, tagged } = subscription;
  const marks = new Map(kept.map(({ groupId, mark }) => [groupId, mark]));
  const choice = tagged && JSON.stringify(tagged);
  const told = messages.filter((message) => message.place === place);
  return { subscription, marks, told, choice, isOther: marks.get('') !== choice };
}

/** What a group is to a place, now that it marks these tenants of it. */
function compare(
  { subscription, marks, isOther }: Follower,
  { id, openedAt }: IncidentGroup,
  { now, isShown }: { now: string; isShown: boolean },
): { isRetold: boolean; isConcerned: boolean } {
  const mark = marks.get(id) ?? '';
  const isFirst = mark === '' && !marks.has('');
  // What was told before anything was kept is taken to be about whoever it is about now.
  const isPast = isFirst && (isShown || openedAt <= subscription.createdAt);
  if (isPast) return { isRetold: now === '', isConcerned: false };
  // What the place has no message of is news with each tenant more, as it is where one comes to it in a sweep.
  const isMore = !isShown && (isOther ? now !== mark : countOf(now) > countOf(mark));
  return { isRetold: now !== mark, isConcerned: now !== '' && (mark === '' || isMore) };
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
