import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { type ConnectionEntry, mayUse, noConnection } from '../../../credentials/connection-book.ts';
import type { Owner } from '../../../model/causes/cause.ts';
import { workspaceKey } from '../../../model/people/person.ts';
import { capitalize, toSafeText } from '../../../model/text/format.ts';
import { parseDuration } from '../../../model/time/parse-time.ts';
import { SEVERITIES } from '../../../watch/incidents/severity.ts';
import { parseQuietHours } from '../../../watch/notifications/quiet-hours.ts';
import { routeOfPlace } from '../../../watch/notifications/route.ts';
import type { QuietHours, Subscription } from '../../../watch/notifications/subscription.ts';
import { isPlaceKey, parseWorkspace, workspaceProblem } from '../../access/place-key.ts';
import { choice, text } from '../../calls/arguments.ts';
import { type Asked, actorOf, defineCommand, problem, watchOf } from '../../calls/command.ts';
import { readTagChoice } from '../../calls/tagged.ts';
import { channel, connection, tag, withoutTag, workspace } from '../common-arguments.ts';
import { findNamed } from '../find-named.ts';
import { readCauses } from '../read-causes.ts';
import { channelOf } from './channels.ts';
import { DEFAULT_SEVERITY, describeSubscription } from './describe-subscription.ts';

const OWNERS: readonly Owner[] = ['partner', 'customer', 'microsoft', 'network', 'unknown'];
const SHORTEST_REMINDER_MS = 5 * 60_000;
const SHORTEST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 7 * 86_400_000;

interface QuietWish {
  quiet?: string | undefined;
  zone?: string | undefined;
  critical?: string | undefined;
}

/** Tells a place of what it wants to know. Everything that is wrong with the wish is said at once. */
export const alertsSubscribe = defineCommand({
  name: 'alerts subscribe',
  role: 'admin',
  wholeFleet: true,
  summary: 'Tell this channel when something starts to fail and when it is mended.',
  details: 'Without options it is told of everything. Running it again replaces what was said before.',
  arguments: [
    channel,
    choice('severity', ['notice', 'warning', 'failure', 'critical'], 'Only what is at least so bad.'),
    text('owners', 'owner', 'Only what these have to mend: partner, customer, microsoft, network, unknown.', {
      repeatable: true,
      maximumLength: 100,
    }),
    text('causes', 'cause', 'Only these causes, by id or by how they begin, such as gdap.', {
      repeatable: true,
      maximumLength: 400,
      suggest: 'cause',
    }),
    { ...connection, name: 'connections', help: 'Only these connections.', repeatable: true },
    workspace,
    text('quiet', 'from-to', 'Quiet hours in which messages are held, such as 22:00-06:00.', { maximumLength: 20 }),
    text('zone', 'zone', 'The time zone of the quiet hours, such as Europe/Berlin. Default UTC.', {
      maximumLength: 60,
    }),
    choice('critical', ['pass', 'hold'], 'Whether failures of the partner connection itself pass the quiet hours.'),
    text('remind', 'duration', 'Say again what is still open after this time, such as 4h; off for never.', {
      maximumLength: 10,
    }),
    text(
      'after',
      'duration',
      'Only what nobody has acknowledged after this time, such as 30m: the next one to be told.',
      { maximumLength: 10 },
    ),
    { ...tag, help: 'Only what concerns a tenant with this tag, or the partner connection.' },
    { ...withoutTag, help: 'Not what concerns only tenants with this tag.' },
  ],
  examples: [
    'alerts subscribe discord:channel:81384788765712384 --severity failure --quiet 22:00-06:00 --zone Europe/Berlin',
  ],
  audience: 'private',
  target: (values) => values.channel ?? null,
  answer: async (question, values) => {
    const parts = watchOf(question);
    const place = channelOf(question, values.channel);
    if (typeof place !== 'string') return place;
    const problems: string[] = [];
    const route = routeOfPlace(place);
    if (route !== undefined) {
      const found = await findNamed('route', parts.routes, route);
      if (typeof found === 'string') problems.push(found);
    } else if (!isPlaceKey(place)) {
      problems.push('No channel is named like this. Use discord:channel:ID, teams:channel:ID or route:NAME.');
    }
    const quietHours = readQuietHours(values, problems);
    const remindAfterMs = readDuration(
      values.remind,
      'remind',
      [SHORTEST_REMINDER_MS, Number.POSITIVE_INFINITY],
      problems,
    );
    const owners = (values.owners ?? []).flatMap((text) => {
      const owner = OWNERS.find((one) => one === text.toLowerCase());
      if (!owner)
        problems.push(`“${toSafeText(text, { maxLength: 40 })}” is no owner. There are: ${OWNERS.join(', ')}.`);
      return owner ?? [];
    });
    const causes = readCauses(values.causes, problems);
    for (const name of values.connections ?? []) {
      if (parts.connections.every((entry) => entry.name !== name)) problems.push(noConnection(name, parts.connections));
    }
    const afterMs = readDuration(values.after, 'after', [SHORTEST_WAIT_MS, LONGEST_WAIT_MS], problems);
    const tagged = await readTagChoice(parts, values, problems);
    const where = await workspaceOf(question, place, values.workspace);
    if (values.workspace !== undefined && where === null) problems.push(workspaceProblem());
    else if (route === undefined)
      problems.push(...(values.connections ?? []).flatMap((name) => unheard(parts.connections, name, where)));
    if (problems.length > 0) return problem(...problems);
    const subscription: Subscription = {
      place,
      workspace: where,
      connections: values.connections ?? [],
      causes,
      owners,
      ...(tagged && { tagged }),
      ...(afterMs !== null && { afterMs }),
      minimumSeverity: SEVERITIES.find((one) => one === values.severity) ?? DEFAULT_SEVERITY,
      quietHours,
      remindAfterMs,
      createdAt: parts.clock.now(),
      createdBy: actorOf(question),
      broken: null,
    };
    await parts.subscriptions.put(subscription);
    // It is told of what gets its tags from now on, whether or not `start` runs.
    if (tagged) await parts.watch.tick();
    const undelivered = await parts.undelivered(place);
    const what = route === undefined ? 'channel' : 'route';
    const isToldOfAll = route === undefined && subscription.connections.length === 0;
    const silent = isToldOfAll ? parts.connections.flatMap(({ name }) => unheard(parts.connections, name, where)) : [];
    const terms = `${capitalize(describeSubscription(subscription))}.`;
    const card =
      undelivered === null
        ? toNoticeCard(
            silent.length > 0 ? 'warn' : 'good',
            'subscribed',
            `This ${what} is told from now on when something starts to fail and when it is mended.`,
            [
              terms,
              ...silent,
              `${route === undefined ? 'alerts test' : `routes test ${route}`} sends a message the way an alert takes.`,
            ],
          )
        : toNoticeCard('warn', 'not delivered', `This ${what} is subscribed, but nothing tells it anything yet.`, [
            undelivered,
            terms,
            ...silent,
          ]);
    return { card, json: { subscription, undelivered } };
  },
});

function readQuietHours({ quiet, zone = 'UTC', critical }: QuietWish, problems: string[]): QuietHours | null {
  if (quiet === undefined || quiet === 'off') return null;
  const [from = '', to = ''] = quiet.split(/\s*[-–]\s*/, 2);
  const parsed = parseQuietHours(from, to, zone, critical !== 'hold');
  if (parsed.ok) return parsed.hours;
  problems.push(`“${toSafeText(quiet, { maxLength: 40 })}”: ${parsed.problem} Write them as 22:00-06:00.`);
  return null;
}

function readDuration(
  text: string | undefined,
  what: 'remind' | 'after',
  [shortestMs, longestMs]: readonly [number, number],
  problems: string[],
): number | null {
  if (text === undefined || text.toLowerCase() === 'off') return null;
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= shortestMs && ms <= longestMs) return ms;
  const shown = toSafeText(text, { maxLength: 20 });
  problems.push(
    what === 'remind'
      ? `“${shown}” is no time for reminders. Use 4h or 1d, at least 5m, or off.`
      : `“${shown}” is no time to wait for somebody. Use 30m or 2h, from 1m to 7d, or off.`,
  );
  return null;
}

/** Where the channel is: in chat where it was said, on the terminal as typed, or as it was known before. */
async function workspaceOf(question: Asked, place: string, typed: string | undefined): Promise<string | null> {
  if (question.request.place.platform !== 'terminal') return workspaceKey(question.request.place);
  if (typed !== undefined) return parseWorkspace(typed) ?? null;
  const before = (await watchOf(question).subscriptions.list()).find((one) => one.place === place);
  return before?.workspace ?? null;
}

/** Why the channel would never be told of a connection, and the way out. */
function unheard(entries: readonly ConnectionEntry[], name: string, workspace: string | null): string[] {
  if (!entries.some((entry) => entry.name === name) || mayUse(entries, name, workspace)) return [];
  return workspace === null
    ? [`${name} is told only where it was allowed, and nobody knows where this channel is. Add --workspace.`]
    : [`${name} is not allowed in ${workspace}. Allow it first: connections allow ${name} ${workspace}.`];
}
