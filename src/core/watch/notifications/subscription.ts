import type { Owner } from '../../model/causes/cause.ts';
import type { TagChoice } from '../../model/tenants/tag.ts';
import type { Severity } from '../incidents/severity.ts';

export interface Subscription {
  /** `placeKey` of the channel. */
  place: string;
  /** `workspaceKey` of where the channel is; null where nobody knows, so that it is told of no connection that was added. */
  workspace: string | null;
  /** Names of connections; empty for all. */
  connections: readonly string[];
  /** Ids of causes, or their beginnings such as `gdap.`; empty for all. */
  causes: readonly string[];
  /** Empty for all. */
  owners: readonly Owner[];
  /** Only what concerns a tenant of these tags, or the partner connection, which concerns all. Absent for all. */
  tagged?: TagChoice;
  /** Only what nobody has acknowledged so long after it opened; absent for at once. */
  afterMs?: number;
  minimumSeverity: Severity;
  quietHours: QuietHours | null;
  /** What is still open is said again after this time; null for never. */
  remindAfterMs: number | null;
  createdAt: number;
  createdBy: string;
  /** Why nothing can be delivered there any more: the channel is gone. Null while all is well. */
  broken: { since: number; problem: string } | null;
}

/** A daily time in which messages are held, by the clock on the wall of a time zone. */
export interface QuietHours {
  /** Minutes from midnight. `from` after `to` goes over midnight. */
  from: number;
  to: number;
  /** IANA name, such as `Europe/Berlin`. */
  timeZone: string;
  /** Failures of the partner connection itself are told at once all the same. */
  passCritical: boolean;
}

/** Keeps which places are told of what. One subscription for each place. */
export interface SubscriptionStore {
  /** All, broken ones too. */
  list(): Promise<Subscription[]>;
  /** Replaces the place's earlier one; what was broken is taken to work again. */
  put(subscription: Subscription): Promise<void>;
  /**
   * In one transaction with it, everything that waits for the place is dropped: entries of the outbox that are not
   * delivered, what is held for it, and its messages (they are not edited any more). Whether there was one.
   */
  remove(place: string): Promise<boolean>;
}
