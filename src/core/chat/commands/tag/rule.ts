import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { licencesMeant } from '../../../model/tenants/licence.ts';
import { parseTag, type TagRule, tagProblem } from '../../../model/tenants/tag.ts';
import { andMore, countOf, toSafeText } from '../../../model/text/format.ts';
import { flag, number, text } from '../../calls/arguments.ts';
import { defineCommand, problem, watchOf } from '../../calls/command.ts';
import { connectionNamed } from '../../calls/watch-parts.ts';
import { connection as connectionArgument, tagName } from '../common-arguments.ts';
import { readCauses } from '../read-causes.ts';
import { describeRule, licenceGaps } from './describe-rule.ts';

const MOST_PATTERNS = 20;
const MOST_PRODUCTS = 6;

export const tagRule = defineCommand({
  name: 'tag rule',
  role: 'admin',
  wholeFleet: true,
  summary: 'Let a tag be given by a rule that keeps itself up to date.',
  details:
    'Every kind of condition that is given has to hold; of several values of one kind any. It replaces the tag’s rule; tags given by hand stay.',
  arguments: [
    tagName,
    text('name', 'pattern', 'The tenant’s name is like this; * stands for anything.', {
      repeatable: true,
      maximumLength: 400,
    }),
    text('domain', 'pattern', 'Its default domain is like this, such as *.de.', {
      repeatable: true,
      maximumLength: 400,
    }),
    number('new-within', 'days', 'First seen in so many days.', { minimum: 1, maximum: 3650 }),
    number('ending-within', 'days', 'Delegated access to it ends in so many days or has ended, as last read.', {
      minimum: 1,
      maximum: 3650,
    }),
    text('licence', 'name', 'It owns one whose name or part number has this in it, such as Business Premium or SPB.', {
      repeatable: true,
      maximumLength: 400,
    }),
    text('cause', 'cause', 'It fails now for this, or is told of it, such as license.missing.', {
      repeatable: true,
      maximumLength: 400,
      suggest: 'cause',
    }),
    flag('off', 'End the rule.'),
    connectionArgument,
  ],
  examples: [
    'tag rule dach --domain *.de --domain *.at',
    'tag rule ending --ending-within 60',
    'tag rule premium --licence "Business Premium"',
    'tag rule dach --off',
  ],
  rare: true,
  audience: 'private',
  target: (values) => values.tag,
  answer: async (question, values) => {
    const parts = watchOf(question);
    const tag = parseTag(values.tag);
    if (tag === undefined) return problem(tagProblem(values.tag));
    const connection = connectionNamed(parts, values.connection);
    if ('problem' in connection) return problem(connection.problem);
    const { name } = connection;
    if (values.off) {
      const had = await parts.tags.removeRule(name, tag);
      await parts.watch.recordAccepted(name);
      const title = had ? `The rule of ${tag} is over. Tags given by hand stay.` : `The tag ${tag} has no rule.`;
      const card = toNoticeCard(had ? 'good' : 'warn', had ? 'ended' : 'unchanged', title);
      return { card, json: { connection: name, tag, had } };
    }
    const problems: string[] = [];
    const rule: TagRule = {
      tag,
      names: toPatterns(values.name, 'name', problems),
      domains: toPatterns(values.domain, 'domain', problems),
      newWithinDays: values['new-within'] ?? null,
      endingWithinDays: values['ending-within'] ?? null,
      licences: toPatterns(values.licence, 'licence', problems),
      causes: readCauses(values.cause, problems),
    };
    if (describeRule(rule) === '' && problems.length === 0)
      problems.push(
        'A rule needs a condition: name, domain, new-within, ending-within, licence or cause; or off to end it.',
      );
    if (problems.length > 0) return problem(...problems);
    await parts.tags.putRule(name, rule);
    await parts.watch.recordAccepted(name);
    const book = await parts.readTags(name);
    const members = book.having([tag]).size;
    const title = `The tag ${tag} goes to every tenant with: ${describeRule(rule)}.`;
    const now = `${countOf(members, 'tenant')} of connection ${name} ${members === 1 ? 'has' : 'have'} it now.`;
    return {
      card: toNoticeCard(members > 0 ? 'good' : 'warn', 'kept', title, [
        now,
        ...meant(rule),
        ...licenceGaps(book, tag),
      ]),
      json: { connection: name, rule, tenants: members, unknown: book.unknownLicences(tag) },
    };
  },
});

/** Which products a rule is about: Microsoft's part numbers mislead, and a name may be another than somebody meant. */
function meant({ licences }: TagRule): string[] {
  return licences.map((text) => {
    const products = licencesMeant(text);
    const shown = toSafeText(text, { maxLength: 60 });
    if (products.length === 0)
      return `“${shown}” is in no product's name that is known here: part numbers alone are compared.`;
    return `“${shown}” means ${products.slice(0, MOST_PRODUCTS).join(', ')}${andMore(products.length - MOST_PRODUCTS)}, and part numbers with it in them.`;
  });
}

function toPatterns(typed: readonly string[] | undefined, what: string, problems: string[]): string[] {
  const patterns = [...new Set((typed ?? []).map((text) => text.trim().toLowerCase()).filter((text) => text !== ''))];
  if (patterns.length > MOST_PATTERNS) problems.push(`A rule takes at most ${MOST_PATTERNS} patterns for ${what}.`);
  if (patterns.some((pattern) => /^\*+$/.test(pattern)))
    problems.push(`The pattern * for ${what} fits every tenant. Leave out the tag instead.`);
  return patterns;
}
