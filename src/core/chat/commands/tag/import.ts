import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { parseTag, type TenantTag, tagProblem } from '../../../model/tenants/tag.ts';
import { countOf } from '../../../model/text/format.ts';
import { flag } from '../../calls/arguments.ts';
import { defineCommand, problem, watchOf } from '../../calls/command.ts';
import { connectionNamed } from '../../calls/watch-parts.ts';
import { connection as connectionArgument } from '../common-arguments.ts';
import { readTenantTable } from '../table-file.ts';

export const tagImport = defineCommand({
  name: 'tag import',
  role: 'admin',
  wholeFleet: true,
  summary: 'Give tags to many tenants from a CSV file, as tag export writes it.',
  details:
    'A first row names the columns: tenantId or domain, and tags with blanks between them. One wrong row, and nothing is changed.',
  arguments: [
    { name: 'file', help: 'The CSV file.', kind: 'file', required: true, positional: true, placeholder: 'file' },
    flag('replace', 'Take from the tenants of the file the tags that it does not list.'),
    connectionArgument,
  ],
  examples: ['tag import tags.csv', 'tag import tags.csv --replace'],
  rare: true,
  audience: 'private',
  target: ({ file }) => file.name,
  answer: async (question, { file, replace, ...values }) => {
    const parts = watchOf(question);
    const connection = connectionNamed(parts, values.connection);
    if ('problem' in connection) return problem(connection.problem);
    const { name } = connection;
    const read = await readTenantTable(parts, name, file, 'tags', (tags) =>
      tags.flatMap((text) => (parseTag(text) === undefined ? tagProblem(text) : [])),
    );
    if ('problems' in read) return problem(...read.problems);
    const tenantIds = new Set(read.rows.map(({ tenantId }) => tenantId));
    const named = read.rows.flatMap(({ tenantId, values }) =>
      values.map((text) => ({ tenantId, tag: parseTag(text) ?? '' })),
    );
    const wanted = new Map(named.map((one) => [keyOf(one), one]));
    const { given } = await parts.tags.read(name);
    const remove = replace ? given.filter((one) => tenantIds.has(one.tenantId) && !wanted.has(keyOf(one))) : [];
    const had = new Set(given.map(keyOf));
    const add = [...wanted.values()].filter((one) => !had.has(keyOf(one)));
    await parts.tags.change(name, { add, remove });
    await parts.watch.recordAccepted(name);
    const title = `${countOf(tenantIds.size, 'tenant')} read: ${countOf(add.length, 'tag')} given${replace ? `, ${remove.length} taken` : ''}.`;
    return {
      card: toNoticeCard('good', 'imported', title, add.length + remove.length === 0 ? ['All was so already.'] : []),
      json: { connection: name, tenants: tenantIds.size, added: add.length, removed: remove.length },
    };
  },
});

function keyOf({ tenantId, tag }: TenantTag): string {
  return `${tenantId} ${tag}`;
}
