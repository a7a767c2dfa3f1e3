import type { Block, Card } from '../../../cards/card.ts';
import type { CommandAnswer } from '../../../cards/command-answer.ts';
import { code, type Line, line, plain, time } from '../../../cards/inline.ts';
import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { CAUSE_IDS, isCauseId } from '../../../model/causes/cause.ts';
import type { Owner } from '../../../model/causes/owner.ts';
import { formatDuration } from '../../../model/text/format.ts';
import { toSafeText } from '../../../model/text/safe-text.ts';
import { parseDuration } from '../../../model/time/parse-time.ts';
import type { Backlog } from '../../../watch/incidents/outbox.ts';
import { SEVERITIES } from '../../../watch/incidents/severity.ts';
import { formatMinutes, parseQuietHours } from '../../../watch/notifications/quiet-hours.ts';
import type { QuietHours, Subscription } from '../../../watch/notifications/subscription.ts';
import { backlogWords } from '../../../watch/status/read-watch-facts.ts';
import { problem, type WatchCommandParts } from '../../calls/watch-parts.ts';

export interface SubscribeWish {
  place: string;
  severity?: string | undefined;
  owners?: readonly string[];
  causes?: readonly string[];
  connections?: readonly string[];
  quiet?: string | undefined;
  zone?: string | undefined;
  critical?: string | undefined;
  remind?: string | undefined;
}

const OWNERS: readonly Owner[] = ['partner', 'customer', 'microsoft', 'network', 'unknown'];
const CAUSE_BEGINNINGS = [...new Set(CAUSE_IDS.map((id) => id.split('.', 1)[0]))];
const PLACE = /^(?:discord:channel:\d{17,20}|teams:channel:[\w:@.;=-]{5,200})$/;
const SHORTEST_REMINDER_MS = 5 * 60_000;
const DEFAULT_SEVERITY = 'notice';

/** Tells a place of what it wants to know. Everything that is wrong with the wish is said at once. */
export async function subscribe(parts: WatchCommandParts, wish: SubscribeWish, by: string): Promise<CommandAnswer> {
  const problems: string[] = [];
  if (!PLACE.test(wish.place))
    problems.push('No channel is named like this. Use discord:channel:ID or teams:channel:ID.');
  const quietHours = readQuietHours(wish, problems);
  const remindAfterMs = readReminder(wish.remind, problems);
  const owners = (wish.owners ?? []).flatMap((text) => {
    const owner = OWNERS.find((one) => one === text.toLowerCase());
    if (!owner) problems.push(`“${toSafeText(text, { maxLength: 40 })}” is no owner. There are: ${OWNERS.join(', ')}.`);
    return owner ?? [];
  });
  const causes = (wish.causes ?? []).flatMap((text) => {
    const wanted = text.trim().toLowerCase();
    if (isCauseId(wanted)) return wanted;
    // The beginning of an id ends with its dot, however it was typed.
    const start = `${wanted.replace(/\.$/, '')}.`;
    if (CAUSE_IDS.some((id) => id.startsWith(start))) return start;
    const shown = toSafeText(text, { maxLength: 60 });
    problems.push(`No cause is, or begins with, “${shown}”. The beginnings are: ${CAUSE_BEGINNINGS.join(', ')}.`);
    return [];
  });
  const names = parts.connections.map((entry) => entry.name);
  for (const name of wish.connections ?? []) {
    if (!names.includes(name))
      problems.push(`There is no connection “${toSafeText(name, { maxLength: 60 })}”. There are: ${names.join(', ')}.`);
  }
  if (problems.length > 0) return problem(...problems);
  const subscription: Subscription = {
    place: wish.place,
    connections: wish.connections ?? [],
    causes,
    owners,
    minimumSeverity: SEVERITIES.find((one) => one === wish.severity) ?? DEFAULT_SEVERITY,
    quietHours,
    remindAfterMs,
    createdAt: parts.clock.now(),
    createdBy: by,
    broken: null,
  };
  await parts.subscriptions.put(subscription);
  const undelivered = await parts.undelivered(wish.place);
  const terms = `${capitalize(describe(subscription))}.`;
  const card =
    undelivered === null
      ? toNoticeCard(
          'good',
          'subscribed',
          'This channel is told from now on when something starts to fail and when it is mended.',
          [terms, 'alerts test sends a message the way an alert takes.'],
        )
      : toNoticeCard('warn', 'not delivered', 'This channel is subscribed, but nothing tells it anything yet.', [
          undelivered,
          terms,
        ]);
  return { card, json: { subscription, undelivered } };
}

export async function unsubscribe({ subscriptions }: WatchCommandParts, place: string): Promise<CommandAnswer> {
  const had = await subscriptions.remove(place);
  const title = had ? 'This channel is told nothing any more.' : 'This channel was not subscribed.';
  return { card: toNoticeCard(had ? 'good' : 'warn', had ? 'unsubscribed' : 'unchanged', title), json: { place, had } };
}

export async function listSubscriptions(parts: WatchCommandParts): Promise<CommandAnswer> {
  const all = await parts.subscriptions.list();
  const title = all.length === 0 ? 'No channel is told of anything' : 'Who is told of what';
  const backlog = await parts.outbox.backlog(parts.clock.now());
  const items: Line[] = [];
  const json: object[] = [];
  let broken = false;
  for (const one of all) {
    const undelivered = await parts.undelivered(one.place);
    const behind = backlog.find(({ place }) => place === one.place);
    const problems = [
      ...brokenWords(one),
      ...(undelivered === null ? [] : ['. ', undelivered]),
      ...behindWords(behind),
    ];
    if (problems.length > 0) broken = true;
    items.push(line(code(one.place), ` ${describe(one)}, since `, time(one.createdAt), ...problems));
    json.push({ ...one, undelivered, backlog: behind ?? null });
  }
  const none = 'alerts subscribe in a channel changes that. Without it nobody hears of a failure.';
  const blocks: Block[] = [{ kind: 'list', numbered: false, items: items.length > 0 ? items : [plain(none)] }];
  const card: Card = {
    tone: broken || all.length === 0 ? 'warn' : 'neutral',
    status: broken ? 'not delivered' : 'alerts',
    title: plain(title),
    blocks,
    actions: [],
    summary: title,
  };
  return { card, json: { subscriptions: json } };
}

export async function sendTest(
  { subscriptions, watch, undelivered }: WatchCommandParts,
  place: string,
  by: string,
): Promise<CommandAnswer> {
  const known = (await subscriptions.list()).some((one) => one.place === place);
  if (!known)
    return problem('This channel is not subscribed, so nothing would ever be sent to it. Run alerts subscribe first.');
  const why = await undelivered(place);
  if (why !== null) return problem(`The test message was not sent. ${why}`);
  await watch.test(place, by);
  return {
    card: toNoticeCard('good', 'sent', 'A test message is on its way.', [
      'If it does not come within a minute, alerts list says why.',
    ]),
    json: { place },
  };
}

function describe({ connections, causes, owners, minimumSeverity, quietHours, remindAfterMs }: Subscription): string {
  const parts = [
    minimumSeverity === DEFAULT_SEVERITY ? 'of everything' : `from ${minimumSeverity} on`,
    ...(owners.length > 0 ? [`for ${owners.join(', ')}`] : []),
    ...(causes.length > 0 ? [`causes ${causes.join(', ')}`] : []),
    ...(connections.length > 0 ? [`connections ${connections.join(', ')}`] : []),
    quietHours === null ? 'no quiet hours' : `quiet ${describeQuiet(quietHours)}`,
    remindAfterMs === null ? 'no reminders' : `reminders every ${formatDuration(remindAfterMs)}`,
  ];
  return parts.join(', ');
}

function describeQuiet({ from, to, timeZone, passCritical }: QuietHours): string {
  return `${formatMinutes(from)}-${formatMinutes(to)} ${timeZone}${passCritical ? ' but for the partner connection' : ''}`;
}

function brokenWords({ broken }: Subscription): string[] {
  return broken === null ? [] : [`. Broken: ${toSafeText(broken.problem, { maxLength: 160 })}`];
}

function behindWords(backlog: Backlog | undefined): Line {
  return backlog ? line('. Not delivered: ', ...backlogWords(backlog)) : [];
}

function readQuietHours({ quiet, zone = 'UTC', critical }: SubscribeWish, problems: string[]): QuietHours | null {
  if (quiet === undefined || quiet === 'off') return null;
  const [from = '', to = ''] = quiet.split(/\s*[-–]\s*/, 2);
  const parsed = parseQuietHours(from, to, zone, critical !== 'hold');
  if (parsed.ok) return parsed.hours;
  problems.push(`“${toSafeText(quiet, { maxLength: 40 })}”: ${parsed.problem} Write them as 22:00-06:00.`);
  return null;
}

function readReminder(text: string | undefined, problems: string[]): number | null {
  if (text === undefined || text.toLowerCase() === 'off') return null;
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= SHORTEST_REMINDER_MS) return ms;
  problems.push(
    `“${toSafeText(text, { maxLength: 20 })}” is no time for reminders. Use 4h or 1d, at least 5m, or off.`,
  );
  return null;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
