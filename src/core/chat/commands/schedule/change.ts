import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { thereIsNo } from '../../../model/text/there-is-no.ts';
import type { Schedule, ScheduleStore } from '../../../watch/schedules/schedule.ts';
import { defineCommand, problem, watchOf } from '../../calls/command.ts';
import { scheduleName } from '../common-arguments.ts';
import { sweepTenants } from '../diagnosis/testtokens.ts';

const WORDS = {
  pause: { status: 'paused', now: 'rests now' },
  resume: { status: 'resumed', now: 'runs again' },
  remove: { status: 'removed', now: 'is removed' },
} as const;

/** Lets a schedule rest. */
export const schedulePause = change('pause', 'Let a schedule rest.');

/** Lets a schedule run again. */
export const scheduleResume = change('resume', 'Let a schedule run again.');

/** Removes a schedule; what it found is kept. */
export const scheduleRemove = change('remove', 'Remove a schedule. What it found is kept.');

function change(what: keyof typeof WORDS, summary: string) {
  return defineCommand({
    name: `schedule ${what}`,
    role: 'admin',
    wholeFleet: true,
    summary,
    arguments: [scheduleName],
    examples: [`schedule ${what} hourly`],
    audience: 'private',
    target: ({ name }) => name,
    answer: async (question, { name }) => {
      const parts = watchOf(question);
      const found = await findSchedule(parts.schedules, name);
      if (typeof found === 'string') return problem(found);
      if (what === 'remove') await parts.schedules.remove(found.id);
      // Times that passed while it rested are nobody's concern.
      else await parts.schedules.put({ ...found, paused: what === 'pause', activeSince: parts.clock.now() });
      parts.onSchedulesChanged();
      const { status, now } = WORDS[what];
      return {
        card: toNoticeCard('good', status, `Schedule ${found.name} ${now}.`),
        json: { schedule: found.name, what },
      };
    },
  });
}

export const scheduleRun = defineCommand({
  name: 'schedule run',
  role: 'admin',
  wholeFleet: true,
  summary: 'Run a schedule now, beside its times.',
  arguments: [scheduleName],
  examples: ['schedule run hourly'],
  sweeps: true,
  audience: 'results',
  target: (values) => values.name,
  answer: async (question, values) => {
    const found = await findSchedule(watchOf(question).schedules, values.name);
    if (typeof found === 'string') return problem(found);
    const { connection, tenants, tagged, only } = found;
    const wish = { connection, tenant: tenants, tagged, only: only ?? undefined };
    return await sweepTenants(question.parts, wish);
  },
});

/** The schedule of a name or id, or one sentence on which there are. */
export async function findSchedule(schedules: Pick<ScheduleStore, 'list'>, name: string): Promise<Schedule | string> {
  const all = await schedules.list();
  const wanted = name.trim().toLowerCase();
  const [found, ...more] = all.filter((one) => one.name.toLowerCase() === wanted || one.id.toLowerCase() === wanted);
  if (found && more.length > 0) {
    const each = [found, ...more].map(({ id, connection }) => `${id} of the connection ${connection}`);
    return `Several schedules have that name. Name one by its id: ${each.join(', ')}.`;
  }
  if (found) return found;
  const names = all.map((one) => one.name);
  return thereIsNo('schedule', name, names, 'schedule add');
}
