import { line, time } from '../../../cards/inline.ts';
import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { mayUse } from '../../../credentials/connection-book.ts';
import type { Place, Platform } from '../../../model/people/person.ts';
import { capitalize } from '../../../model/text/format.ts';
import { type RouteKind, routeOfPlace, routePlace } from '../../../watch/notifications/route.ts';
import { lastPeriod, nextReportAt } from '../../../watch/reports/period.ts';
import type { StandingReport } from '../../../watch/reports/standing-report.ts';
import { isPlaceKey, parseWorkspace, workspaceProblem } from '../../access/place-key.ts';
import { number, text } from '../../calls/arguments.ts';
import { type Asked, defineCommand, problem, unclear, watchOf } from '../../calls/command.ts';
import type { PeriodWish } from '../../calls/read-period.ts';
import { channelOf } from '../alerts/channels.ts';
import { reportName, workspace as workspaceArgument } from '../common-arguments.ts';
import { findNamed } from '../find-named.ts';
import { describeScope, every, readScope, SCOPE } from './scope.ts';

const NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/;
const USUAL_HOUR = 7;
/** Kinds of routes that a text and its files mean something to. */
const READ_THERE: readonly RouteKind[] = ['mail', 'webhook', 'workflows'];

/** Sends every week or month what it was like. Its rights are those of who sets it up. */
export const reportsAdd = defineCommand({
  name: 'reports add',
  role: 'admin',
  rare: true,
  summary: 'Send every week or month what failed, how long, who mended it, and what ends soon.',
  details:
    'To this channel, or to a route such as a mailbox. It is made with your rights, which are asked again each time. reports show makes it now.',
  arguments: [
    { ...reportName, help: 'What it is called: small letters, digits, dots, dashes.' },
    { ...every, required: true },
    ...SCOPE,
    text(
      'to',
      'place',
      'Where: route:NAME, or on the terminal discord:channel:ID or teams:channel:ID. Default this channel.',
      { maximumLength: 240 },
    ),
    number('hour', 'hour', 'The hour at which it is made, on the first day after. Default 7.', {
      minimum: 0,
      maximum: 23,
    }),
    workspaceArgument,
  ],
  examples: [
    'reports add weekly --every week --to discord:channel:81384788765712384 --zone Europe/Berlin',
    'reports add contoso --every month --tenant contoso.onmicrosoft.com --for customer --to route:boss',
  ],
  audience: 'private',
  target: ({ name }) => name,
  answer: async (question, values) => {
    const parts = watchOf(question);
    const name = values.name.trim().toLowerCase();
    if (!NAME.test(name))
      return problem('A report’s name has 1 to 40 small letters, digits, dots, dashes or underscores.');
    const wish = await readScope(parts, values);
    if ('problem' in wish) return unclear(wish);
    const target = await readTarget(question, values, wish.connection);
    if ('problem' in target) return problem(target.problem);
    const { hour = USUAL_HOUR } = values;
    const now = parts.clock.now();
    const report: StandingReport = {
      ...{ name, ...wish, ...scopeOf(wish, question.parts.reach), hour, ...target, createdAt: now },
      reportedUntil: lastPeriod(wish.every, wish.timeZone, now).to,
    };
    if (!(await parts.reports.put(report))) return problem(`The name ${name} is taken. Choose another one.`);
    const undelivered = await parts.undelivered(report.place);
    const next = nextReportAt(report, now);
    const terms = `${capitalize(describeScope(report))}, made with your rights. reports show ${name} makes it now.`;
    const card =
      undelivered === null
        ? toNoticeCard('good', 'added', `The report ${name} goes to ${report.place}.`, [terms])
        : toNoticeCard('warn', 'not delivered', `The report ${name} is set up, but nothing sends it yet.`, [
            undelivered,
            terms,
          ]);
    return {
      card: { ...card, blocks: [...card.blocks, { kind: 'text', line: line('Next: ', time(next)) }] },
      json: { report, next, undelivered },
    };
  },
});

/** Whoever sees the tenants of some tags means those, whatever they see later. */
function scopeOf(
  { tenantId, tagged }: PeriodWish,
  reach: readonly string[] | undefined,
): Pick<StandingReport, 'tagged'> {
  if (!reach || tenantId !== null || tagged?.tags.length) return {};
  return { tagged: { tags: reach, withoutTags: tagged?.withoutTags ?? [] } };
}

type Target = Pick<StandingReport, 'place' | 'asker'>;

/** Where it goes, and in whose name: what may be seen there, and by whom. */
async function readTarget(
  question: Asked,
  { to, workspace }: { to?: string | undefined; workspace?: string | undefined },
  connection: string,
): Promise<Target | { problem: string }> {
  const { parts, request } = question;
  const watch = watchOf(question);
  const asker = { person: request.person, place: request.place };
  const isLocal = request.place.platform === 'terminal';
  const route = to === undefined ? undefined : routeOfPlace(to.trim());
  if (route !== undefined) {
    if (parts.reach) return { problem: 'Routes are for who sees every tenant. Leave out the argument to.' };
    const found = await findNamed('route', watch.routes, route);
    if (typeof found === 'string') return { problem: found };
    if (!READ_THERE.includes(found.kind))
      return { problem: `The route ${found.name} is ${found.kind}: reports go to ${READ_THERE.join(', ')}.` };
    return { place: routePlace(found.name), asker };
  }
  if (!isLocal && to !== undefined)
    return { problem: 'In chat a report goes to the channel in which this is said, or to route:NAME.' };
  const place = channelOf(question, to?.trim());
  if (typeof place !== 'string') return { problem: place.card.summary };
  if (!isPlaceKey(place))
    return { problem: 'Say where it goes with --to: discord:channel:ID, teams:channel:ID or route:NAME.' };
  if (!isLocal) return { place, asker };
  const known = workspace === undefined ? null : parseWorkspace(workspace);
  if (known === undefined) return { problem: workspaceProblem() };
  if (!mayUse(watch.connections, connection, known))
    return { problem: `${connection} is told only where it was allowed. Say with --workspace where the channel is.` };
  const [platform = '', , ...rest] = place.split(':');
  const there: Place = {
    platform: platform as Platform,
    kind: 'channel',
    workspaceId: known?.slice(known.indexOf(':') + 1) ?? null,
    channelId: rest.join(':'),
  };
  return { place, asker: { person: request.person, place: there } };
}
