import { lastPeriod } from '../../../watch/reports/period.ts';
import { toPeriodCard } from '../../../watch/reports/period-card.ts';
import { text } from '../../calls/arguments.ts';
import { defineCommand, problem, unclear, watchOf } from '../../calls/command.ts';
import { readPeriod } from '../../calls/read-period.ts';
import { reportName } from '../common-arguments.ts';
import { findNamed } from '../find-named.ts';
import { every, readScope, SCOPE } from './scope.ts';

export const reportsShow = defineCommand({
  name: 'reports show',
  role: 'viewer',
  rare: true,
  forPrograms: true,
  summary: 'Show the last whole week or month: what failed, how long, who mended it, what ends soon.',
  details:
    'With the name of a report it is made as it would be sent, for you alone. The card comes with a page and a table (CSV).',
  arguments: [
    { ...reportName, required: false },
    every,
    ...SCOPE,
    text('output', 'file', 'Write the page, or the table, to this file.', {
      surfaces: ['terminal'],
      endings: ['.html', '.csv'],
    }),
  ],
  examples: [
    'reports show',
    'reports show --every month --tenant contoso.onmicrosoft.com --for customer --output contoso.html',
  ],
  audience: 'private',
  target: (values) => values.name ?? values.tenant ?? null,
  answer: async (question, values) => {
    const { parts } = question;
    const watch = watchOf(question);
    const { name, output: _, ...wished } = values;
    const isMixed = name !== undefined && Object.values(wished).some((value) => value !== undefined);
    if (isMixed) return problem('A report of a name is made as it was set up. Leave out the name, or everything else.');
    const wish = name === undefined ? await readScope(watch, values) : await findNamed('report', watch.reports, name);
    if (typeof wish === 'string') return problem(wish);
    if ('problem' in wish) return unclear(wish);
    const period = lastPeriod(wish.every, wish.timeZone, parts.clock.now());
    const report = await readPeriod(parts, wish, period);
    if ('problem' in report) return problem(report.problem);
    const files = (await parts.past?.renderPeriod(report, name)) ?? [];
    return { card: toPeriodCard(report), json: { report }, files };
  },
});
