import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { parseTag, type TenantTag, tagProblem } from '../../../model/tenants/tag.ts';
import type { TagFileRow } from '../../../model/tenants/tag-file.ts';
import { toKeptText } from '../../../model/text/cut-secrets.ts';
import { countOf } from '../../../model/text/format.ts';
import { flag } from '../../calls/arguments.ts';
import { defineCommand, problem, watchOf } from '../../calls/command.ts';
import { connectionNamed, type WatchCommandParts } from '../../calls/watch-parts.ts';
import { connection as connectionArgument } from '../common-arguments.ts';
import { knownIds, readTableFile } from '../table-file.ts';

const MOST_PROBLEMS = 10;

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
  answer: async (question, { file, replace, connection: named }) => {
    const parts = watchOf(question);
    const connection = connectionNamed(parts, named);
    if ('problem' in connection) return problem(connection.problem);
    const { name } = connection;
    const text = await readTableFile(file);
    if (typeof text !== 'string') return problem(text.problem);
    const rows = (await parts.tagFiles()).parse(text);
    if ('problem' in rows) return problem(rows.problem);
    const read = await readTagRows(parts, name, rows);
    if ('problems' in read) return problem(...read.problems);
    const { given } = await parts.tags.read(name);
    const wanted = new Set(read.tags.map(keyOf));
    const remove = replace ? given.filter((one) => read.tenantIds.has(one.tenantId) && !wanted.has(keyOf(one))) : [];
    const had = new Set(given.map(keyOf));
    const add = read.tags.filter((one) => !had.has(keyOf(one)));
    await parts.tags.change(name, { add, remove });
    await parts.watch.recordAccepted(name);
    const title = `${countOf(read.tenantIds.size, 'tenant')} read: ${countOf(add.length, 'tag')} given${replace ? `, ${remove.length} taken` : ''}.`;
    return {
      card: toNoticeCard('good', 'imported', title, add.length + remove.length === 0 ? ['All was so already.'] : []),
      json: { connection: name, tenants: read.tenantIds.size, added: add.length, removed: remove.length },
    };
  },
});

/** The tags of all rows, or a sentence for each row that is wrong. */
async function readTagRows(
  { runs }: Pick<WatchCommandParts, 'runs'>,
  connection: string,
  rows: readonly TagFileRow[],
): Promise<{ tags: TenantTag[]; tenantIds: ReadonlySet<string> } | { problems: string[] }> {
  const ids = await knownIds(runs, connection);
  const problems: string[] = [];
  const tags = new Map<string, TenantTag>();
  const tenantIds = new Set<string>();
  for (const { line, tenant, tags: typed } of rows) {
    const tenantId = ids(tenant);
    if (tenantId === undefined) {
      const shown = toKeptText(tenant, { maxLength: 80 });
      problems.push(`Line ${line}: no sweep has seen a tenant “${shown}”. Name it by its id or default domain.`);
      continue;
    }
    tenantIds.add(tenantId);
    for (const text of typed) {
      const tag = parseTag(text);
      if (tag === undefined) problems.push(`Line ${line}: ${tagProblem(text)}`);
      else tags.set(keyOf({ tenantId, tag }), { tenantId, tag });
    }
  }
  if (problems.length === 0) return { tags: [...tags.values()], tenantIds };
  const more = problems.length - MOST_PROBLEMS;
  const rest = more > 0 ? [`${countOf(more, 'other line')} like these.`] : [];
  return { problems: ['Nothing was changed.', ...problems.slice(0, MOST_PROBLEMS), ...rest] };
}

function keyOf({ tenantId, tag }: TenantTag): string {
  return `${tenantId} ${tag}`;
}
