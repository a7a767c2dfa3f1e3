import { chooseConnection } from '../../../credentials/connection-book.ts';
import { toArticleChoiceCard } from '../../../guidance/articles/article-card.ts';
import { findGuidance } from '../../../guidance/explain/find-guidance.ts';
import { choice, text } from '../../calls/arguments.ts';
import { defineCommand, problem, unclear } from '../../calls/command.ts';
import { beginWalk, checkWalk, findWalk, moveWalk, showWalk, situationIn, toWalkTenant } from '../../calls/walks.ts';
import { findKnownTenant } from '../../calls/watch-parts.ts';
import { connection, tenants } from '../common-arguments.ts';

/** An article step by step. Without a topic the walk that was begun here last goes on. */
export const walkCommand = defineCommand({
  name: 'walk',
  role: 'technician',
  summary: 'Walk an article step by step; what came of each step is kept, and a colleague can go on.',
  details:
    'With a topic it begins, or goes on where the same was begun here. Without one the last walk of this place goes on: --answer says what came of its step. check tests what it is about.',
  arguments: [
    text('topic', 'words', 'An article’s or cause’s id, or words.', {
      positional: true,
      repeatable: true,
      maximumLength: 200,
      suggest: 'topic',
    }),
    { ...tenants, repeatable: false, help: 'The tenant that it is about.' },
    choice('answer', ['done', 'no-help', 'back', 'check'], 'What came of the step that is shown.'),
    connection,
  ],
  examples: ['walk consent-missing --tenant contoso.onmicrosoft.com', 'walk --answer done', 'walk --answer check'],
  rare: true,
  audience: 'results',
  target: ({ topic, tenant }) => tenant ?? topic ?? null,
  answer: async (asked, values) => {
    const { parts } = asked;
    if (values.topic === undefined) {
      const found = await findWalk(asked, undefined);
      if ('problem' in found) return { card: found.problem, json: { walk: null }, failed: true };
      if (values.answer === undefined) return showWalk(asked, found);
      return values.answer === 'check'
        ? await checkWalk(asked, found)
        : await moveWalk(asked, found, found.answers.length, values.answer);
    }
    const guidance = findGuidance(values.topic, parts.guidance);
    if (guidance.kind !== 'article') {
      const [choices, hints] = guidance.kind === 'choices' ? [guidance.choices, []] : [[], guidance.hints];
      return { card: toArticleChoiceCard(choices, hints), json: { walk: null }, findings: true };
    }
    const entry = chooseConnection(parts.connections, values.connection);
    if ('problem' in entry && (values.tenant !== undefined || values.connection !== undefined))
      return problem(entry.problem);
    const name = 'problem' in entry ? null : entry.name;
    const tenant =
      values.tenant === undefined || name === null ? null : await findKnownTenant(parts.runs, name, values.tenant);
    if (tenant && 'problem' in tenant) return unclear(tenant);
    const { article } = guidance;
    const situation = tenant && name !== null ? await situationIn(asked, article, name, tenant.tenantId) : {};
    return await beginWalk(asked, { article, connection: name, tenant: tenant && toWalkTenant(tenant), situation });
  },
});
