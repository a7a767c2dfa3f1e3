import { encodeAction } from '../../../cards/action-id.ts';
import { type Action, type Block, button, CARD_LIMITS, type Card } from '../../../cards/card.ts';
import { code, type Line, line, plain, strong, time } from '../../../cards/inline.ts';
import { messageLabel } from '../../../diagnosis/report/mending-actions.ts';
import type { KnownRuns } from '../../../diagnosis/report/run-store.ts';
import type { Situation } from '../../../guidance/articles/condition.ts';
import { type CaseJudgement, judgeCase } from '../../../guidance/articles/judge-case.ts';
import { toArticleLine } from '../../../guidance/articles/markdown.ts';
import { customerMessageOf } from '../../../guidance/articles/message-card.ts';
import { allOf, capitalize, formatDuration, formatNumber, toSafeText } from '../../../model/text/format.ts';
import type { GroupFacts } from '../../incidents/incident-store.ts';
import { isToldAgain } from '../../incidents/restore-watch.ts';
import type { SnoozeChoice } from '../respond.ts';
import { incidentSituation, readAroundIncidents } from './incident-situation.ts';
import {
  articleSubjectOf,
  extentOf,
  isWaiting,
  namesOf,
  OUTCOME_WORDS,
  quote,
  titleOf,
  toneOf,
  type WatchCardContext,
} from './words.ts';

const SNOOZE_LABELS: Readonly<Record<SnoozeChoice, string>> = {
  '1h': 'For 1 hour',
  '8h': 'For 8 hours',
  mended: 'Until it is mended',
};

/** A group of incidents as it stands: new, acknowledged, snoozed or ended. Posted once and edited as it changes. */
export function toIncidentCard(facts: GroupFacts, context: WatchCardContext): Card {
  const { group } = facts;
  const title = titleOf(facts);
  const state = stateOf(facts, context);
  const head = `${state}: ${title} · ${extentOf(facts)}`;
  const open = group.closedAt === null;
  const judged = judgeCase(group.cause, situationIn(facts, context), context.library);
  const whose = open && (facts.likely || judged.suspect !== undefined) ? `${judged.whose} · likely` : judged.whose;
  return {
    // Somebody has it in hand: it is no alarm while it is silent.
    tone: open && group.snoozed ? 'warn' : toneOf(facts),
    status: state.toLowerCase(),
    title: plain(head),
    aside: plain(whose),
    blocks: [
      ...stateLines(facts, context).map(toText),
      ...subjectLines(facts, context).map(toText),
      toText(sinceLine(facts)),
      ...(open ? [toText(firstStep(judged, facts, context))] : []),
      { kind: 'text', line: line(code(group.id), ` · connection ${toSafeText(group.connection)}`), subtle: true },
    ],
    actions: open ? incidentActions(facts, context) : [],
    summary: `Samaritan: ${head} · ${whose}`,
  };
}

/** What can be done with an open incident. Every button bears the group's id alone. */
export function incidentActions(facts: GroupFacts, context: WatchCardContext): Action[] {
  const { group, openTenants } = facts;
  const { id: groupId, acknowledged, snoozed } = group;
  const message = button(messageLabel(openTenants), encodeAction('message', groupId, 0));
  return [
    button('How to fix', encodeAction('incident', groupId), true),
    ...(asksCustomers(facts, context) ? [message] : []),
    acknowledged
      ? button('Add a note', encodeAction('ack', groupId, 'note'))
      : button('Acknowledge', encodeAction('ack', groupId)),
    button('Test again', encodeAction('recheck', groupId)),
    snoozed !== null
      ? button('End the snooze', encodeAction('snooze', groupId, 'off'))
      : {
          kind: 'choice',
          id: encodeAction('snooze', groupId),
          placeholder: 'Snooze',
          options: Object.entries(SNOOZE_LABELS).map(([value, label]) => ({ label, value })),
          verb: 'Snooze',
        },
  ];
}

/** Whether customers have to be written to about it, and not all of them were. */
export function asksCustomers(facts: GroupFacts, context: Pick<WatchCardContext, 'library' | 'around'>): boolean {
  const { group, openTenants } = facts;
  const { closedAt, owner, partnerLevel, cause } = group;
  if (closedAt !== null || owner !== 'customer' || partnerLevel || openTenants === 0 || isWaiting(facts)) return false;
  return customerMessageOf(judgeCase(cause, situationIn(facts, context), context.library)) !== undefined;
}

/** Those that customers have to be written to about, as many as a choice takes. */
export async function findAsking(
  all: readonly GroupFacts[],
  { library, runs }: Pick<WatchCardContext, 'library'> & { runs: Pick<KnownRuns, 'currentStates'> },
): Promise<GroupFacts[]> {
  // One of ours asks no customer, whatever is known around it.
  const theirs = all.filter(({ group }) => group.owner === 'customer').slice(0, CARD_LIMITS.choices);
  const around = await readAroundIncidents(runs, theirs);
  return theirs.filter((facts, index) => asksCustomers(facts, { library, around: around[index] }));
}

function situationIn(facts: GroupFacts, { around }: Pick<WatchCardContext, 'around'>): Situation {
  return incidentSituation(facts, around?.states, around?.partner);
}

function toText(content: Line): Block {
  return { kind: 'text', line: content };
}

function stateOf(facts: GroupFacts, { restore }: WatchCardContext): string {
  const { group, incidents } = facts;
  if (group.closedAt !== null) return OUTCOME_WORDS[incidents[0]?.outcome ?? 'mended'];
  if (incidents.some((incident) => incident.flapping)) return 'Flapping';
  if (isWaiting(facts)) return 'Waiting for the customer';
  if (group.acknowledged) return 'Acknowledged';
  if (group.snoozed) return 'Snoozed';
  // It may have been told before, under a reference that the database has forgotten.
  return isToldAgain(group, restore) ? 'Restored' : 'New';
}

/** What was done about it, and how long it lasts. */
function stateLines(facts: GroupFacts, { now, afterMs }: WatchCardContext): Line[] {
  const { group, incidents } = facts;
  const { acknowledged, snoozed, closedAt, firstFailedAt } = group;
  if (closedAt !== null) return [line(`After ${formatDuration(closedAt - firstFailedAt)}, at `, time(closedAt), '.')];
  const lines: Line[] = [];
  if (afterMs !== undefined && !acknowledged) {
    lines.push(plain(`Nobody acknowledged it within ${formatDuration(afterMs)}, so it is told here.`));
  }
  if (acknowledged) {
    const by = toSafeText(acknowledged.by, { maxLength: 60 });
    const openFor = formatDuration(now - firstFailedAt);
    lines.push(
      line(`Acknowledged by ${by}${quote(acknowledged.reason)} · `, time(acknowledged.at), ` · open for ${openFor}`),
    );
    const { mailed = [] } = acknowledged;
    if (mailed.length > 0 && !isWaiting(facts)) {
      lines.push(plain(`The customer was written to in ${formatNumber(mailed.length)} of ${extentOf(facts)}.`));
    }
  }
  if (snoozed) {
    const by = toSafeText(snoozed.by, { maxLength: 60 });
    const until = snoozed.until === 'mended' ? ['it is mended'] : [time(snoozed.until)];
    lines.push(line(`Snoozed by ${by} until `, ...until));
  }
  const cycles = Math.max(0, ...incidents.filter((one) => one.flapping).map((one) => one.cycles));
  if (cycles > 0) {
    lines.push(
      plain(
        `It comes and goes: opened ${cycles} times within a day. It counts as mended once it has been quiet for hours, and is not told again before.`,
      ),
    );
  }
  return lines;
}

function subjectLines(facts: GroupFacts, context: WatchCardContext): Line[] {
  const { group, incidents, lastJoined, openTenants, listed } = facts;
  const lines: Line[] = [];
  const names = namesOf(facts);
  if (names !== '') {
    const joined =
      lastJoined && lastJoined.count < openTenants ? [` (${lastJoined.count} more at `, time(lastJoined.at), ')'] : [];
    lines.push(line(names, ...joined));
  }
  const stopped = group.partnerLevel && group.severity === 'critical' && group.source === 'sweep';
  if (stopped && group.closedAt === null) {
    lines.push(
      plain(
        listed > 1
          ? `${capitalize(allOf(listed, 'tenant'))} of the connection are affected.`
          : `${listed === 1 || situationIn(facts, context).kind === 'app-only' ? 'The' : 'Every'} tenant of the connection is affected.`,
      ),
    );
  }
  for (const { finding } of incidents) if (finding) lines.push(plain(toSafeText(finding.reason, { maxLength: 400 })));
  return lines;
}

function sinceLine({ group }: GroupFacts): Line {
  const { firstFailedAt, openedAt } = group;
  if (firstFailedAt === openedAt) return line('Since ', time(openedAt));
  return line('First seen ', time(firstFailedAt), ', confirmed ', time(openedAt));
}

function firstStep({ article }: CaseJudgement, facts: GroupFacts, context: WatchCardContext): Line {
  const [step = 'See how to fix it.'] = article.steps;
  return line(strong('First step: '), ...toArticleLine(step, articleSubjectOf(facts, context)));
}
