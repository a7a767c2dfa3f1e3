import { encodeAction } from '../../../cards/action-id.ts';
import { type Action, type Block, button, CARD_LIMITS } from '../../../cards/card.ts';
import { type Line, line, plain, strong, time } from '../../../cards/inline.ts';
import { messageLabel } from '../../../diagnosis/report/mending-actions.ts';
import { ownerWord } from '../../../model/causes/cause.ts';
import { formatDuration, toSafeText } from '../../../model/text/format.ts';
import type { GroupFacts } from '../../incidents/incident-store.ts';
import { extentOf, isWaiting, namesOf, OUTCOME_WORDS, titleOf, toneOf } from './words.ts';

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

/** More rows with buttons would hide what stands below. */
const MOST_ROWS = 3;

/** The first of what nobody has: those that get a row with buttons. */
export function chooseRows(open: readonly GroupFacts[]): GroupFacts[] {
  return open.filter((facts) => matterState(facts) === 'new').slice(0, MOST_ROWS);
}

/**
 * Rows with their buttons; the first one's next step is the card's. `asking`: those that customers have to be written to
 * about. `acknowledgeId`: of the button that takes an incident.
 */
export function toRows(
  rows: readonly GroupFacts[],
  asking: readonly GroupFacts[],
  acknowledgeId: (group: string) => string,
): Block[] {
  return rows.map((facts, index): Block => {
    const { id } = facts.group;
    const message = button(messageLabel(facts.openTenants), encodeAction('message', id, 0));
    const actions = [
      button('How to fix', encodeAction('incident', id), index === 0),
      ...(asking.some(({ group }) => group.id === id) ? [message] : []),
      button('Acknowledge', acknowledgeId(id)),
    ];
    return {
      kind: 'section',
      section: { tone: toneOf(facts), title: plain(titleOf(facts)), lines: [matterFacts(facts)], actions },
    };
  });
}

/** Opens one of what is open, or hands over the messages of one: of those that have no row with the button. */
export function matterChoices(
  open: readonly GroupFacts[],
  asking: readonly GroupFacts[],
  rows: readonly GroupFacts[],
): Action[] {
  const without = (all: readonly GroupFacts[]): GroupFacts[] =>
    all.filter(({ group }) => !rows.some((one) => one.group.id === group.id));
  return [
    ...oneOf(without(open), { id: encodeAction('incident'), placeholder: 'Open an incident' }),
    ...oneOf(without(asking), {
      id: encodeAction('message'),
      placeholder: 'Messages to the customers',
      verb: 'Messages',
    }),
  ];
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
