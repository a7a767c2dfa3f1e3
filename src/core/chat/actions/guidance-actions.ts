import { toArticleCard } from '../../cards/article-card.ts';
import { toProblemCard } from '../../cards/plain-cards.ts';
import { answer } from '../chat-parts.ts';
import { answerExplanation } from '../commands/explain.ts';
import type { ActionHandler } from '../handler.ts';

/** An article, at one of its two pages. */
export const article: ActionHandler = {
  role: 'viewer',
  effect: 'open',
  audience: 'results',
  inDirectMessages: true,
  run: (context, [id = '', at = '0']) => {
    const found = context.parts.library.byId(id);
    const card = found
      ? toArticleCard(found, at === '1' ? 1 : 0)
      : toProblemCard(['There is no article of that name.']);
    return answer(context, card);
  },
};

/** What was typed into the form of `/explain`. */
export const explain: ActionHandler = {
  role: 'viewer',
  effect: 'new',
  audience: 'results',
  inDirectMessages: true,
  run: (context, _args, { text = '' }) => answerExplanation(context, text),
};
