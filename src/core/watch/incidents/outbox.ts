import type { MessageAddress } from '../../cards/messenger.ts';
import type { EntryContent, Message } from './message.ts';

/** Which places are meant; without one, all. */
export type Lane = 'channels' | 'routes';

/** A delivery to be made. It stays until it is complete or given up; nothing else ends it. */
export interface NewOutboxEntry {
  /** Unique, 26 characters. */
  id: string;
  /** For `PostOptions.key`: at most 25 characters, the same at every try, also after a restart. */
  key: string;
  place: string;
  /** Entries of one place and one order key are delivered in the order in which they were written. */
  orderKey: string;
  notBefore: number;
  createdAt: number;
  content: EntryContent;
}

export interface DueEntry extends NewOutboxEntry {
  /** Tries that failed so far. */
  attempts: number;
  /** How many of them the chat refused for what the card held. */
  refusals: number;
  /** When a post was begun of which nobody has heard whether it arrived; null for none. */
  maybeSentAt: number | null;
  /** The newest row of the whole outbox when this was read; rows are numbered in the order in which they were written. */
  readUpTo: number;
  /** The message that the content names, as it is now; null where it names none, or one that was removed. */
  message: Message | null;
}

export interface Completion {
  id: string;
  at: number;
  /** Where the message named by an `open` or `digest` now is. Where it stands already, this is one more copy of it. */
  address?: MessageAddress;
  /**
   * With it, what waits in the same order, is of one of these kinds and was written up to `readUpTo` is complete too:
   * the card that was shown was built after it.
   */
  covers: { kinds: readonly EntryContent['kind'][]; readUpTo: number };
  /** Written with it: a delivery that follows from this one. */
  next?: NewOutboxEntry;
}

export interface Postponement {
  notBefore: number;
  attempts: number;
  problem: string;
  /** As many as before where it isn't said. */
  refusals?: number;
  /** It may have arrived all the same. */
  uncertain?: boolean;
}

export interface PlaceGone {
  place: string;
  at: number;
  problem: string;
  /** What tells administrators elsewhere. */
  notices: readonly NewOutboxEntry[];
}

export interface OutboxDepth {
  waiting: number;
  /** When the oldest that waits was written; null for none. */
  oldestAt: number | null;
  /** How many were given up, ever. */
  dropped: number;
}

export interface Backlog {
  place: string;
  /** Deliveries that failed, or have waited for minutes. */
  waiting: number;
  /** When the oldest of them was written; null for none. */
  oldestAt: number | null;
  /** Given up in the last seven days. */
  givenUp: number;
  /** Why, as far as a try told. */
  problem: string | null;
}

/**
 * Keeps deliveries from the moment they are decided (`IncidentStore.commit` writes them with what they are about) to the
 * moment they are made. One process delivers; every method is one transaction.
 */
export interface Outbox {
  /**
   * What can be delivered now: entries that no older one of the same place and order key waits before, whose `notBefore`
   * is reached. At most one for each place, the oldest; none of `exceptPlaces`.
   */
  due(query: { now: number; limit: number; exceptPlaces: readonly string[]; lane?: Lane }): Promise<DueEntry[]>;
  /** When the next entry that is first of its order may be delivered, `exceptPlaces` left out; null for none. */
  nextDueAt(exceptPlaces: readonly string[], lane?: Lane): Promise<number | null>;
  /** A post is about to be made: from now on it may have arrived. */
  begin(id: string, at: number): Promise<void>;
  /** It was delivered: the entry goes, its message has its address, all at once. Twice is the same as once. */
  complete(completion: Completion): Promise<void>;
  /** It wasn't: again from `notBefore` on. */
  postpone(id: string, again: Postponement): Promise<void>;
  /** The clock may have been wrong: what would wait for longer than an hour is due now. */
  retime(now: number): Promise<void>;
  /**
   * There is nothing to deliver any more, or nobody takes it: it goes, `problem` (null where all is well) is kept, and the
   * notices are written.
   */
  drop(id: string, at: number, problem: string | null, notices?: readonly NewOutboxEntry[]): Promise<void>;
  /** The message was removed from its channel: it is edited and answered no more. The newest of its copies takes its place. */
  forgetAddress(messageId: string): Promise<void>;
  /** The message stands here too. `edit` is written with it: the copy may show what was. */
  noteCopy(messageId: string, copy: MessageAddress, edit: NewOutboxEntry): Promise<void>;
  /** A copy was removed from its channel. */
  forgetCopy(messageId: string, copy: MessageAddress): Promise<void>;
  /**
   * The place's subscription is marked broken, everything that waits for it goes (deliveries, what is held, messages),
   * and the notices are written.
   */
  abandonPlace(gone: PlaceGone): Promise<void>;
  /** Writes deliveries that belong to no incident, such as a test message. */
  enqueue(entries: readonly NewOutboxEntry[]): Promise<void>;
  depth(): Promise<OutboxDepth>;
  /** Places that were not told something, by name. */
  backlog(now: number): Promise<Backlog[]>;
}
