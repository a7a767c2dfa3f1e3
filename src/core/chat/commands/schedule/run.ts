import { defineCommand, problem, watchOf } from '../../calls/command.ts';
import { scheduleName } from '../common-arguments.ts';
import { sweepTenants } from '../diagnosis/testtokens.ts';
import { findSchedule } from './find-schedule.ts';

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
