import type { PlaceLook, WatchChange } from '../incidents/incident-store.ts';
import type { Digest, EntryContent, HeldItem, Message, Notice } from '../incidents/message.ts';
import type { NewOutboxEntry } from '../incidents/outbox.ts';

/** Rows of a change that tell places something. */
export type TellingRows = Pick<WatchChange, 'messages' | 'notified' | 'held' | 'heldRemoved' | 'looks' | 'outbox'>;

/** Longest key that Discord takes as a nonce. */
const MOST_KEY = 25;

/** A delivery with an id of its own. `newId` gives ULIDs, whose last 25 characters still differ from all others. */
export function toEntry(
  place: string,
  orderKey: string,
  content: EntryContent,
  at: number,
  newId: () => string,
): NewOutboxEntry {
  const id = newId();
  return { id, key: id.slice(-MOST_KEY), place, orderKey, notBefore: at, createdAt: at, content };
}

/** The message is to show its newest state. */
export function toEdit({ id, place }: Message, at: number, newId: () => string): NewOutboxEntry {
  return toEntry(place, id, { kind: 'edit', messageId: id }, at, newId);
}

/** Collects what is to be told, in the order in which it is to be delivered. */
export class OutboxWriter {
  readonly #at: number;
  readonly #newId: () => string;
  readonly #messages: Message[] = [];
  readonly #notified = new Map<string, number>();
  readonly #held: HeldItem[] = [];
  readonly #heldRemoved: string[] = [];
  readonly #looks = new Map<string, PlaceLook>();
  readonly #outbox: NewOutboxEntry[] = [];
  readonly #edited = new Set<string>();

  constructor(at: number, newId: () => string) {
    this.#at = at;
    this.#newId = newId;
  }

  /** Announces groups with a message of their own, or a digest. */
  announce(place: string, groupIds: readonly string[], digest: Digest | null): void {
    const id = this.#newId();
    const at = this.#at;
    this.#messages.push({ id, place, groupIds, digest, createdAt: at, notifiedAt: at, address: null, copies: [] });
    this.#write(place, id, { kind: digest ? 'digest' : 'open', messageId: id });
  }

  /** The message shows the newest state, once for all changes of this time. */
  edit({ id, place }: Message, retold?: true): void {
    if (this.#edited.has(id)) return;
    this.#edited.add(id);
    this.#write(place, id, { kind: 'edit', messageId: id, ...(retold && { retold }) });
  }

  /** A further message in the order of this one, which it answers. */
  reply({ id, place }: Message, content: Extract<EntryContent, { kind: 'recover' | 'remind' }>): void {
    this.#write(place, id, content);
    if (content.kind === 'remind') this.#notified.set(id, this.#at);
  }

  /** A message that nothing else belongs to. */
  tell(place: string, content: EntryContent): void {
    this.#write(place, `place ${place}`, content);
  }

  hold(place: string, what: HeldItem['what']): void {
    this.#held.push({ id: this.#newId(), place, at: this.#at, what });
  }

  release(items: readonly HeldItem[]): void {
    for (const item of items) this.#heldRemoved.push(item.id);
  }

  /** For which tenants the place is told of it from now on. */
  look(place: string, groupId: string, mark: string): void {
    this.#looks.set(`${place} ${groupId}`, { place, groupId, mark });
  }

  notice(place: string, notice: Notice): void {
    this.tell(place, { kind: 'notice', notice });
  }

  rows(): TellingRows {
    return {
      messages: this.#messages,
      notified: [...this.#notified].map(([messageId, at]) => ({ messageId, at })),
      held: this.#held,
      heldRemoved: this.#heldRemoved,
      looks: [...this.#looks.values()],
      outbox: this.#outbox,
    };
  }

  #write(place: string, orderKey: string, content: EntryContent): void {
    this.#outbox.push(toEntry(place, orderKey, content, this.#at, this.#newId));
  }
}
