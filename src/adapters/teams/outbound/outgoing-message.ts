import type { Activity } from 'botbuilder';

/** An Adaptive Card as JSON, version 1.5 at most. */
export type AdaptiveCardJson = Readonly<Record<string, unknown>>;

/** What is written to a conversation. */
export interface OutgoingMessage {
  card?: AdaptiveCardJson | undefined;
  /** Shown above the card, or alone. Plain text: Teams formats nothing in it. */
  text?: string | undefined;
  /** What a notification shows instead of the card. */
  summary?: string | undefined;
  /** The message that is answered. Not needed in a channel's thread: its conversation id says it. */
  replyToId?: string | undefined;
}

export const ADAPTIVE_CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

/** The message as the connector wants it. */
export function renderActivity({ card, text, summary, replyToId }: OutgoingMessage): Partial<Activity> {
  return {
    type: 'message',
    ...(text === undefined ? {} : { text, textFormat: 'plain' }),
    ...(summary === undefined ? {} : { summary }),
    ...(card === undefined ? {} : { attachments: [{ contentType: ADAPTIVE_CARD_TYPE, content: card }] }),
    ...(replyToId === undefined ? {} : { replyToId }),
  };
}
