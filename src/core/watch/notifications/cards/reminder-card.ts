import type { Card } from '../../../cards/card.ts';
import { type Line, line, plain, strong, time } from '../../../cards/inline.ts';
import { ownerWord } from '../../../model/causes/owner.ts';
import { countOf, formatDuration } from '../../../model/text/format.ts';
import { toSafeText } from '../../../model/text/safe-text.ts';
import type { GroupFacts } from '../../incidents/incident-store.ts';
import type { RemindReason } from '../../incidents/message.ts';
import { incidentActions } from './incident-card.ts';
import { extentOf, titleOf, toneOf, type WatchCardContext } from './words.ts';

/** What is open is said again, with why. `groups` are open, and there is at least one. */
export function toReminderCard(
  why: RemindReason,
  groups: readonly GroupFacts[],
  { now, library }: WatchCardContext,
): Card {
  const [first] = groups;
  const longest = Math.max(0, ...groups.map(({ group }) => now - group.firstFailedAt));
  const subject = groups.length === 1 && first ? titleOf(first) : countOf(groups.length, 'incident');
  const head = `${WORDS[why](formatDuration(longest))}: ${subject}`;
  return {
    tone: groups.map(toneOf).includes('bad') ? 'bad' : 'warn',
    status: why === 'stage' ? 'more urgent' : 'still open',
    title: plain(head),
    blocks: [{ kind: 'list', numbered: false, items: groups.flatMap(itemsOf) }],
    actions: groups.length === 1 && first ? incidentActions(first, library) : [],
    summary: `Samaritan: ${head}`,
  };
}

const WORDS: Readonly<Record<RemindReason, (openFor: string) => string>> = {
  interval: (openFor) => `Still open after ${openFor}`,
  snooze: (openFor) => `The snooze is over and it is still open after ${openFor}`,
  stage: () => 'More urgent now',
};

function itemsOf(facts: GroupFacts): Line[] {
  const { group, incidents } = facts;
  const what = line(
    strong(titleOf(facts)),
    ` · ${extentOf(facts)} · ${ownerWord(group.owner)} · since `,
    time(group.firstFailedAt),
  );
  const reasons = incidents.flatMap(({ finding }) =>
    finding ? [plain(toSafeText(finding.reason, { maxLength: 300 }))] : [],
  );
  return [what, ...reasons];
}
