import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { defineCommand, problem, watchOf } from '../../calls/command.ts';
import { reportName } from '../common-arguments.ts';
import { findNamed } from '../find-named.ts';

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
