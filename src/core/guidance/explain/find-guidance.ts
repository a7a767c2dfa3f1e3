import { type ArticleFound, findNamedArticle, searchArticle } from '../articles/find-article.ts';
import { judgeText } from './explain-text.ts';
import type { Guidance } from './knowledge.ts';

const MOST_CHOICES = 5;

/**
 * The article that a question means, by the same judge as a pasted error: what is named or certain is shown, anything
 * else is given to choose from: the judge's article first, then what its sentences alone say, then the search's.
 */
export function findGuidance(query: string, guidance: Guidance): ArticleFound {
  const { library, search } = guidance;
  const named = findNamedArticle(query, library);
  if (named) return { kind: 'article', article: named };
  const { explanation, evident } = judgeText(query, guidance);
  const isSure = evident !== undefined && explanation.confidence === 'exact';
  const found = isSure ? undefined : searchArticle(query, library, search);
  if (found && evident === undefined) return found;
  const near = found?.kind === 'choices' ? found.choices : found?.kind === 'article' ? [found.article] : [];
  const ids = new Set([explanation.article, evident ?? '', ...near.map(({ id }) => id)]);
  const choices = [...ids].flatMap((id) => library.byId(id) ?? []).slice(0, MOST_CHOICES);
  const [article] = choices;
  return article && choices.length === 1 ? { kind: 'article', article } : { kind: 'choices', choices };
}
