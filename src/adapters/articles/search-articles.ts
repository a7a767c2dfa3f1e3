import MiniSearch from 'minisearch';
import type { Article } from '../../core/guidance/articles/article.ts';
import type { ArticleSearch } from '../../core/guidance/articles/find-article.ts';
import type { Knowledge } from '../../core/guidance/explain/knowledge.ts';
import { translate } from '../../core/guidance/explain/plain-english.ts';

const WEIGHTS = { title: 4, keywords: 5, causes: 3, symptom: 2, meaning: 1 };
/** What a word also means counts less than the word. */
const MEANT_WEIGHT = 0.45;
/** Words typed side by side that a title or keyword has side by side. */
const PHRASE_BONUS = 1.8;
/**
 * An article answers unasked where the words it shares with the text are rare enough among articles (natural logarithm,
 * summed), and it is so much better than the second. Measured on 395 texts from the field: nine of ten are right.
 */
const CLEAR: readonly { rarity: number; lead: number }[] = [
  { rarity: 5, lead: 1.5 },
  { rarity: 12, lead: 1.2 },
];
const LEAST_NEAR = 3;
/** A word that every third article has says nothing, however many of them a long text has. */
const LEAST_RARE = 1;
/** Words that any error has. */
const OF_ANY_ERROR = new Set(
  'error fail failed failure server code statu request requested message exception response unexpected returned value api'.split(
    ' ',
  ),
);
/** Longer words are ids and what is left of tokens; comparing them takes for ever. */
const LONGEST_WORD = 40;
/** A guide is asked for by name; a cause by its symptom. */
const STOP_WORDS = new Set(
  'a an and are be by can do does for from get getting has have how i in is it its me my not of on or our the they this to we what when which who why with'.split(
    ' ',
  ),
);

type MeantWords = Pick<Knowledge, 'synonyms' | 'translations'>;

/** A search over articles: title, keywords, symptom, causes and meaning, forgiving of beginnings and typing errors. */
export function createArticleSearch(articles: readonly Article[], known: MeantWords): ArticleSearch {
  const index = new MiniSearch<Article>({
    fields: Object.keys(WEIGHTS),
    extractField: (article, field) => textOf(article, field),
    processTerm: (term) =>
      term.length > LONGEST_WORD || STOP_WORDS.has(term.toLowerCase()) ? null : stem(term.toLowerCase()),
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
      const meant = expandQuery(query, known);
      const scores = new Map<string, number>();
      const matched = new Map<string, string[]>();
      const holding = new Map<string, number>();
      for (const hit of index.search(query)) {
        scores.set(String(hit.id), hit.score);
        matched.set(String(hit.id), hit.queryTerms);
        for (const term of hit.queryTerms) holding.set(term, (holding.get(term) ?? 0) + 1);
      }
      if (meant !== '') {
        for (const hit of index.search(meant)) {
          scores.set(String(hit.id), (scores.get(String(hit.id)) ?? 0) + hit.score * MEANT_WEIGHT);
        }
      }
      const words = toWords(query);
      const rarity = (term: string): number => {
        const rare = OF_ANY_ERROR.has(term) ? 0 : Math.log(articles.length / (holding.get(term) ?? 1));
        return rare < LEAST_RARE ? 0 : rare;
      };
      const says = (id: string): number => (matched.get(id) ?? []).reduce((sum, term) => sum + rarity(term), 0);
      return [...scores]
        .map(([id, score]) => ({
          id,
          score: score * (holdsPhrase(phrases.get(id) ?? [], words) ? PHRASE_BONUS : 1),
          matched: matched.get(id) ?? [],
        }))
        .sort((a, b) => b.score - a.score)
        .map((hit, index, hits) => {
          const said = says(hit.id);
          const lead = hit.score / (hits[1]?.score ?? Number.EPSILON);
          return {
            ...hit,
            near: hit.matched.length > 1 && said >= LEAST_NEAR,
            clear: index === 0 && CLEAR.some((least) => said >= least.rarity && lead >= least.lead),
          };
        });
    },
  };
}

/** What a query's words also mean. */
function expandQuery(query: string, { synonyms: { words, phrases }, translations }: MeantWords): string {
  const said = toWords(query);
  const also = query
    .toLowerCase()
    .split(/[^\p{L}\p{N}-]+/u)
    .flatMap((word) => (Object.hasOwn(words, word) ? [words[word] ?? ''] : []));
  const english = translate(query.toLowerCase(), translations);
  if (english !== undefined) also.push(english);
  for (const phrase of phrases) if (phrase.said.some((one) => said.includes(toWords(one)))) also.push(phrase.meant);
  return also.join(' ');
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
