import type { Subscription } from './subscription.ts';

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
