import type { Activity } from 'botbuilder';
import type { CardFile } from '../../../core/cards/card.ts';
import { type MessageAttachment, renderPicture } from './message-attachment.ts';

/** An Adaptive Card as JSON, version 1.5 at most. */
export type AdaptiveCardJson = Readonly<Record<string, unknown>>;

/** What is written to a conversation. */
export interface OutgoingMessage {
  card?: AdaptiveCardJson | undefined;
  /** Shown above the card, or alone. Plain text: Teams formats nothing in it. */
  text?: string | undefined;
  /** What a notification shows instead of the card. */
  summary?: string | undefined;
  /** Shown below the card, and left out where Teams finds the message too large with them: the card says the same in words. */
  pictures?: readonly CardFile[] | undefined;
  /** A question about a file, or a file. */
  attachment?: MessageAttachment | undefined;
  /** The message that is answered. Not needed in a channel's thread: its conversation id says it. */
  replyToId?: string | undefined;
}

export const ADAPTIVE_CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

/** The message as the connector wants it. */
export function renderActivity(message: OutgoingMessage): Partial<Activity> {
  const { card, text, summary, pictures = [], attachment, replyToId } = message;
  const attachments = [
    ...(card === undefined ? [] : [{ contentType: ADAPTIVE_CARD_TYPE, content: card }]),
    ...pictures.map(renderPicture),
    ...(attachment === undefined ? [] : [attachment]),
  ];
  return {
    type: 'message',
    ...(text === undefined ? {} : { text, textFormat: 'plain' }),
    ...(summary === undefined ? {} : { summary }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(replyToId === undefined ? {} : { replyToId }),
  };
}
