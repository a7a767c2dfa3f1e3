import type { CardTone } from '../../../core/cards/card.ts';
import type { AdaptiveCardJson } from '../outbound/outgoing-message.ts';

export type Element = Readonly<Record<string, unknown>> & { readonly type: string };

/**
 * Largest card in bytes of UTF-8. Teams' own limit for a message is about 100 KB in UTF-16; 28 KB is the oldest limit
 * that any of its pages names (learn.microsoft.com: Format your bot messages; Incoming webhooks).
 */
export const MOST_CARD_BYTES = 28 * 1024;

/**
 * The newest version that Teams takes from bots, and the oldest with `Action.Execute` (learn.microsoft.com: Types of
 * cards; Universal Actions for Adaptive Cards).
 */
const VERSION = '1.5';

export function cardOf(body: readonly Element[], fallbackText: string): AdaptiveCardJson {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: VERSION,
    fallbackText,
    body,
  };
}

export function bytesOf(card: AdaptiveCardJson): number {
  return Buffer.byteLength(JSON.stringify(card));
}

/** The style of a card's head: Teams has its colours for each theme. What it means is always said in words too. */
export const TONE_STYLES: Readonly<Record<CardTone, 'good' | 'warning' | 'attention' | 'accent' | 'emphasis'>> = {
  good: 'good',
  warn: 'warning',
  bad: 'attention',
  unknown: 'accent',
  neutral: 'emphasis',
};

/** Pictures that Teams shows (learn.microsoft.com: Format cards in Teams; no SVG, no moving pictures). */
const TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg']);

export function isPictureType(type: string): boolean {
  return TYPES.has(type);
}
