import { aadstsVerdict } from '../../model/causes/aadsts.ts';
import { isCauseId } from '../../model/causes/cause.ts';
import { toSafeText } from '../../model/text/format.ts';
import type { Article, ArticleLibrary } from './article.ts';

export interface SearchHit {
  id: string;
  /** How probable it is that the query means this article, of 1. */
  score: number;
  /** Words of the query that speak for the article, as they were typed. */
  matched: readonly string[];
  /** Enough speaks for the article to answer with it unasked. */
  clear: boolean;
  /** Enough to name it as one that may fit. */
  near: boolean;
}

export interface ArticleSearch {
  search(query: string): SearchHit[];
}

export type ArticleFound =
  | { kind: 'article'; article: Article }
  | { kind: 'choices'; choices: Article[] }
  | { kind: 'nothing'; hints: string[] };

const MOST_CHOICES = 5;
/** Where the first alone is likely, and not clear. */
const FEWEST_CHOICES = 3;
/** Far behind the first, a hit is noise. */
const LEAST_SHARE = 0.2;
const MOST_QUERY = 200;

/** The article that words mean: a clear winner is taken, several are given to choose from. */
export function searchArticle(query: string, library: ArticleLibrary, search: ArticleSearch): ArticleFound {
  const words = toSafeText(query, { maxLength: MOST_QUERY });
  const hits = search.search(words);
  const best = hits[0];
  if (!best || !hits.some(({ near }) => near)) return { kind: 'nothing', hints: HINTS };
  const alike = hits.filter((hit) => hit.score >= best.score * LEAST_SHARE).slice(0, MOST_CHOICES);
  const offered = best.clear || alike.length > 1 ? alike : hits.slice(0, FEWEST_CHOICES);
  const articles = offered.flatMap((hit) => library.byId(hit.id) ?? []);
  const [first, second] = articles;
  // One word that many articles share decides nothing, however much it speaks for the first.
  if (first && (!second || best.clear)) return { kind: 'article', article: first };
  return { kind: 'choices', choices: articles };
}

const HINTS = [
  'Try fewer or other words: the service (Exchange, Graph), the symptom, or the number of the error.',
  'explain takes a whole error text.',
];

/** The article whose id, cause or code is all that was asked for. */
export function findNamedArticle(query: string, library: ArticleLibrary): Article | undefined {
  const words = toSafeText(query, { maxLength: MOST_QUERY }).toLowerCase();
  const byId = library.byId(words);
  if (byId) return byId;
  if (isCauseId(words)) return library.forCause(words);
  const code = /^(?:aadsts ?)?(\d{5,8})$/.exec(words)?.[1];
  const verdict = code === undefined ? undefined : aadstsVerdict(Number(code));
  return verdict ? library.forCause(verdict.cause) : undefined;
}
