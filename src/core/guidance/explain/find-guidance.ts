import { type ArticleFound, findArticle, findNamedArticle } from '../articles/find-article.ts';
import { explainText } from './explain-text.ts';
import type { Guidance } from './knowledge.ts';

const MOST_CHOICES = 5;

/**
 * The article that a question means, by the same judge as a pasted error: what is named or certain is shown, anything
 * else is given to choose from: the judge's article first, then what its sentences alone say, then the search's.
 */
export function findGuidance(query: string, { library, knowledge, search }: Guidance): ArticleFound {
  const named = findNamedArticle(query, library);
  if (named) return { kind: 'article', article: named };
  const found = findArticle(query, library, search);
  const known = explainText(query, { library, knowledge });
  if (!known.recognized) return found;
  const judged = explainText(query, { library, knowledge, search });
  const ids = new Set([judged.article, known.article, ...(judged.confidence === 'exact' ? [] : listOf(found))]);
  const choices = [...ids].flatMap((id) => library.byId(id) ?? []).slice(0, MOST_CHOICES);
  const [article] = choices;
  return article && choices.length === 1 ? { kind: 'article', article } : { kind: 'choices', choices };
}

function listOf(found: ArticleFound): string[] {
  if (found.kind === 'article') return [found.article.id];
  return found.kind === 'choices' ? found.choices.map(({ id }) => id) : [];
}
