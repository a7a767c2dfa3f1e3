import { line, strong } from '../../../cards/inline.ts';
import { firstLines } from '../../../cards/names.ts';
import { toListCard } from '../../../cards/plain-cards.ts';
import { parseTag, tagProblem } from '../../../model/tenants/tag.ts';
import type { TagBook } from '../../../model/tenants/tag-book.ts';
import { toTenantRef } from '../../../model/tenants/tenant.ts';
import { countOf } from '../../../model/text/format.ts';
import { defineCommand, problem, watchOf } from '../../calls/command.ts';
import { connectionNamed, type WatchCommandParts } from '../../calls/watch-parts.ts';
import { connection as connectionArgument, tagName } from '../common-arguments.ts';
import { describeRule, licenceGaps } from './describe-rule.ts';

/** A card takes no more of them; `--json` has all. */
const MOST_SHOWN = 40;

export const tagList = defineCommand({
  name: 'tag list',
  role: 'admin',
  forPrograms: true,
  summary: 'Show the tags with their rules, or the tenants of one tag.',
  arguments: [{ ...tagName, required: false, help: 'Only this tag, with its tenants.' }, connectionArgument],
  examples: ['tag list', 'tag list emea'],
  rare: true,
  audience: 'private',
  target: (values) => values.tag ?? null,
  answer: async (question, values) => {
    const parts = watchOf(question);
    const connection = connectionNamed(parts, values.connection);
    if ('problem' in connection) return problem(connection.problem);
    const book = await parts.readTags(connection.name);
    if (values.tag === undefined) return listTags(book);
    const tag = parseTag(values.tag);
    if (tag === undefined) return problem(tagProblem(values.tag));
    const unknown = book.problemOf({ tags: [tag], withoutTags: [] });
    return unknown === undefined ? await listMembers(parts, book, tag) : problem(unknown);
  },
});

function listTags(book: TagBook) {
  const tags = book.tags().map((tag) => {
    const rule = book.rules.find((one) => one.tag === tag) ?? null;
    return { tag, tenants: book.having([tag]).size, rule };
  });
  const items = tags.map(({ tag, tenants, rule }) =>
    line(strong(tag), ` · ${countOf(tenants, 'tenant')}`, ...(rule ? [` · rule: ${describeRule(rule)}`] : [])),
  );
  const title = tags.length === 0 ? 'No tenant has a tag. tag add gives one.' : 'Tags of tenants';
  return {
    card: toListCard('tags', title, firstLines(items, MOST_SHOWN)),
    json: { connection: book.connection, tags },
  };
}

async function listMembers({ runs }: Pick<WatchCommandParts, 'runs'>, book: TagBook, tag: string) {
  const rule = book.rules.find((one) => one.tag === tag) ?? null;
  const known = new Map((await runs.fleet(book.connection)).tenants.map((tenant) => [tenant.tenantId, tenant]));
  const tenants = book.members(tag).map((tenantId) => {
    const { label, domain } = toTenantRef(
      known.get(tenantId) ?? { tenantId, displayName: null, defaultDomainName: null },
    );
    return { tenantId, label, domain, by: book.isGiven(tenantId, tag) ? ('hand' as const) : ('rule' as const) };
  });
  tenants.sort((a, b) => (a.label < b.label ? -1 : 1));
  const items = tenants.map(({ label, domain, by }) =>
    line(strong(label), domain === null ? '' : ` ${domain}`, by === 'rule' ? ' · by the rule' : ''),
  );
  const head = `${countOf(tenants.length, 'tenant')} with the tag ${tag}`;
  const title = rule ? `${head} · rule: ${describeRule(rule)}` : head;
  const json = { connection: book.connection, tag, rule, tenants, unknown: book.unknownLicences(tag) };
  const gaps = licenceGaps(book, tag).map((text) => line(text));
  return { card: toListCard('tag', title, [...gaps, ...firstLines(items, MOST_SHOWN)]), json };
}
