import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Article, ArticleLibrary } from '../../core/guidance/articles/article.ts';
import type { ArticleSearch } from '../../core/guidance/articles/find-article.ts';
import { createFinder } from '../../core/guidance/explain/create-finder.ts';
import type { Guidance, Knowledge } from '../../core/guidance/explain/knowledge.ts';
import { ARTICLE_FOLDER, loadArticles } from './load-articles.ts';
import { loadKnowledge } from './load-knowledge.ts';
import { loadWeights } from './load-weights.ts';
import { parseArticle } from './parse-article.ts';

let whole: Guidance | undefined;

/** Articles, knowledge and search together, all of them read and checked once in a process. Throws as the parts do. */
export function loadGuidance(): Guidance {
  whole ??= readWhole();
  return whole;
}

function readWhole(): Guidance {
  const [library, knowledge] = [loadArticles(), loadKnowledge()];
  return { library, knowledge, search: onceAsked(() => createFinder(loadWeights(), knowledge.translations)) };
}

function onceAsked(make: () => ArticleSearch): ArticleSearch {
  let made: ArticleSearch | undefined;
  return {
    search: (query) => {
      made ??= make();
      return made.search(query);
    },
  };
}

/**
 * Guidance for one quick answer: reads the article that is asked for and leaves the others unread until they are
 * searched. Falls back to all of them where an article is named otherwise. Throws as `loadGuidance` does, but only for
 * what it reads.
 */
export function openGuidance(folder: string = ARTICLE_FOLDER): Guidance {
  let known: Knowledge | undefined;
  const knowledge = (): Knowledge => {
    known ??= loadKnowledge();
    return known;
  };
  let all: ArticleLibrary | undefined;
  const everything = (): ArticleLibrary => {
    all ??= loadArticles(folder);
    return all;
  };
  return {
    library: {
      forCause: (cause) => {
        const article = readArticle(cause.replaceAll('.', '-'), folder);
        return article?.causes.includes(cause) ? article : everything().forCause(cause);
      },
      forApp: (cause) => everything().forApp?.(cause),
      byId: (id) => readArticle(id, folder) ?? everything().byId(id),
      all: () => everything().all(),
    },
    get knowledge() {
      return knowledge();
    },
    search: onceAsked(() => createFinder(loadWeights(), knowledge().translations)),
  };
}

function readArticle(id: string, folder: string): Article | undefined {
  const name = `${id}.md`;
  const file = join(folder, name);
  return existsSync(file) ? parseArticle(name, readFileSync(file, 'utf8')) : undefined;
}
