import type { Article } from '../articles/article.ts';
import { type ArticleFound, findArticle, findNamedArticle } from '../articles/find-article.ts';
import { explainText } from './explain-text.ts';
import type { Guidance } from './knowledge.ts';

const MOST_CHOICES = 5;

/**
 * The article that a question means, by the same judge as a pasted error: what is named or certain is shown, anything
 * else is given to choose from, with the judge's article first and the search's after it.
 */
export function findGuidance(query: string, { library, knowledge, search }: Guidance): ArticleFound {
  const named = findNamedArticle(query, library);
  if (named) return { kind: 'article', article: named };
  const found = findArticle(query, library, search);
  const judged = explainText(query, { library, knowledge });
  const article = judged.recognized ? library.byId(judged.article) : undefined;
  if (!article) return found;
  if (judged.confidence === 'exact') return { kind: 'article', article };
  const others = listOf(found).filter(({ id }) => id !== article.id);
  if (others.length === 0 || listOf(found)[0]?.id === article.id) return { kind: 'article', article };
  return { kind: 'choices', choices: [article, ...others].slice(0, MOST_CHOICES) };
}

function listOf(found: ArticleFound): Article[] {
  if (found.kind === 'article') return [found.article];
  return found.kind === 'choices' ? found.choices : [];
}
