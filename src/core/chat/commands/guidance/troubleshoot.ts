import { ownSubject } from '../../../credentials/connection-book.ts';
import { toArticleCard, toArticleChoiceCard } from '../../../guidance/articles/article-card.ts';
import { toTroubleshootJson } from '../../../guidance/articles/article-json.ts';
import { findGuidance } from '../../../guidance/explain/find-guidance.ts';
import { operand } from '../../calls/arguments.ts';
import { defineCommand, mayPress } from '../../calls/command.ts';

export const troubleshoot = defineCommand({
  name: 'troubleshoot',
  role: 'viewer',
  forPrograms: true,
  summary: 'Find the article for a problem, by its id or in your own words.',
  details: 'Shows the article where one fits clearly, otherwise the best five to choose from.',
  arguments: [
    operand('topic', 'words', 'An article’s or cause’s id, or words such as: tenant missing.', {
      repeatable: true,
      maximumLength: 200,
      suggest: 'topic',
    }),
  ],
  examples: ['troubleshoot tenant missing', 'troubleshoot token-expired'],
  inDirectMessages: true,
  offline: true,
  audience: 'results',
  answer: (asked, { topic }) => {
    const { parts, request } = asked;
    const { guidance, connections } = parts;
    const found = findGuidance(topic, guidance);
    const page = request.place.platform === 'terminal' ? 'whole' : 0;
    return {
      card:
        found.kind === 'article'
          ? toArticleCard(found.article, page, ownSubject(connections), { canWalk: mayPress(asked, 'viewer') })
          : toArticleChoiceCard(
              found.kind === 'choices' ? found.choices : [],
              found.kind === 'nothing' ? found.hints : [],
            ),
      json: toTroubleshootJson(topic, found),
      findings: found.kind === 'nothing',
    };
  },
});
