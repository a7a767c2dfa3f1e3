import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ArticleLibrary } from '../../core/guidance/articles/article.ts';
import { createArticleLibrary } from '../../core/guidance/articles/create-library.ts';
import { parseArticle } from './parse-article.ts';

export const ARTICLE_FOLDER = fileURLToPath(new URL('../../../docs/articles/', import.meta.url));

/** Reads and checks every article. Throws an Error naming the file and the fault: advice that is broken must not start. */
export function loadArticles(folder: string = ARTICLE_FOLDER): ArticleLibrary {
  const files = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
  return createArticleLibrary(files.sort().map((name) => parseArticle(name, readFileSync(join(folder, name), 'utf8'))));
}
