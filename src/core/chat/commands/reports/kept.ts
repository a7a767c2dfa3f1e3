import { code, type Line, line, strong, time } from '../../../cards/inline.ts';
import { toListCard, toNoticeCard } from '../../../cards/plain-cards.ts';
import { toSafeText } from '../../../model/text/format.ts';
import { nextReportAt } from '../../../watch/reports/period.ts';
import { defineCommand, problem, watchOf } from '../../calls/command.ts';
import { tenantName } from '../../calls/watch-parts.ts';
import { reportName } from '../common-arguments.ts';
import { findNamed } from '../find-named.ts';
import { describeScope } from './scope.ts';

export const reportsList = defineCommand({
  name: 'reports list',
  role: 'admin',
  rare: true,
  summary: 'Show which reports are sent where, by whose rights, and when next.',
  arguments: [],
  audience: 'private',
  answer: async (question) => {
    const parts = watchOf(question);
    const all = await parts.reports.list();
    const items: Line[] = [];
    for (const report of all) {
      const { name, place, asker, connection, tenantId } = report;
      const undelivered = await parts.undelivered(place);
      const about = tenantId === null ? [] : [' · ', await tenantName(parts.runs, connection, tenantId)];
      const by = toSafeText(asker.person.name, { maxLength: 60 });
      items.push(
        line(
          strong(name),
          ` ${describeScope(report)}`,
          ...about,
          ' · to ',
          code(place),
          ` with the rights of ${by} · next `,
          time(nextReportAt(report, parts.clock.now())),
          ...(undelivered === null ? [] : ['. ', undelivered]),
        ),
      );
    }
    const title = all.length === 0 ? 'No report is sent' : 'What is reported';
    const none = 'reports add weekly --every week sends the last week to a channel every Monday.';
    return { card: toListCard('reports', title, items, none), json: { reports: all } };
  },
});

export const reportsRemove = defineCommand({
  name: 'reports remove',
  role: 'admin',
  rare: true,
  summary: 'Send a report no more. What it was made of is kept.',
  arguments: [reportName],
  examples: ['reports remove weekly'],
  audience: 'private',
  target: ({ name }) => name,
  answer: async (question, { name }) => {
    const { reports } = watchOf(question);
    const found = await findNamed('report', reports, name);
    if (typeof found === 'string') return problem(found);
    await reports.remove(found.name);
    const title = `The report ${found.name} is removed.`;
    return { card: toNoticeCard('good', 'removed', title), json: { report: found.name } };
  },
});
