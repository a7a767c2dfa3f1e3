import type { Platform } from '../model/people/person.ts';
import type { Card, CardFile } from './card.ts';

/** Where a message is, in the platform's own words: JSON text that only its messenger reads. */
export type MessageAddress = string;

export interface PostOptions {
  /** At most 25 characters. Two posts with one key in one channel within minutes become one message, where the platform can. */
  key: string;
  /** The message this one answers. */
  replyTo?: MessageAddress;
  files?: readonly CardFile[];
}

/** Speaks in a chat without being asked: notifications, and answers whose question is too old to be answered. */
export interface Messenger {
  platform: Platform;
  /** Posts to a channel named by its `placeKey`. Throws `DeliveryError`. */
  post(place: string, card: Card, options: PostOptions): Promise<MessageAddress>;
  /** Shows another card in place of a message's. Throws `DeliveryError`. */
  edit(address: MessageAddress, card: Card): Promise<void>;
  /** The roles that a person has in a workspace at this moment; null for whoever is not there. Throws `DeliveryError`. */
  rolesOf?(workspaceId: string, personId: string): Promise<readonly string[] | null>;
  /**
   * The message that an earlier `post` with this key left, where nobody heard whether it did; undefined for none. Only on
   * platforms that let a bot look. `since` is when that post was begun. Throws `DeliveryError`.
   */
  find?(place: string, key: string, since: number): Promise<MessageAddress | undefined>;
}

/**
 * - `gone`: the channel or message does not exist any more, or the bot was removed from it. Trying again is useless.
 * - `forbidden`: the bot lacks a permission there; `permission` names it where the platform does.
 * - `busy`: not now; again after `retryAfterMs`. `uncertain`: it may have arrived all the same.
 * - `refused`: the platform does not take what this message holds: a fault of ours.
 */
export type DeliveryCode = 'gone' | 'forbidden' | 'busy' | 'refused';

export class DeliveryError extends Error {
  readonly code: DeliveryCode;
  readonly retryAfterMs: number | undefined;
  readonly permission: string | undefined;
  readonly uncertain: boolean;

  constructor(
    code: DeliveryCode,
    message: string,
    options: { retryAfterMs?: number; permission?: string; uncertain?: boolean; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DeliveryError';
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.permission = options.permission;
    this.uncertain = options.uncertain ?? false;
  }
}
