import type { Activity } from 'botbuilder';
import type { MessageAttachment } from './message-attachment.ts';

/** An Adaptive Card as JSON, version 1.5 at most. */
export type AdaptiveCardJson = Readonly<Record<string, unknown>>;

/** What is written to a conversation: a card, a text or an attachment, and never two of them. */
export interface OutgoingMessage {
  card?: AdaptiveCardJson | undefined;
  /** Plain text: Teams formats nothing in it. */
  text?: string | undefined;
  /** A picture, a file, or a question about one. */
  attachment?: MessageAttachment | undefined;
  /** What a notification shows instead of the card. */
  summary?: string | undefined;
  /** The message that is answered. Not needed in a channel's thread: its conversation id says it. */
  replyToId?: string | undefined;
}

export const ADAPTIVE_CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

/**
 * The message as the connector wants it. Throws a RangeError for one with two parts: Teams splits it into two messages
 * and gives the id of neither, so that it could never be edited (learn.microsoft.com: Messages in bot conversations,
 * "Message splitting"; microsoft/BotFramework-Services#98). The Agents Playground does the same.
 */
export function renderActivity({ card, text, attachment, summary, replyToId }: OutgoingMessage): Partial<Activity> {
  if ([card, text, attachment].filter((part) => part !== undefined).length > 1) {
    throw new RangeError('a message has one part');
  }
  const attached = card === undefined ? attachment : { contentType: ADAPTIVE_CARD_TYPE, content: card };
  return {
    type: 'message',
    ...(text === undefined ? {} : { text, textFormat: 'plain' }),
    ...(summary === undefined ? {} : { summary }),
    ...(attached === undefined ? {} : { attachments: [attached] }),
    ...(replyToId === undefined ? {} : { replyToId }),
  };
}
