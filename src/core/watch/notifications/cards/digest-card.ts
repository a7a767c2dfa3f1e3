import { encodeAction } from '../../../cards/action-id.ts';
import { type Action, type Block, CARD_LIMITS, type Card } from '../../../cards/card.ts';
import { type Line, line, plain, strong, time } from '../../../cards/inline.ts';
import { ownerWord } from '../../../model/causes/owner.ts';
import { countOf, formatDuration, formatNumber } from '../../../model/text/format.ts';
import type { GroupFacts } from '../../incidents/incident-store.ts';
import type { Digest } from '../../incidents/message.ts';
import { isToldAgain } from '../../incidents/restore-watch.ts';
import { noticeHeadline } from './notice-card.ts';
import { extentOf, OUTCOME_WORDS, titleOf, toneOf, type WatchCardContext } from './words.ts';

/** Longer lists would not fit: the rest is one choice away. */
const MOST_ITEMS = 10;

/** Several incidents in one message. `also`: those with a message of their own of which there was news. */
export function toDigestCard(
  digest: Digest,
  groups: readonly GroupFacts[],
  also: readonly GroupFacts[],
  { restore }: Pick<WatchCardContext, 'restore'>,
): Card {
  const again = groups.filter(({ group }) => isToldAgain(group, restore));
  const head = headline(digest, groups, also, again.length);
  const open = groups.filter(({ group }) => group.closedAt === null);
  const worst = groups.map(toneOf).includes('bad') ? 'bad' : open.length > 0 ? 'warn' : 'good';
  const blocks: Block[] = [];
  const list = (items: readonly Line[]): void => {
    if (items.length > 0) blocks.push({ kind: 'list', numbered: false, items });
  };
  list(limited(groups.map(itemOf)));
  list(limited(also.map((facts) => line('Still open: ', ...itemOf(facts)))));
  list(limited(digest.notices.map((notice) => plain(noticeHeadline(notice)))));
  return {
    tone: groups.length === 0 ? 'neutral' : worst,
    status: 'digest',
    title: plain(head),
    blocks,
    actions: pickActions([...open, ...also.filter(({ group }) => group.closedAt === null)]),
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

function itemOf(facts: GroupFacts): Line {
  const { group, incidents } = facts;
  const { firstFailedAt, closedAt } = group;
  const outcome = OUTCOME_WORDS[incidents[0]?.outcome ?? 'mended'].toLowerCase();
  const end = closedAt === null ? [] : [` · ${outcome} after ${formatDuration(closedAt - firstFailedAt)}`];
  return line(
    strong(titleOf(facts)),
    ` · ${extentOf(facts)} · ${ownerWord(group.owner)} · since `,
    time(firstFailedAt),
    ...end,
  );
}

function limited(items: readonly Line[]): Line[] {
  const more = items.length - MOST_ITEMS;
  return more > 0 ? [...items.slice(0, MOST_ITEMS), plain(`and ${formatNumber(more)} more`)] : [...items];
}

function pickActions(open: readonly GroupFacts[]): Action[] {
  if (open.length === 0) return [];
  const options = open.slice(0, CARD_LIMITS.choices).map((facts) => ({
    label: `${titleOf(facts)}`.slice(0, 80),
    value: facts.group.id,
    description: `${extentOf(facts)} · ${ownerWord(facts.group.owner)}`,
  }));
  return [{ kind: 'choice', id: encodeAction('incident'), placeholder: 'Open an incident', options }];
}
