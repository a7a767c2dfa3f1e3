import type { CurrentState } from '../../diagnosis/report/run-store.ts';
import type { CauseId } from '../../model/causes/cause.ts';
import type { Incident, IncidentGroup, IncidentMember, MemberLeft, Outcome } from './incident.ts';
import type { HeldItem, Message } from './message.ts';
import type { NewOutboxEntry } from './outbox.ts';
import type { Recheck } from './recheck.ts';
import type { WatchedTenant } from './tenant-list.ts';
import type { Track } from './track.ts';

/** What is remembered of a connection as a whole. */
export interface ConnectionWatch {
  connection: string;
  /** Causes that the last sweep over all tenants found to be the partner's, since so many tenants have them. */
  sharedCauses: readonly CauseId[];
  /** When the customer list was last read in a sweep over all tenants; null for never. */
  listReadAt: number | null;
}

/** Names a state that was read. What it holds is the store's alone. */
export interface StateRevision {
  /** Whose state it is; null for that of all connections. */
  connection: string | null;
  /** Of what concerns every connection, and of the connection: of all together where it is null. They only grow. */
  shared: number;
  own: number;
  nextNumber: number;
}

/** For whom a place that is told by tags was told of a group last. */
export interface PlaceLook {
  place: string;
  /** Empty: of the place itself. Whoever is told of all has none. */
  groupId: string;
  /** Marks the tenants, and is empty for none. Of the place itself: the choice it was told by. */
  mark: string;
}

export interface NotificationState {
  revision: StateRevision;
  /** Groups that are open, and those that a held item names. */
  groups: readonly IncidentGroup[];
  /** Messages that have one of these groups, and all that were created since `since`. */
  messages: readonly Message[];
  held: readonly HeldItem[];
  /** Of these groups, and of places themselves. */
  looks: readonly PlaceLook[];
}

/** What a sweep or a reading of one connection is judged against. Everything is that connection's alone. */
export interface WatchState extends NotificationState {
  /** Of the next incident, of all connections. */
  nextNumber: number;
  /** Without a row: no shared cause, `listReadAt` null. */
  connection: ConnectionWatch;
  tracks: readonly Track[];
  /** What is known of the partner connection itself, whichever run found it. */
  partner: readonly Pick<CurrentState, 'checkId' | 'status'>[];
  /** The open ones. */
  incidents: readonly Incident[];
  /** Keys of all incidents opened at or after `since`, closed ones too. */
  recent: readonly { key: string; openedAt: number }[];
  tenants: readonly WatchedTenant[];
  recheck: Recheck | null;
}

/** Rows to write. A row that is put replaces the one of the same key; what isn't named stays as it is. */
export interface WatchChange {
  /** The state it was planned from. */
  revision: StateRevision;
  /** The run that was judged; null where it was no sweep. */
  run: { id: string; connection: string; at: number } | null;
  nextNumber: number | null;
  connection: ConnectionWatch | null;
  /** By reference. */
  incidents: readonly Incident[];
  /** By id. */
  groups: readonly IncidentGroup[];
  /** By reference, tenant and `joinedAt`. Kept for ever with their incident. */
  joined: readonly IncidentMember[];
  /** Of the stay that has not ended yet. Written after `joined`: what joined and left at once was there. */
  left: readonly MemberLeft[];
  /** By connection, subject and cause. */
  tracks: readonly Track[];
  tracksRemoved: readonly Pick<Track, 'connection' | 'subject' | 'cause'>[];
  /** By connection and tenant id. */
  tenants: readonly WatchedTenant[];
  /** By connection. */
  recheck: Recheck | null;
  /** New ones; `address` is null. */
  messages: readonly Message[];
  /** Messages that the place was told of again. */
  notified: readonly { messageId: string; at: number }[];
  held: readonly HeldItem[];
  heldRemoved: readonly string[];
  /** By place and group. One of no tenants is removed. */
  looks: readonly PlaceLook[];
  /** Written in this order. */
  outbox: readonly NewOutboxEntry[];
}

/** What a card shows of a group. Names are unsafe text. */
export interface GroupFacts {
  group: IncidentGroup;
  /** Of its incidents, the open ones first, then by number: at most five. */
  incidents: readonly Incident[];
  /** Tenants in its open incidents now, and all that were ever in any. */
  openTenants: number;
  everTenants: number;
  /** The first five by `joinedAt`, then id: of those in it now, or, where the group is closed, of all. */
  names: readonly IncidentMember[];
  /** The newest `joinedAt` after the group opened and how many joined then; null where nobody did. */
  lastJoined: { at: number; count: number } | null;
  /** Tenants on the connection's list now (`goneAt` null). */
  listed: number;
  /** What fails for its cause now fails for it likely, not certainly. */
  likely: boolean;
  /** Of none of those who are meant, as it was when it was told: nothing of it is known here any more. */
  untold?: true;
}

/** A tenant's time in an incident; null while it lasts. */
export type Stay = IncidentMember & { leftAt: number | null; outcome: Outcome | null };

/** All incidents of a group, by number, and all stays in them, by `joinedAt`, then tenant. */
export interface GroupRoster {
  incidents: readonly Incident[];
  stays: readonly Stay[];
}

export interface IncidentStore {
  /** `since`: how far back `recent` and `messages` go. */
  load(connection: string, since: number): Promise<WatchState>;
  /** The same for all connections at once, without what only a sweep needs; with the messages of one group however old. */
  loadNotifications(since: number, groupId?: string): Promise<NotificationState>;
  /**
   * Writes everything in ONE transaction, the outbox included, or nothing.
   * - `conflict`: since `revision` was read another commit of its connection came, one that concerns all, or one that used
   *   the same numbers. Of all connections: any other commit. Load again and plan again.
   * - `repeated`: this run was committed before.
   * - `committed`: written for good, and the revision is a later one.
   */
  commit(change: WatchChange): Promise<'committed' | 'conflict' | 'repeated'>;
  /** Those that exist, in the order asked for. */
  facts(groupIds: readonly string[]): Promise<GroupFacts[]>;
  roster(groupId: string): Promise<GroupRoster>;
}
