import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { type AnyAnswer, type Asked, problem } from '../../calls/command.ts';
import { watchOf } from '../../calls/watch-of.ts';
import { findSchedule } from './find-schedule.ts';

/** Pauses, resumes or removes the schedule of a name. */
export async function changeSchedule(
  question: Asked,
  what: 'pause' | 'resume' | 'remove',
  name: string,
): Promise<AnyAnswer> {
  const parts = watchOf(question);
  const found = await findSchedule(parts.schedules, name);
  if (typeof found === 'string') return problem(found);
  if (what === 'remove') await parts.schedules.remove(found.id);
  // Times that passed while it rested are nobody's concern.
  else await parts.schedules.put({ ...found, paused: what === 'pause', activeSince: parts.clock.now() });
  parts.onSchedulesChanged();
  const words = { pause: 'rests now', resume: 'runs again', remove: 'is removed' } as const;
  return {
    card: toNoticeCard(
      'good',
      { pause: 'paused', resume: 'resumed', remove: 'removed' }[what],
      `Schedule ${found.name} ${words[what]}.`,
    ),
    json: { schedule: found.name, what },
  };
}
