import MiniSearch from 'minisearch';
import type { Article } from '../../core/guidance/articles/article.ts';
import type { ArticleSearch } from '../../core/guidance/articles/find-article.ts';
import { expandQuery } from '../../core/guidance/articles/synonyms.ts';

const WEIGHTS = { title: 4, keywords: 5, causes: 3, symptom: 2, meaning: 1 };
/** What a word also means counts less than the word. */
const MEANT_WEIGHT = 0.45;
/** Words typed side by side that a title or keyword has side by side. */
const PHRASE_BONUS = 1.8;
/** A guide is asked for by name; a cause by its symptom. */
const STOP_WORDS = new Set(
  'a an and are be by can do does for from get getting has have how i in is it its me my not of on or our the they this to we what when which who why with'.split(
    ' ',
  ),
);

/** A search over articles: title, keywords, symptom, causes and meaning, forgiving of beginnings and typing errors. */
export function createArticleSearch(articles: readonly Article[]): ArticleSearch {
  const index = new MiniSearch<Article>({
    fields: Object.keys(WEIGHTS),
    extractField: (article, field) => textOf(article, field),
    processTerm: (term) => (STOP_WORDS.has(term.toLowerCase()) ? null : stem(term.toLowerCase())),
    searchOptions: {
      boost: WEIGHTS,
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 5 ? 0.2 : false),
    },
  });
  index.addAll(articles);
  const phrases = new Map(articles.map((article) => [article.id, [article.title, ...article.keywords].map(toWords)]));
  return {
    search(query) {
      const meant = expandQuery(query);
      const scores = new Map<string, number>();
      for (const hit of index.search(query)) scores.set(String(hit.id), hit.score);
      if (meant !== '') {
        for (const hit of index.search(meant)) {
          scores.set(String(hit.id), (scores.get(String(hit.id)) ?? 0) + hit.score * MEANT_WEIGHT);
        }
      }
      const words = toWords(query);
      return [...scores]
        .map(([id, score]) => ({ id, score: score * (holdsPhrase(phrases.get(id) ?? [], words) ? PHRASE_BONUS : 1) }))
        .sort((a, b) => b.score - a.score);
    },
  };
}

function textOf(article: Article, field: string): string {
  switch (field) {
    case 'id':
      return article.id;
    case 'title':
      return `${article.title} ${article.id.replaceAll('-', ' ')}`;
    case 'keywords':
      return article.keywords.join(' ');
    case 'causes':
      return article.causes.map((cause) => cause.replaceAll(/[.-]/g, ' ')).join(' ');
    case 'symptom':
      return article.symptom;
    default:
      return article.meaning;
  }
}

/** One and many are the same word. */
function stem(term: string): string {
  return term.length > 4 && term.endsWith('s') && !term.endsWith('ss') ? term.slice(0, -1) : term;
}

function toWords(text: string): string {
  return ` ${text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map(stem)
    .join(' ')
    .trim()} `;
}

function holdsPhrase(phrases: readonly string[], words: string): boolean {
  return phrases.some(
    (phrase) =>
      phrase.trim().length > 3 && (words.includes(phrase) || (words.trim().includes(' ') && phrase.includes(words))),
  );
}
