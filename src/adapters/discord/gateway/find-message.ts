import { createHash } from 'node:crypto';
import { type DiscordApi, type ListedMessage, MOST_LISTED } from './discord-api.ts';

/** Pages of a channel that are looked through. */
const MOST_PAGES = 10;
/** Our clock and Discord's may differ by so much. */
const SKEW_MS = 10 * 60_000;
const MARK_BITS = 2 ** 30;

/**
 * What the first component of a message is called so that the message is found again by its key: Discord gives a nonce
 * back only to who posts (Rapptz/discord.py#2451), a component's id to everybody who reads. Above those it gives itself.
 */
export function markOf(key: string): number {
  return MARK_BITS + (createHash('sha256').update(key).digest().readUInt32BE() % MARK_BITS);
}

/** The newest message of a channel for which `isIt` holds, from `since` on; undefined for none. Throws what discord.js throws. */
export async function findMessage(
  api: Pick<DiscordApi, 'list'>,
  channelId: string,
  since: number,
  isIt: (message: ListedMessage) => boolean,
): Promise<ListedMessage | undefined> {
  let before: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const listed = await api.list(channelId, before);
    const found = listed.find(isIt);
    const oldest = listed.at(-1);
    if (found || !oldest || listed.length < MOST_LISTED || oldest.createdAt < since - SKEW_MS) return found;
    before = oldest.messageId;
  }
  return undefined;
}
