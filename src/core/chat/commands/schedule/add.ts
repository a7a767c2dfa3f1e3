import { line, time } from '../../../cards/inline.ts';
import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { formatDuration } from '../../../model/text/format.ts';
import { explainSchedule, proposeOffset } from '../../../watch/schedules/describe-schedule.ts';
import type { Schedule } from '../../../watch/schedules/schedule.ts';
import { number, operand, text } from '../../calls/arguments.ts';
import { defineCommand, problem, unclear, watchOf } from '../../calls/command.ts';
import { chooseTagged } from '../../calls/tagged.ts';
import { connectionNamed, findKnownTenant } from '../../calls/watch-parts.ts';
import {
  connection as connectionArgument,
  only,
  tag,
  tenants as tenantsArgument,
  withoutTag,
} from '../common-arguments.ts';

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u;
const MINUTE_MS = 60_000;

/** Adds a schedule, or replaces the one of that name. The next three times are shown. */
export const scheduleAdd = defineCommand({
  name: 'schedule add',
  role: 'admin',
  wholeFleet: true,
  summary: 'Sweep by a schedule: a cron expression with its time zone.',
  details:
    'The next three times are shown. Connections are kept half an hour apart, and one is never swept twice at once.',
  arguments: [
    operand('name', 'name', 'The schedule’s name.', { maximumLength: 40 }),
    operand('cron', 'expression', 'Minute, hour, day, month, weekday: 0 6 * * * is daily at 06:00.', {
      maximumLength: 60,
    }),
    text('zone', 'zone', 'The time zone, such as Europe/Berlin. Default UTC.', { maximumLength: 60 }),
    only,
    tenantsArgument,
    number('jitter', 'minutes', 'Minutes that a start may be later, differently each time.', {
      minimum: 0,
      maximum: 120,
    }),
    connectionArgument,
    tag,
    withoutTag,
  ],
  examples: ['schedule add hourly "0 * * * *" --zone Europe/Berlin'],
  audience: 'private',
  target: (values) => values.name,
  answer: async (question, values) => {
    const parts = watchOf(question);
    const connection = connectionNamed(parts, values.connection);
    if ('problem' in connection) return problem(connection.problem);
    const name = values.name.trim();
    if (!NAME.test(name))
      return problem('A schedule’s name has 1 to 40 letters, digits, blanks, dots, dashes or underscores.');
    const tenants: string[] = [];
    for (const wanted of values.tenant ?? []) {
      const found = await findKnownTenant(parts.runs, connection.name, wanted);
      if ('problem' in found) return unclear(found);
      tenants.push(found.tenantId);
    }
    const tagged = await chooseTagged(parts, connection.name, values);
    if (tagged && 'problem' in tagged) return problem(tagged.problem);
    const all = await parts.schedules.list();
    const before = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
    const now = parts.clock.now();
    const draft: Schedule = {
      id: before?.id ?? parts.newId(),
      name,
      connection: connection.name,
      cron: values.cron.trim(),
      timeZone: values.zone ?? 'UTC',
      only: values.only ?? null,
      tenants,
      ...(tagged && { tagged: tagged.choice }),
      offsetMs: 0,
      jitterMs: (values.jitter ?? 0) * MINUTE_MS,
      paused: false,
      activeSince: now,
    };
    const first = explainSchedule(draft, parts.cron, now);
    if (!first.ok) return problem(first.problem);
    const [one = now, two = one] = first.next;
    const others = all.filter((schedule) => schedule.id !== draft.id);
    const schedule = { ...draft, offsetMs: proposeOffset(connection.name, others, Math.max(two - one, MINUTE_MS)) };
    const explained = explainSchedule(schedule, parts.cron, now);
    if (!explained.ok) return problem(explained.problem);
    await parts.schedules.put(schedule);
    parts.onSchedulesChanged();
    const offset =
      schedule.offsetMs > 0
        ? ` It starts ${formatDuration(schedule.offsetMs)} after each of its times, since another connection has them.`
        : '';
    const title = `Schedule ${name} ${before ? 'is changed' : 'is added'}.${offset}`;
    return {
      card: {
        ...toNoticeCard('good', before ? 'changed' : 'added', title),
        blocks: [{ kind: 'list', numbered: true, items: explained.next.map((at) => line('Next: ', time(at))) }],
      },
      json: { schedule, next: explained.next },
    };
  },
});
