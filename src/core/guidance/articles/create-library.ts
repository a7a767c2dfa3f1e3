import { CAUSE_IDS, type CauseId } from '../../model/causes/cause.ts';
import type { Article, ArticleLibrary } from './article.ts';

/** An index over articles. Throws a plain Error naming every fault: a cause without an article, or with two; an id used twice. */
export function createArticleLibrary(articles: readonly Article[]): ArticleLibrary {
  const byId = new Map<string, Article>();
  const byCause = new Map<CauseId, Article>();
  const byAppCause = new Map<CauseId, Article>();
  const faults: string[] = [];
  for (const article of articles) {
    if (byId.has(article.id)) faults.push(`two articles have the id ${article.id}`);
    byId.set(article.id, article);
    for (const cause of article.appOnly ?? []) byAppCause.set(cause, article);
    for (const cause of article.causes) {
      const other = byCause.get(cause);
      if (other) faults.push(`the cause ${cause} has two articles: ${other.id} and ${article.id}`);
      byCause.set(cause, article);
    }
  }
  for (const cause of CAUSE_IDS) if (!byCause.has(cause)) faults.push(`the cause ${cause} has no article`);
  if (faults.length > 0) throw new Error(`The articles are not complete: ${faults.join('; ')}.`);
  return {
    all: () => articles,
    byId: (id) => byId.get(id),
    forApp: (cause) => byAppCause.get(cause),
    forCause: (cause) => {
      const article = byCause.get(cause);
      if (!article) throw new Error(`The cause ${cause} has no article.`);
      return article;
    },
  };
}
