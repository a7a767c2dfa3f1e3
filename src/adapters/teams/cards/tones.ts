import type { CardTone } from '../../../core/cards/card.ts';

/** The style of a card's head: Teams has its colours for each theme. What it means is always said in words too. */
export const TONE_STYLES: Readonly<Record<CardTone, 'good' | 'warning' | 'attention' | 'accent' | 'emphasis'>> = {
  good: 'good',
  warn: 'warning',
  bad: 'attention',
  unknown: 'accent',
  neutral: 'emphasis',
};
