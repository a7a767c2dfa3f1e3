import { z } from 'zod';
import { TeamsError } from './teams-error.ts';

const id = z.string().min(1).max(1024);

const referenceSchema = z.object({
  channelId: z.literal('msteams'),
  serviceUrl: z.url().max(2048),
  conversationId: id,
  conversationType: z.enum(['personal', 'groupChat', 'channel']),
  botId: id,
  botName: z.string().max(256).optional(),
  tenantId: id,
  teamId: id.optional(),
});

/**
 * All that is needed to write to a conversation later, also after a restart. Plain JSON: what is stored.
 * In a channel, `conversationId` with `;messageid=…` means that thread and without it a new thread.
 */
export type ConversationReference = Readonly<z.infer<typeof referenceSchema>>;

/** Reads a stored reference. Throws `TeamsError` `invalid-reference`, which names no value. */
export function parseConversationReference(stored: unknown): ConversationReference {
  const parsed = referenceSchema.safeParse(stored);
  if (!parsed.success) throw new TeamsError('invalid-reference');
  return parsed.data;
}

/** The conversation itself, of which `;messageid=…` names a thread. */
export function withoutThread(conversationId: string): string {
  return conversationId.split(';', 1)[0] ?? conversationId;
}
