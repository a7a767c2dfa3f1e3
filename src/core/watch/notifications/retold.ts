import type { TagChoice } from '../../model/tenants/tag.ts';
import type { TagBook } from '../../model/tenants/tag-book.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { IncidentGroup } from '../incidents/incident.ts';
import type { NotificationState } from '../incidents/incident-store.ts';
import type { Message } from '../incidents/message.ts';
import type { Subscription } from './subscription.ts';

/** Who had which tag, by connection, and what each place was told by, at a look. */
export interface TagsLook {
  books: ReadonlyMap<string, TagBook>;
  choices: ReadonlyMap<string, TagChoice | undefined>;
}

interface TagsSince {
  /** The look before; undefined where there was none. */
  before: TagsLook | undefined;
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
 * whose tenants are others, and groups that concern them now. Where there was no look before, a message is about others
 * where it is about nobody, and a group concerns anew where it opened after the place was subscribed.
 */
export async function findRetold(
  { groups, messages }: Pick<NotificationState, 'groups' | 'messages'>,
  subscriptions: readonly Subscription[],
  { before, readTags, tenantsOf }: TagsSince,
): Promise<{ retold: readonly Message[]; concerned: readonly Concerned[]; look: TagsLook }> {
  const places = subscriptions.filter((one) => one.broken === null);
  const choices = new Map(places.map(({ place, tagged }) => [place, tagged]));
  const byTags = places.filter(({ place, tagged }) => tagged ?? before?.choices.get(place));
  const open = groups.filter((one) => byTags.length > 0 && one.closedAt === null && !one.partnerLevel);
  const books = new Map<string, TagBook>();
  const retold = new Set<Message>();
  const concerned: Concerned[] = [];
  for (const [name, own] of Map.groupBy(open, ({ connection }) => connection)) {
    const [book, known] = [await readTags(name), before?.books.get(name)];
    books.set(name, book);
    const looked = byTags.filter(({ place, tagged }) => book !== known || !isSame(before?.choices.get(place), tagged));
    if (looked.length === 0) continue;
    const tenants = await tenantsOf(name);
    for (const subscription of looked) {
      const { place, tagged, createdAt } = subscription;
      const was = before?.choices.get(place);
      const isMeant = (tenant: Tenant): boolean => !tagged || book.chooses(tagged, tenant);
      const wasMeant = (tenant: Tenant): boolean => !was || known?.chooses(was, tenant) === true;
      const isKnown = known !== undefined && before?.choices.has(place) === true;
      const told = messages.filter((message) => message.place === place);
      for (const message of told) {
        const all = own.flatMap(({ id }) => (message.groupIds.includes(id) ? (tenants.get(id) ?? []) : []));
        const isOther = isKnown ? all.some((one) => wasMeant(one) !== isMeant(one)) : !all.some(isMeant);
        if (all.length > 0 && isOther) retold.add(message);
      }
      for (const group of own) {
        const all = tenants.get(group.id) ?? [];
        const shown = told.filter(({ groupIds }) => groupIds.includes(group.id));
        const isNew = isKnown ? !all.some(wasMeant) : group.openedAt > createdAt && shown.length === 0;
        if (isNew && all.some(isMeant)) concerned.push({ subscription, group, shown });
      }
    }
  }
  return { retold: [...retold], concerned, look: { books, choices } };
}

function isSame(one: TagChoice | undefined, other: TagChoice | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
