import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { countOf } from '../../../model/text/format.ts';
import { text } from '../../calls/arguments.ts';
import { defineCommand, problem, watchOf } from '../../calls/command.ts';
import { connectionNamed } from '../../calls/watch-parts.ts';
import { connection as connectionArgument } from '../common-arguments.ts';

const COMMAND = 'samaritan tag export --output tags.csv';

/** The tags that were given by hand, as a file that `tag import` reads. */
export const tagExport = defineCommand({
  name: 'tag export',
  role: 'admin',
  wholeFleet: true,
  summary: 'Write the tags that were given by hand as CSV, for tag import.',
  details: 'Tags that a rule gives are not in it: tag list shows the rules.',
  arguments: [
    text('output', 'file', 'Write it to this CSV file; otherwise it is printed.', {
      surfaces: ['terminal'],
      endings: ['.csv'],
    }),
    connectionArgument,
  ],
  examples: ['tag export --output tags.csv'],
  rare: true,
  audience: 'private',
  answer: async (question, values) => {
    const parts = watchOf(question);
    const connection = connectionNamed(parts, values.connection);
    if ('problem' in connection) return problem(connection.problem);
    const { given } = await parts.tags.read(connection.name);
    const known = new Map((await parts.runs.fleet(connection.name)).tenants.map((one) => [one.tenantId, one]));
    const entries = [...Map.groupBy(given, ({ tenantId }) => tenantId)].map(([tenantId, tags]) => ({
      tenantId,
      domain: known.get(tenantId)?.defaultDomainName ?? '',
      name: known.get(tenantId)?.displayName ?? '',
      tags: tags.map(({ tag }) => tag),
    }));
    entries.sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
    const text = (await parts.tagFiles()).render(entries);
    return {
      card: toNoticeCard('good', 'exported', `${countOf(entries.length, 'tenant')} with tags given by hand.`),
      json: { connection: connection.name, tenants: entries },
      files: [{ name: 'tags.csv', type: 'text/csv', content: new TextEncoder().encode(text), command: COMMAND }],
      text,
    };
  },
});
