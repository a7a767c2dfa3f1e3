import { toArticleCard, toArticleChoiceCard } from '../../guidance/articles/article-card.ts';
import { findGuidance as findAnswer } from '../../guidance/explain/troubleshoot.ts';
import { answer, ownSubject } from '../calls/chat-parts.ts';
import { type CommandHandler, textOf } from '../calls/handler.ts';

/** `/troubleshoot`: the article that is meant, or the best few to choose from. */
export const troubleshoot: CommandHandler = {
  audience: 'results',
  run: (context, values) => {
    const found = findAnswer(textOf(values, 'topic') ?? '', context.parts.guidance);
    if (found.kind === 'article') return answer(context, toArticleCard(found.article, 0, ownSubject(context.parts)));
    if (found.kind === 'choices') return answer(context, toArticleChoiceCard(found.choices, []));
    return answer(context, toArticleChoiceCard([], CHAT_HINTS));
  },
};

const CHAT_HINTS = [
  'Try fewer or other words: the service (Exchange, Graph), the symptom, or the number of the error.',
  'explain takes a whole error text.',
];
