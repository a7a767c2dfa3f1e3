import { encodeAction } from '../../../cards/action-id.ts';
import type { Block, Card } from '../../../cards/card.ts';
import { type Line, line, plain } from '../../../cards/inline.ts';
import { firstLines } from '../../../cards/names.ts';
import { countOf, formatNumber } from '../../../model/text/format.ts';
import type { GroupFacts } from '../../incidents/incident-store.ts';
import type { Digest } from '../../incidents/message.ts';
import { isToldAgain } from '../../incidents/restore-watch.ts';
import { acknowledgeAll, chooseRows, matterChoices, matterLine, toRows } from './matter-rows.ts';
import { noticeHeadline } from './notice-card.ts';
import { toneOf, type WatchCardContext } from './words.ts';

/** Longer lists would not fit: the rest is one choice away. */
const MOST_ITEMS = 8;
const MOST_BESIDE = 4;

/**
 * Several incidents in one message. `also`: those with a message of their own of which there was news; `asking`: of both, those
 * that customers have to be written to about.
 */
export function toDigestCard(
  digest: Digest,
  groups: readonly GroupFacts[],
  also: readonly GroupFacts[],
  {
    restore,
    messageId = '',
    asking = [],
  }: Pick<WatchCardContext, 'restore'> & { messageId?: string; asking?: readonly GroupFacts[] },
): Card {
  const again = groups.filter(({ group }) => isToldAgain(group, restore));
  const head = headline(digest, groups, also, again.length);
  const open = groups.filter(({ group }) => group.closedAt === null);
  const worst = groups.map(toneOf).includes('bad') ? 'bad' : open.length > 0 ? 'warn' : 'good';
  const blocks: Block[] = [];
  const list = (items: readonly Line[], most: number): void => {
    if (items.length > 0) blocks.push({ kind: 'list', numbered: false, items: firstLines(items, most) });
  };
  const rows = chooseRows(open);
  blocks.push(...toRows(rows, asking, (id) => encodeAction('ack', id)));
  list(groups.filter((facts) => !rows.includes(facts)).map(matterLine), MOST_ITEMS);
  list(
    also.map((facts) => line('Still open: ', ...matterLine(facts))),
    MOST_BESIDE,
  );
  list(
    digest.notices.map((notice) => plain(noticeHeadline(notice))),
    MOST_BESIDE,
  );
  return {
    tone: groups.length === 0 ? 'neutral' : worst,
    status: 'digest',
    title: plain(head),
    blocks,
    actions: [
      ...acknowledgeAll(open, encodeAction('ackall', messageId)),
      ...matterChoices([...open, ...also.filter(({ group }) => group.closedAt === null)], asking, rows),
    ],
    summary: `Samaritan: ${head}`,
  };
}

function headline(
  { why, notices }: Digest,
  groups: readonly GroupFacts[],
  also: readonly GroupFacts[],
  again: number,
): string {
  const ended = groups.filter(({ group }) => group.closedAt !== null).length;
  const fresh = groups.length - again;
  const found = [
    ...(fresh > 0 ? [countOf(fresh, 'new incident')] : []),
    ...(again > 0 ? [countOf(again, 'restored incident')] : []),
  ].join(' and ');
  const state = ended === 0 ? '' : `, ${ended === groups.length ? 'all' : formatNumber(ended)} ended since`;
  if (why === 'burst') return `${found} within minutes${state}`;
  if (groups.length > 0) return `While it was quiet: ${found}${state}`;
  return also.length > 0
    ? 'While it was quiet: news of what is open'
    : `While it was quiet: ${countOf(notices.length, 'notice')}`;
}
