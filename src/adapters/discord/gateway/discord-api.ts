import { MessageFlags, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import type { OutgoingMessage } from './to-message.ts';

export interface SentMessage {
  channelId: string;
  messageId: string;
}

/** A message of a channel, as far as it tells whether it is the one that is looked for. */
export interface ListedMessage extends SentMessage {
  authorId: string;
  /** Milliseconds since the epoch, by Discord's clock. */
  createdAt: number;
  /** The id of its first component, where it has one. */
  mark: number | undefined;
  interactionId: string | undefined;
  /** It is acknowledged, and has no answer yet. */
  thinks: boolean;
}

interface PostExtras {
  /** Two posts with one nonce in one channel become one message. */
  nonce?: string;
  replyTo?: string;
}

/** The requests that this adapter makes beside commands. They throw what discord.js throws. */
export interface DiscordApi {
  callback(interaction: { id: string; token: string }, body: unknown): Promise<void>;
  /** Edits a message of an interaction; `@original` is its first answer, or the message that was pressed. */
  editReply(token: string, messageId: string, message: OutgoingMessage): Promise<SentMessage>;
  /** The first answer to an interaction. */
  readReply(token: string): Promise<ListedMessage>;
  followUp(token: string, message: OutgoingMessage, isPrivate: boolean): Promise<SentMessage>;
  post(channelId: string, message: OutgoingMessage, extras?: PostExtras): Promise<SentMessage>;
  edit(channelId: string, messageId: string, message: OutgoingMessage): Promise<SentMessage>;
  /** The newest messages of a channel, at most a hundred, or those before one: the newest first. */
  list(channelId: string, before?: string): Promise<ListedMessage[]>;
  memberRoles(guildId: string, userId: string): Promise<string[]>;
  openDirect(userId: string): Promise<string>;
}

const sentMessage = z
  .object({ id: z.string(), channel_id: z.string() })
  .transform((json): SentMessage => ({ messageId: json.id, channelId: json.channel_id }));
const listedMessage = z
  .object({
    id: z.string(),
    channel_id: z.string(),
    author: z.object({ id: z.string() }),
    timestamp: z.string(),
    components: z.array(z.object({ id: z.number().optional() })).optional(),
    interaction_metadata: z.object({ id: z.string() }).nullish(),
    flags: z.number().default(0),
  })
  .transform(
    (json): ListedMessage => ({
      messageId: json.id,
      channelId: json.channel_id,
      authorId: json.author.id,
      createdAt: Date.parse(json.timestamp),
      mark: json.components?.[0]?.id,
      interactionId: json.interaction_metadata?.id,
      thinks: (json.flags & MessageFlags.Loading) !== 0,
    }),
  );
/** As many as Discord gives at once. */
export const MOST_LISTED = 100;
const guildMember = z.object({ roles: z.array(z.string()) });
const directChannel = z.object({ id: z.string() });

/** Requests of the application given. Those of an interaction carry its token and never the bot's. */
export function createDiscordApi(rest: REST, applicationId: string): DiscordApi {
  return {
    async callback({ id, token }, body) {
      await rest.post(Routes.interactionCallback(id, token), { body, auth: false });
    },
    async editReply(token, messageId, { body, files }) {
      const route = Routes.webhookMessage(applicationId, token, messageId);
      return sentMessage.parse(await rest.patch(route, { body, files, auth: false }));
    },
    async readReply(token) {
      const route = Routes.webhookMessage(applicationId, token, '@original');
      return listedMessage.parse(await rest.get(route, { auth: false }));
    },
    async followUp(token, { body, files }, isPrivate) {
      const flags = isPrivate ? body.flags | MessageFlags.Ephemeral : body.flags;
      const route = Routes.webhook(applicationId, token);
      return sentMessage.parse(await rest.post(route, { body: { ...body, flags }, files, auth: false }));
    },
    async post(channelId, { body, files }, { nonce, replyTo } = {}) {
      const extras = {
        ...(nonce === undefined ? {} : { nonce, enforce_nonce: true }),
        ...(replyTo === undefined
          ? {}
          : { message_reference: { message_id: replyTo, channel_id: channelId, fail_if_not_exists: false } }),
      };
      return sentMessage.parse(
        await rest.post(Routes.channelMessages(channelId), { body: { ...body, ...extras }, files }),
      );
    },
    async edit(channelId, messageId, { body, files }) {
      return sentMessage.parse(await rest.patch(Routes.channelMessage(channelId, messageId), { body, files }));
    },
    async list(channelId, before) {
      const query = new URLSearchParams({ limit: String(MOST_LISTED), ...(before === undefined ? {} : { before }) });
      return z.array(listedMessage).parse(await rest.get(Routes.channelMessages(channelId), { query }));
    },
    async memberRoles(guildId, userId) {
      return guildMember.parse(await rest.get(Routes.guildMember(guildId, userId))).roles;
    },
    async openDirect(userId) {
      return directChannel.parse(await rest.post(Routes.userChannels(), { body: { recipient_id: userId } })).id;
    },
  };
}
