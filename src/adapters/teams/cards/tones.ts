import type { CardTone } from '../../../core/cards/card.ts';

/** How a tone looks: a sign with its own shape beside the colour, so that nothing depends on the colour alone. */
export interface ToneLook {
  sign: string;
  /** A container's style: Teams has its colours for each theme. */
  style: 'good' | 'warning' | 'attention' | 'accent' | 'emphasis';
}

export const TONE_LOOKS: Readonly<Record<CardTone, ToneLook>> = {
  good: { sign: '✅', style: 'good' },
  warn: { sign: '⚠️', style: 'warning' },
  bad: { sign: '🔴', style: 'attention' },
  unknown: { sign: '❔', style: 'accent' },
  neutral: { sign: '🔷', style: 'emphasis' },
};
