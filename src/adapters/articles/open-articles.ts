import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Article, ArticleLibrary } from '../../core/guidance/articles/article.ts';
import type { CauseId } from '../../core/model/causes/cause.ts';
import { ARTICLE_FOLDER, loadArticles } from './load-articles.ts';
import { parseArticle } from './parse-article.ts';

/**
 * Articles for one quick answer: reads the file named after the cause and leaves the others unread. Falls back to all
 * of them where an article is named otherwise. Throws as `loadArticles` does, but only for what it reads.
 */
export function openArticles(folder: string = ARTICLE_FOLDER): Pick<ArticleLibrary, 'forCause'> {
  return { forCause: (cause) => readArticleOf(cause, folder) ?? loadArticles(folder).forCause(cause) };
}

function readArticleOf(cause: CauseId, folder: string): Article | undefined {
  const name = `${cause.replaceAll('.', '-')}.md`;
  const file = join(folder, name);
  if (!existsSync(file)) return undefined;
  const article = parseArticle(name, readFileSync(file, 'utf8'));
  return article.causes.includes(cause) ? article : undefined;
}
