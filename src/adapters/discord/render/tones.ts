import type { CardTone } from '../../../core/cards/card.ts';

/** How a tone looks: a sign with its own shape beside the colour, so that nothing depends on the colour alone. */
export interface ToneLook {
  sign: string;
  /** 0xRRGGBB of the container's edge. */
  accent: number;
}

export const TONE_LOOKS: Readonly<Record<CardTone, ToneLook>> = {
  good: { sign: '✅', accent: 0x2e9e5b },
  warn: { sign: '⚠️', accent: 0xe0a100 },
  bad: { sign: '🔴', accent: 0xd83c3e },
  unknown: { sign: '❔', accent: 0x8b6fd6 },
  neutral: { sign: '🔷', accent: 0x4a7dd6 },
};
