import { z } from 'zod';
import type { MessageAddress } from '../../../core/cards/messenger.ts';

/** Encrypts what must not be stored as it is: the token of an interaction edits its messages. */
export interface TextSeal {
  seal(text: string): string;
  /** Throws where the text was not sealed with the same key. */
  open(sealed: string): string;
}

/**
 * A message of the bot's. `reply` is there for a message that only its interaction's token reaches, until it ends; its
 * `userId` for what that person alone sees.
 * `interactionId` is there before the first answer to it was shown: its `messageId` is `@original`, and once the token
 * has ended it is found among the messages of the channel, where others see it. `thinks`: it is edited only while nothing
 * was answered there.
 */
export interface DiscordAddress {
  channelId: string;
  messageId: string;
  reply?: { token: string; expiresAt: number; userId?: string };
  interactionId?: string;
  thinks?: boolean;
}

const snowflake = z.string().regex(/^\d{1,20}$/);
const stored = z.object({
  v: z.literal(1),
  channelId: snowflake,
  messageId: snowflake.or(z.literal('@original')),
  interactionId: snowflake.exactOptional(),
  thinks: z.boolean().exactOptional(),
  reply: z.object({ sealed: z.string(), expiresAt: z.number(), userId: snowflake.exactOptional() }).optional(),
});

export function toMessageAddress(address: DiscordAddress, { seal }: TextSeal): MessageAddress {
  const { channelId, messageId, interactionId, thinks, reply } = address;
  const kept = reply ? { reply: { ...reply, token: undefined, sealed: seal(reply.token) } } : {};
  return JSON.stringify({ v: 1, channelId, messageId, interactionId, thinks, ...kept });
}

/** Reads an address. Undefined for one that isn't ours, of another version, or sealed with a key that is gone. */
export function parseMessageAddress(address: MessageAddress, { open }: TextSeal): DiscordAddress | undefined {
  try {
    const { reply, v: _, ...at } = stored.parse(JSON.parse(address));
    if (!reply) return at;
    const { sealed, ...until } = reply;
    return { ...at, reply: { token: open(sealed), ...until } };
  } catch {
    return undefined;
  }
}
