import { defineCommand } from '../../calls/command.ts';
import { changeSchedule } from './change-schedule.ts';
import { scheduleName } from './find-schedule.ts';

/** Removes a schedule; what it found is kept. */
export const scheduleRemove = defineCommand({
  name: 'schedule remove',
  role: 'admin',
  summary: 'Remove a schedule. What it found is kept.',
  surfaces: ['terminal', 'chat'],
  arguments: [scheduleName],
  examples: ['schedule remove hourly'],
  audience: 'private',
  target: (values) => values.name,
  answer: (question, values) => changeSchedule(question, 'remove', values.name),
});
