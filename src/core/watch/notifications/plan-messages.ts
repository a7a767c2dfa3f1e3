import type { TagChoice } from '../../model/tenants/tag.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { IncidentGroup, Recovery } from '../incidents/incident.ts';
import type { GroupEvent } from '../incidents/incident-plan.ts';
import type { NotificationState } from '../incidents/incident-store.ts';
import type { Message, Notice } from '../incidents/message.ts';
import type { Closing } from '../incidents/recovery.ts';
import type { WatchSettings } from '../incidents/settings.ts';
import { wants } from './matches.ts';
import { OutboxWriter, type TellingRows } from './outbox-writer.ts';
import { isQuiet } from './quiet-hours.ts';
import type { Subscription } from './subscription.ts';

export interface TellInput {
  state: NotificationState;
  events: readonly GroupEvent[];
  notices: readonly Notice[];
  subscriptions: readonly Subscription[];
  at: number;
  /** Gives ULIDs. */
  newId: () => string;
  settings: WatchSettings;
  /** Whom each group is about, where tenants came or went. */
  about?: GroupsAbout;
}

/** What decides whether a group is of interest to who is told by tags. */
export interface GroupsAbout {
  isMeant(tenant: Tenant, choice: TagChoice): boolean;
  concerns(group: IncidentGroup, choice: TagChoice): boolean;
  /** Marks the tenants that it concerns. */
  mark(group: IncidentGroup, choice: TagChoice): string;
  /** Whether a tenant that it concerns came with this very change. */
  joins(group: IncidentGroup, choice: TagChoice): boolean;
  /** Whether all that it concerns came with it: it was over for them, or they are new to it. */
  returns(group: IncidentGroup, choice: TagChoice): boolean;
  /** What ended for those whom it concerns; undefined for nothing. */
  recovery(group: IncidentGroup, ends: readonly Closing[], choice: TagChoice): Recovery | undefined;
  notices(choice: TagChoice): readonly Notice[] | undefined;
}

/**
 * Which place is told what of a change. New things that come in quiet hours are held; edits and recoveries of what was
 * announced pass always, so that no message stays wrong. Places that are broken are told nothing.
 */
export function planMessages(input: TellInput, writer = new OutboxWriter(input.at, input.newId)): TellingRows {
  for (const subscription of input.subscriptions) {
    if (subscription.broken === null) tellPlace(subscription, input, writer);
  }
  return writer.rows();
}

function tellPlace(subscription: Subscription, input: TellInput, writer: OutboxWriter): void {
  const { state, events, at, about } = input;
  const { place, quietHours, tagged } = subscription;
  const messages = state.messages.filter((message) => message.place === place);
  const waiting = new Set<string>();
  for (const { place: where, what } of state.held) {
    if (where === place && what.kind === 'opening') waiting.add(what.groupId);
  }
  const looked = new Set(state.looks.flatMap((look) => (look.place === place ? [look.groupId] : [])));
  const opened: IncidentGroup[] = [];
  for (const event of events) {
    const { group } = event;
    const shown = messages.filter((message) => message.groupIds.includes(group.id));
    const known = shown.length > 0 || waiting.has(group.id);
    if (tagged && about && !group.partnerLevel)
      noteLook(event, { place, tagged, isKept: known && looked.has(group.id) }, about, writer);
    if (known) tellChange(event, shown, subscription, input, writer);
    // What has become worse, or has come to a tenant of the place's, can be of interest for the first time.
    else if (event.kind !== 'recovered' && group.closedAt === null && isNewsFor(event, subscription, about)) {
      if (isQuiet(quietHours, at, group.severity)) writer.hold(place, { kind: 'opening', groupId: group.id });
      else opened.push(group);
    }
  }
  announce(place, opened, messages, input, writer);
  // Nobody acknowledges a notice: whoever waits for that is not told of any.
  if (subscription.afterMs !== undefined) return;
  for (const notice of (tagged && about?.notices(tagged)) ?? input.notices) {
    if (!wants(subscription, notice)) continue;
    if (isQuiet(quietHours, at, notice.severity)) writer.hold(place, { kind: 'notice', notice });
    else writer.notice(place, notice);
  }
}

/** What comes to its tenants or leaves them is told with this. Where a tag came or went alone, the next tick tells. */
function noteLook(
  event: GroupEvent,
  { place, tagged, isKept }: { place: string; tagged: TagChoice; isKept: boolean },
  about: GroupsAbout,
  writer: OutboxWriter,
): void {
  const { group } = event;
  const isTold = about.concerns(group, tagged)
    ? event.kind === 'opened' || about.joins(group, tagged) || isKept
    : 'ends' in event && about.recovery(group, event.ends ?? [], tagged) !== undefined;
  if (isTold) writer.look(place, group.id, about.mark(group, tagged));
}

function isNewsFor(event: GroupEvent, subscription: Subscription, about: GroupsAbout | undefined): boolean {
  const { kind, group } = event;
  if (subscription.afterMs !== undefined || !wants(subscription, group)) return false;
  const { tagged } = subscription;
  const isNews = kind === 'opened' || kind === 'again';
  // The partner connection concerns everybody.
  if (!tagged || group.partnerLevel) return isNews;
  // Where nobody came or went, whoever is concerned was told before.
  if (!about) return false;
  if (!isNews) return about.joins(group, tagged);
  return about.concerns(group, tagged) && !isWorseElsewhere(event, tagged, about);
}

/** What has reached a worse stage for tenants of others alone. */
function isWorseElsewhere(event: GroupEvent, tagged: TagChoice | undefined, about: GroupsAbout | undefined): boolean {
  if (!tagged || event.kind !== 'again' || !event.worse || event.group.partnerLevel) return false;
  return !event.worse.some((tenant) => about?.isMeant(tenant, tagged));
}

function tellChange(
  event: GroupEvent,
  shown: readonly Message[],
  { place, quietHours, tagged }: Subscription,
  { at, about }: TellInput,
  writer: OutboxWriter,
): void {
  const { group } = event;
  // It never ended for others, so that it is no new incident.
  const isBack = tagged !== undefined && !group.partnerLevel && about?.returns(group, tagged);
  const recovery = tagged
    ? 'ends' in event && about?.recovery(group, event.ends ?? [], tagged)
    : event.kind === 'recovered' && event.recovery;
  for (const message of shown) {
    writer.edit(message);
    if (recovery) writer.reply(message, { kind: 'recover', messageId: message.id, recovery });
    const again = event.kind === 'again' && !isWorseElsewhere(event, tagged, about) ? event.why : undefined;
    const why = again ?? (isBack ? 'interval' : undefined);
    if (why === undefined || isSilenced(group, at)) continue;
    if (isQuiet(quietHours, at, group.severity)) writer.hold(place, { kind: 'again', groupId: group.id });
    else writer.reply(message, { kind: 'remind', messageId: message.id, why, groupIds: [group.id] });
  }
}

/** Snoozed: only the recovery is told. */
export function isSilenced({ snoozed }: IncidentGroup, at: number): boolean {
  return snoozed !== null && (snoozed.until === 'mended' || at < snoozed.until);
}

/** A message for each group, or one for all where a place would be told of too many within minutes. */
export function announce(
  place: string,
  opened: readonly IncidentGroup[],
  messages: readonly Message[],
  { at, settings }: Pick<TellInput, 'at' | 'settings'>,
  writer: OutboxWriter,
): void {
  const ids = [...new Set(opened.map((group) => group.id))];
  const recent = messages.filter((message) => Math.abs(at - message.createdAt) <= settings.groupWindowMs);
  const told = recent.reduce((count, message) => count + message.groupIds.length, 0);
  if (ids.length > 1 && ids.length + told >= settings.digestFrom) {
    writer.announce(place, ids, { why: 'burst', also: [], notices: [] });
  } else for (const id of ids) writer.announce(place, [id], null);
}
