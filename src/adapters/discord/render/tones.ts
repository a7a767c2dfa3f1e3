import type { CardTone } from '../../../core/cards/card.ts';

/** 0xRRGGBB of the container's edge. What it means is always said in words too. */
export const TONE_ACCENTS: Readonly<Record<CardTone, number>> = {
  good: 0x2e9e5b,
  warn: 0xe0a100,
  bad: 0xd83c3e,
  unknown: 0x8b6fd6,
  neutral: 0x4a7dd6,
};
