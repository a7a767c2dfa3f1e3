import { toSafeText } from '../../../model/text/safe-text.ts';
import type { Schedule, ScheduleStore } from '../../../watch/schedules/schedule.ts';

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
  const names = all.map((one) => one.name).join(', ') || 'none';
  return `There is no schedule “${toSafeText(name, { maxLength: 40 })}”. There are: ${names}.`;
}
