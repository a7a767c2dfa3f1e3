import { encodeAction } from '../../../cards/action-id.ts';
import { type Action, button, CARD_LIMITS } from '../../../cards/card.ts';
import { type Line, line, strong, time } from '../../../cards/inline.ts';
import { ownerWord } from '../../../model/causes/owner.ts';
import { formatDuration } from '../../../model/text/format.ts';
import { toSafeText } from '../../../model/text/safe-text.ts';
import type { GroupFacts } from '../../incidents/incident-store.ts';
import { extentOf, isWaiting, namesOf, OUTCOME_WORDS, titleOf } from './words.ts';

/** What has no room is counted: the incident's own card has all. */
const MOST_NAMES = 60;

/** What is to be done about something that is open: nothing was yet, somebody has it, or a customer was asked. */
export type MatterState = 'new' | 'known' | 'waiting';

export function matterState(facts: GroupFacts): MatterState {
  if (isWaiting(facts)) return 'waiting';
  return facts.group.acknowledged || facts.group.snoozed ? 'known' : 'new';
}

/** One row of a digest or of the board: what, whose, where, since when, and who has it. */
export function matterLine(facts: GroupFacts): Line {
  return line(strong(titleOf(facts)), ' · ', ...matterFacts(facts));
}

/** The same without what it is. */
export function matterFacts(facts: GroupFacts): Line {
  const { group, incidents } = facts;
  const { firstFailedAt, closedAt, acknowledged, snoozed } = group;
  const outcome = OUTCOME_WORDS[incidents[0]?.outcome ?? 'mended'].toLowerCase();
  const by = toSafeText(acknowledged?.by ?? '', { maxLength: 40 });
  const asked = acknowledged !== null && isWaiting(facts);
  return line(
    `${ownerWord(group.owner)} · ${namesOf(facts, MOST_NAMES) || extentOf(facts)} · since `,
    time(firstFailedAt),
    ...(closedAt === null ? [] : [` · ${outcome} after ${formatDuration(closedAt - firstFailedAt)}`]),
    ...(closedAt !== null || acknowledged === null
      ? []
      : [` · ${by} ${asked ? 'wrote to the customer on' : 'has it since'} `]),
    ...(closedAt !== null || acknowledged === null ? [] : [time(acknowledged.at)]),
    closedAt === null && snoozed ? ' · snoozed' : '',
  );
}

/** Opens one of what is open. */
export function matterChoice(open: readonly GroupFacts[]): Action[] {
  return oneOf(open, { id: encodeAction('incident'), placeholder: 'Open an incident' });
}

/** Hands over the messages of one of those that customers have to be written to about. */
export function messageChoice(asking: readonly GroupFacts[]): Action[] {
  return oneOf(asking, { id: encodeAction('message'), placeholder: 'Messages to the customers', verb: 'Messages' });
}

function oneOf(open: readonly GroupFacts[], choice: { id: string; placeholder: string; verb?: string }): Action[] {
  if (open.length === 0) return [];
  const options = open.slice(0, CARD_LIMITS.choices).map((facts) => ({
    label: titleOf(facts).slice(0, 80),
    value: facts.group.id,
    description: `${extentOf(facts)} · ${ownerWord(facts.group.owner)}`,
  }));
  return [{ kind: 'choice', ...choice, options }];
}

/** Takes all that nobody has, by the id of the button that does. */
export function acknowledgeAll(open: readonly GroupFacts[], id: string): Action[] {
  const waiting = open.filter((facts) => matterState(facts) === 'new');
  return waiting.length < 2 ? [] : [button('Acknowledge all', id)];
}

/** The same for programs. */
export function toMatterJson(facts: GroupFacts): object {
  const { id, connection, cause, owner, firstFailedAt, acknowledged } = facts.group;
  const { openTenants: tenants } = facts;
  return { id, connection, cause, owner, state: matterState(facts), tenants, since: firstFailedAt, acknowledged };
}
