import { LEAST_JUMP_MS } from '../../model/time/clock.ts';
import type { IncidentGroup, Snooze } from '../incidents/incident.ts';
import { type GroupEvent, toChange } from '../incidents/incident-plan.ts';
import type { NotificationState, PlaceLook, WatchChange } from '../incidents/incident-store.ts';
import type { HeldItem, Message } from '../incidents/message.ts';
import type { WatchSettings } from '../incidents/settings.ts';
import { wants } from './matches.ts';
import { OutboxWriter } from './outbox-writer.ts';
import { announce, type GroupsAbout, isSilenced, planMessages } from './plan-messages.ts';
import { isQuiet } from './quiet-hours.ts';
import type { Concerned } from './retold.ts';
import type { Subscription } from './subscription.ts';

export interface TickInput {
  state: NotificationState;
  subscriptions: readonly Subscription[];
  at: number;
  newId: () => string;
  settings: WatchSettings;
  /** Whether a place may know of a connection. */
  mayHear: (subscription: Subscription, connection: string) => boolean;
  /** Needed where a place is told by tags of what nobody acknowledged. */
  concerns: GroupsAbout['concerns'];
  /** Messages that are about other tenants now: who has which tag has changed. */
  retold: readonly Message[];
  /** And what has come to concern a place by that. */
  concerned: readonly Concerned[];
  looks: readonly PlaceLook[];
}

/** What the passing of time brings: quiet hours that end, snoozes that are over, reminders. Run every minute or so. */
export function planTick(input: TickInput): WatchChange {
  const { state, subscriptions, at, newId } = input;
  const woken = state.groups.filter(({ closedAt, snoozed }) => closedAt === null && isOver(snoozed, at));
  const groups = woken.map((group) => ({ ...group, snoozed: null }));
  const events = groups.map((group): GroupEvent => ({ kind: 'again', group, why: 'snooze' }));
  const writer = new OutboxWriter(at, newId);
  for (const message of input.retold) writer.edit(message, true);
  planMessages({ ...input, events, notices: [] }, writer);
  const byId = new Map(state.groups.map((group) => [group.id, group]));
  const byPlace = new Map(subscriptions.map((one) => [one.place, one]));
  for (const [place, items] of Map.groupBy(state.held, (item) => item.place)) {
    const subscription = byPlace.get(place);
    if (!subscription || subscription.broken !== null) writer.release(items);
    else if (!isQuiet(subscription.quietHours, at)) release(subscription, items, byId, writer);
  }
  for (const subscription of subscriptions) {
    if (subscription.broken !== null) continue;
    remind(subscription, state.messages, byId, at, writer);
    escalate(subscription, input, writer);
  }
  tellConcerned(input, writer);
  for (const { place, groupId, mark } of input.looks) writer.look(place, groupId, mark);
  return toChange(state, { groups, ...writer.rows() });
}

/** One that begins in the future was given while the clock was wrong. */
function isOver(snoozed: Snooze | null, at: number): boolean {
  if (snoozed === null || snoozed.until === 'mended') return false;
  return snoozed.until <= at || snoozed.at - at > LEAST_JUMP_MS;
}

/** Everything that was held becomes one message. One incident alone, still open, is announced as any other. */
function release(
  { place, afterMs }: Subscription,
  items: readonly HeldItem[],
  groups: ReadonlyMap<string, IncidentGroup>,
  writer: OutboxWriter,
): void {
  writer.release(items);
  const idsOf = (kind: 'opening' | 'again'): string[] => [
    ...new Set(items.flatMap(({ what }) => (what.kind === kind ? [what.groupId] : []))),
  ];
  // Whoever waits for others is not told of what one of them has taken since.
  const isTold = (group: IncidentGroup | undefined): boolean =>
    group !== undefined && (afterMs === undefined || isWanted(group));
  const opened = idsOf('opening').filter((id) => isTold(groups.get(id)));
  const again = idsOf('again').filter((id) => groups.get(id)?.closedAt === null && !opened.includes(id));
  const notices = items.flatMap(({ what }) => (what.kind === 'notice' ? [what.notice] : []));
  if (opened.length + again.length + notices.length === 0) return;
  const [only] = opened;
  const alone = opened.length === 1 && again.length + notices.length === 0;
  if (alone && only && groups.get(only)?.closedAt === null) writer.announce(place, [only], null);
  else writer.announce(place, opened, { why: 'quiet', also: again, notices });
}

/** Says again what is open, was not acknowledged and not snoozed, where the place wants that. */
function remind(
  { place, quietHours, remindAfterMs }: Subscription,
  messages: readonly Message[],
  groups: ReadonlyMap<string, IncidentGroup>,
  at: number,
  writer: OutboxWriter,
): void {
  if (remindAfterMs === null) return;
  for (const message of messages) {
    const sinceMs = at - message.notifiedAt;
    if (message.place !== place || (sinceMs < remindAfterMs && sinceMs > -LEAST_JUMP_MS)) continue;
    const due = message.groupIds.flatMap((id) => groups.get(id) ?? []).filter(isWanted);
    if (due.length === 0 || due.every((group) => isQuiet(quietHours, at, group.severity))) continue;
    const groupIds = due.map((group) => group.id);
    writer.reply(message, { kind: 'remind', messageId: message.id, why: 'interval', groupIds });
  }
}

/** Announces what has come to concern a place by its tags; what it has a message about is said again there. */
function tellConcerned({ state, concerned, at, mayHear, settings }: TickInput, writer: OutboxWriter): void {
  for (const [subscription, news] of Map.groupBy(concerned, (one) => one.subscription)) {
    const { place, afterMs, quietHours } = subscription;
    const waiting = state.held.flatMap((item) =>
      item.place === place && 'groupId' in item.what ? [item.what.groupId] : [],
    );
    const opened: IncidentGroup[] = [];
    for (const { group, shown } of news) {
      const isWished = wants(subscription, group) && mayHear(subscription, group.connection);
      if (afterMs !== undefined || !isWished || waiting.includes(group.id)) continue;
      const isAgain = shown.length > 0;
      if (isAgain && isSilenced(group, at)) continue;
      if (isQuiet(quietHours, at, group.severity))
        writer.hold(place, { kind: isAgain ? 'again' : 'opening', groupId: group.id });
      else if (isAgain)
        for (const message of shown)
          writer.reply(message, { kind: 'remind', messageId: message.id, why: 'interval', groupIds: [group.id] });
      else opened.push(group);
    }
    const messages = state.messages.filter((message) => message.place === place);
    announce(place, opened, messages, { at, settings }, writer);
  }
}

/** Tells a place that waits for others what nobody of them has acknowledged in its time. */
function escalate(subscription: Subscription, { state, at, mayHear, concerns }: TickInput, writer: OutboxWriter): void {
  const { place, afterMs, tagged, quietHours } = subscription;
  if (afterMs === undefined) return;
  const known = new Set([
    ...state.messages.filter((message) => message.place === place).flatMap(({ groupIds }) => groupIds),
    ...state.held.flatMap((item) => (item.place === place && item.what.kind === 'opening' ? [item.what.groupId] : [])),
  ]);
  for (const group of state.groups) {
    // One that begins in the future was opened while the clock was wrong: how long it waited, nobody knows.
    const openMs = at - group.openedAt;
    const isEarly = openMs < afterMs && openMs > -LEAST_JUMP_MS;
    if (known.has(group.id) || !isWanted(group) || isEarly) continue;
    if (!wants(subscription, group) || !mayHear(subscription, group.connection)) continue;
    if (tagged && !group.partnerLevel && !concerns(group, tagged)) continue;
    if (isQuiet(quietHours, at, group.severity)) writer.hold(place, { kind: 'opening', groupId: group.id });
    else writer.announce(place, [group.id], null);
  }
}

function isWanted({ closedAt, acknowledged, snoozed }: IncidentGroup): boolean {
  return closedAt === null && acknowledged === null && snoozed === null;
}
