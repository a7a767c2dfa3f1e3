import { defineCommand } from '../../calls/command.ts';
import { changeSchedule } from './change-schedule.ts';
import { scheduleName } from './find-schedule.ts';

/** Lets a schedule rest. */
export const schedulePause = defineCommand({
  name: 'schedule pause',
  role: 'admin',
  summary: 'Let a schedule rest.',
  surfaces: ['terminal', 'chat'],
  arguments: [scheduleName],
  examples: ['schedule pause hourly'],
  audience: 'private',
  target: (values) => values.name,
  answer: (question, values) => changeSchedule(question, 'pause', values.name),
});
