import { createHash } from 'node:crypto';
import { type Client, SnowflakeUtil } from 'discord.js';
import { DeliveryError, type Messenger } from '../../../core/cards/messenger.ts';
import { placeKey } from '../../../core/model/people/person.ts';
import type { Clock } from '../../../core/model/time/clock.ts';
import { MESSAGE_LIMITS } from '../render/message-body.ts';
import { isAboutContent, isExpired, isForbidden, isGone, toRestFault } from '../rest-fault.ts';
import { type DiscordApi, type ListedMessage, MOST_LISTED } from './discord-api.ts';
import { parseMessageAddress, type TextSeal, toMessageAddress } from './message-address.ts';
import { missingToPost, type PostNeeds } from './permissions.ts';
import { toMessage } from './to-message.ts';

interface MessengerParts {
  client: Client;
  api: DiscordApi;
  clock: Clock;
  seal: TextSeal;
  guildIds: ReadonlySet<string>;
}

const PLACE = /^discord:channel:(\d{1,20})$/;
/** How soon to try again where Discord doesn't say. */
const RETRY_AFTER_MS = 5000;

/** Posts and edits as the bot itself, in the channels of configured guilds and in direct messages. */
export function createMessenger(parts: MessengerParts): Messenger {
  const { api, client, clock, seal, guildIds } = parts;
  /** The first answer to an interaction, where others see it too. */
  const findAnswer = async (channelId: string, interactionId: string): Promise<ListedMessage> => {
    const since = SnowflakeUtil.timestampFrom(interactionId);
    const found = await findMessage(api, channelId, since, (one) => one.interactionId === interactionId);
    if (found) return found;
    throw new DeliveryError('gone', 'the answer is not among the messages of its channel');
  };
  return {
    platform: 'discord',
    async post(place, card, { key, replyTo, files = [] }) {
      const channelId = channelOf(place);
      if (key.length > MESSAGE_LIMITS.nonce) throw new DeliveryError('refused', 'the key of a message is too long');
      const answered = replyTo === undefined ? undefined : parseMessageAddress(replyTo, seal);
      const reply = answered?.channelId === channelId ? answered.messageId : undefined;
      return deliver(async () => {
        const mayReply = await requireWayIn(parts, channelId, { files: files.length > 0, reply: reply !== undefined });
        const extras = { nonce: key, ...(reply !== undefined && mayReply ? { replyTo: reply } : {}) };
        const message = toMessage(card, files, undefined, markOf(key));
        return toMessageAddress(await api.post(channelId, message, extras), seal);
      });
    },
    async find(place, key, since) {
      const channelId = channelOf(place);
      const mark = markOf(key);
      return deliver(async () => {
        await requireConfigured(parts, channelId);
        const found = await findMessage(
          api,
          channelId,
          since,
          (one) => one.mark === mark && one.authorId === client.user?.id,
        );
        return found && toMessageAddress({ channelId, messageId: found.messageId }, seal);
      });
    },
    async rolesOf(guildId, userId) {
      if (!guildIds.has(guildId)) return null;
      return await deliver(() => api.memberRoles(guildId, userId)).catch((error: unknown) => {
        if (error instanceof DeliveryError && error.code === 'gone') return null;
        throw error;
      });
    },
    async edit(address, card) {
      const known = parseMessageAddress(address, seal);
      if (!known) throw new DeliveryError('gone', 'the address of the message can not be read any more');
      const { channelId, reply, interactionId, thinks } = known;
      const message = toMessage(card);
      const isOpen = reply !== undefined && reply.expiresAt > clock.now();
      await deliver(async () => {
        if (isOpen && thinks && !(await api.readReply(reply.token)).thinks) return;
        if (isOpen) return api.editReply(reply.token, known.messageId, message);
        // What one person alone sees can be edited for 15 minutes: after that it is said to them directly.
        if (reply?.userId !== undefined)
          return api.post(await api.openDirect(reply.userId), message, { nonce: interactionId ?? known.messageId });
        if (reply && interactionId === undefined)
          throw new DeliveryError('gone', 'a private answer can be edited for 15 minutes');
        await requireConfigured(parts, channelId);
        const found = interactionId === undefined ? undefined : await findAnswer(channelId, interactionId);
        if (thinks && found?.thinks === false) return;
        return api.edit(channelId, found?.messageId ?? known.messageId, message);
      });
    },
  };
}

function channelOf(place: string): string {
  const channelId = PLACE.exec(place)?.[1];
  if (channelId === undefined) throw new DeliveryError('refused', `${place} is no channel of Discord`);
  return channelId;
}

/** Checks before Discord would have to refuse: too many refusals bar the whole address. Gives whether it may answer. */
async function requireWayIn(parts: MessengerParts, channelId: string, needs: PostNeeds): Promise<boolean> {
  const channel = await requireConfigured(parts, channelId);
  if (!channel) return true;
  const [permission] = missingToPost(channel, { ...needs, reply: false });
  if (permission !== undefined) throw forbidden(channelId, permission);
  return missingToPost(channel, needs).length === 0;
}

/** The channel, where it is one of a guild; undefined for direct messages. */
async function requireConfigured({ client, guildIds }: MessengerParts, channelId: string) {
  const channel = client.channels.cache.get(channelId) ?? (await client.channels.fetch(channelId));
  if (!channel || channel.isDMBased()) return undefined;
  if (!guildIds.has(channel.guildId)) {
    const place = placeKey({ platform: 'discord', channelId });
    throw new DeliveryError('forbidden', `${place} is in a server that Samaritan is not configured for`);
  }
  return channel;
}

async function deliver<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw error instanceof DeliveryError ? error : toDeliveryError(error);
  }
}

function toDeliveryError(error: unknown): DeliveryError {
  const fault = toRestFault(error);
  if (isGone(fault) || isExpired(fault)) return new DeliveryError('gone', fault.message);
  // Without View Channel Discord answers as if there were nothing to see.
  if (isForbidden(fault))
    return new DeliveryError('forbidden', fault.message, fault.code === 50001 ? { permission: 'View Channel' } : {});
  if (isAboutContent(fault)) return new DeliveryError('refused', `${fault.message} (code ${fault.code})`);
  // Without an answer, or with a server's fault, it may have been posted all the same.
  const uncertain = fault.kind === 'network' || fault.kind === 'server';
  const retryAfterMs = fault.retryAfterMs ?? RETRY_AFTER_MS;
  return new DeliveryError('busy', fault.message, { retryAfterMs, uncertain });
}

function forbidden(channelId: string, permission: string): DeliveryError {
  const place = placeKey({ platform: 'discord', channelId });
  return new DeliveryError('forbidden', `Samaritan lacks ${permission} in ${place}`, { permission });
}

const MOST_PAGES = 10;
/** Our clock and Discord's may differ by so much. */
const SKEW_MS = 10 * 60_000;
const MARK_BITS = 2 ** 30;

/**
 * What the first component of a message is called so that the message is found again by its key: Discord gives a nonce
 * back only to who posts (Rapptz/discord.py#2451), a component's id to everybody who reads. Above those it gives itself.
 */
function markOf(key: string): number {
  return MARK_BITS + (createHash('sha256').update(key).digest().readUInt32BE() % MARK_BITS);
}

/** The newest message of a channel for which `isIt` holds, from `since` on; undefined for none. Throws what discord.js throws. */
async function findMessage(
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
