import { defineCommand } from '../../calls/command.ts';
import { changeSchedule } from './change-schedule.ts';
import { scheduleName } from './find-schedule.ts';

/** Lets a schedule run again. */
export const scheduleResume = defineCommand({
  name: 'schedule resume',
  role: 'admin',
  summary: 'Let a schedule run again.',
  surfaces: ['terminal', 'chat'],
  arguments: [scheduleName],
  examples: ['schedule resume hourly'],
  audience: 'private',
  target: (values) => values.name,
  answer: (question, values) => changeSchedule(question, 'resume', values.name),
});
