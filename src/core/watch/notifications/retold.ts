import type { TagBook } from '../../model/tenants/tag-book.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { NotificationState } from '../incidents/incident-store.ts';
import type { Message } from '../incidents/message.ts';
import type { Subscription } from './subscription.ts';

interface TagsSince {
  /** Who had which tag at the last look, by connection. */
  before: ReadonlyMap<string, TagBook>;
  readTags: (connection: string) => Promise<TagBook>;
  /** The tenants in each open group of a connection. */
  tenantsOf: (connection: string) => Promise<ReadonlyMap<string, readonly Tenant[]>>;
}

/**
 * The messages of places told by tags whose tenants are others than at the last look, and the books to compare with at the
 * next. Where there was no look before: the messages that are about nobody any more.
 */
export async function findRetold(
  { groups, messages }: Pick<NotificationState, 'groups' | 'messages'>,
  subscriptions: readonly Subscription[],
  { before, readTags, tenantsOf }: TagsSince,
): Promise<{ retold: readonly Message[]; books: ReadonlyMap<string, TagBook> }> {
  const choices = new Map(
    subscriptions.flatMap((one) => (one.tagged && one.broken === null ? [[one.place, one.tagged] as const] : [])),
  );
  const told = messages.filter(({ place }) => choices.has(place));
  const ids = new Set(told.flatMap(({ groupIds }) => groupIds));
  const open = groups.filter((one) => ids.has(one.id) && one.closedAt === null && !one.partnerLevel);
  const books = new Map<string, TagBook>();
  const retold = new Set<Message>();
  for (const [name, own] of Map.groupBy(open, ({ connection }) => connection)) {
    const [book, known] = [await readTags(name), before.get(name)];
    if (book === known) continue;
    books.set(name, book);
    const tenants = await tenantsOf(name);
    for (const message of told) {
      const choice = choices.get(message.place);
      const all = own.flatMap(({ id }) => (message.groupIds.includes(id) ? (tenants.get(id) ?? []) : []));
      if (!choice || all.length === 0) continue;
      const isMeant = (tenant: Tenant): boolean => book.chooses(choice, tenant);
      const isOther = known ? all.some((one) => known.chooses(choice, one) !== isMeant(one)) : !all.some(isMeant);
      if (isOther) retold.add(message);
    }
  }
  return { retold: [...retold], books };
}
