import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { defineCommand, problem, watchOf } from '../../calls/command.ts';
import { scheduleName } from '../common-arguments.ts';
import { findSchedule } from './find-schedule.ts';

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
