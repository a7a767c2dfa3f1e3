import type { Tone } from '../../../core/cards/card.ts';
import type { CheckStatus } from '../../../core/model/causes/evidence.ts';
import type { TenantResult } from '../../../core/model/checks/check.ts';
import { html, type Markup } from './markup.ts';

/** A tenant's status as shown: what was accepted is neither green nor a failure. */
export type ShownStatus = CheckStatus | 'accepted';

/** Worst first: the order of rows, legends and filters. */
export const SHOWN_STATUSES: readonly ShownStatus[] = ['fail', 'unknown', 'warn', 'accepted', 'skipped', 'pass'];

const WORDS: Record<ShownStatus, string> = {
  fail: 'Fail',
  unknown: 'Unknown',
  warn: 'Warning',
  accepted: 'Accepted',
  skipped: 'Skipped',
  pass: 'Pass',
};

const OF_TONE: Record<Tone, ShownStatus> = { good: 'pass', warn: 'warn', bad: 'fail', unknown: 'unknown' };

export function statusOf({ status, accepted }: Pick<TenantResult, 'status' | 'accepted'>): ShownStatus {
  return accepted ? 'accepted' : status;
}

export function statusOfTone(tone: Tone): ShownStatus {
  return OF_TONE[tone];
}

export function statusWord(status: ShownStatus): string {
  return WORDS[status];
}

/** A status as a word with a shape of its own; the colour only repeats it. */
export function renderStatus(status: ShownStatus, look: 'pill' | 'mark' = 'pill', prefix = ''): Markup {
  const word = prefix === '' ? WORDS[status] : `${prefix} ${WORDS[status].toLowerCase()}`;
  return html`<span class="${look} ${status}">${word}</span>`;
}
