import type { HistoryCell } from '../../core/watch/history/history-view.ts';

/**
 * A ground of its own, dark and without pure black, so that a picture looks the same in light and dark chats. Texts
 * reach a contrast of at least 4.5 against it and shapes 3 (WCAG 2.2, 1.4.3 and 1.4.11); a test holds that.
 */
export const PALETTE = {
  ground: '#1e2126',
  edge: '#3a3f48',
  text: '#eef0f3',
  muted: '#a8afba',
  pass: '#2f7d56',
  warn: '#e0b040',
  fail: '#ff8072',
  failSoft: '#4f2728',
  unknown: '#b79af5',
  none: '#6f7682',
  /** Marks on a bright cell. */
  ink: '#17191d',
} as const;

/** What a cell shows: short failures look lighter than those that lasted. */
export type Look = 'pass' | 'warn' | 'brief' | 'fail' | 'unknown' | 'none';

/** Up to this long, a failure is brief; minutes. */
const BRIEF_MINUTES = 60;

export const LOOK_WORDS: readonly (readonly [Look, string])[] = [
  ['pass', 'Fine'],
  ['warn', 'Warning'],
  ['brief', 'Failed up to 1 h'],
  ['fail', 'Failed longer'],
  ['unknown', 'Unknown'],
  ['none', 'Not tested'],
];

export function lookOf({ status, failingMinutes }: HistoryCell): Look {
  return status === 'fail' && failingMinutes <= BRIEF_MINUTES ? 'brief' : status;
}
