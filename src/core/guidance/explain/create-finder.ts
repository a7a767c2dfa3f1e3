import type { Article } from '../articles/article.ts';
import type { ArticleSearch, SearchHit } from '../articles/find-article.ts';
import type { Knowledge } from './knowledge.ts';
import { translate } from './plain-english.ts';
import { readTerms, type TermRules } from './read-terms.ts';
import { createTermIndex } from './term-index.ts';

/** A text whose article is known: an error or a complaint from the field, or how people say it. */
export interface Saying {
  text: string;
  article: string;
}

/** The beginning of a known text says what it is. */
const MOST_KNOWN = 1500;
/** Slips of the keys are looked for where few words carry a text; a long one has enough of them that are right. */
const MOST_PIECED = 120;
/** Nearer texts than these decide; of one article the first ones count most. */
const NEAREST = 40;
const SHARES = [1, 0.5, 0.33, 0.2];
const LEAST_LIKE = 0.03;
const MOST_MATCHED = 6;
/** What an article means says less about how its error is told than its title, keywords and symptom do. */
const MEANING_WEIGHT = 0.7;
/**
 * So alike, and so far ahead of the second, an article answers unasked: the less alike, the further ahead. Measured on
 * texts that were written down before: in nine of ten cases it is the right one.
 */
const CLEAR = [
  { score: 0.75, lead: 1.25 },
  { score: 0.55, lead: 1.5 },
] as const;
/** So alike a text is one that is known, whatever else is like it. */
const SAME = 0.8;
const NEAR = 0.2;

/**
 * Finds articles by what is known to mean the same: their own words, the wordings, and texts from the field. A text is
 * compared with each by its words, the rare ones counting most; the articles of the nearest ones are the answer. Built
 * once, of some 5,000 texts in a tenth of a second.
 */
export function createFinder(
  articles: readonly Article[],
  sayings: readonly Saying[],
  { wordings, synonyms, translations }: Pick<Knowledge, 'wordings' | 'synonyms' | 'translations'>,
): ArticleSearch {
  const rules: TermRules = { silent: new Set(synonyms.silent), meant: synonyms.words };
  const index = createTermIndex();
  const known: { article: string; weight: number }[] = [];
  const learn = (article: string, text: string, weight = 1): void => {
    const terms = new Map<string, number>();
    const piece = text.slice(0, MOST_KNOWN).toLowerCase();
    readTerms(piece, rules, text.length <= MOST_PIECED, (term, share) => count(terms, term, share));
    if (terms.size === 0) return;
    index.add(terms);
    known.push({ article, weight });
  };
  const ofCause = new Map(articles.flatMap(({ id, causes }) => causes.map((cause) => [cause, id] as const)));
  for (const { id, title, keywords, symptom, meaning } of articles) {
    learn(id, `${title} ${title} ${id.replaceAll('-', ' ')} ${keywords.join(' ')} ${keywords.join(' ')} ${symptom}`);
    learn(id, meaning, MEANING_WEIGHT);
    for (const name of [title, ...keywords]) learn(id, name);
  }
  for (const { words, article, cause } of wordings) {
    learn(article ?? ofCause.get(cause) ?? '', words.join(' ').replaceAll('|', ' '));
  }
  for (const { article, text } of sayings) learn(article, text);
  return {
    search(query) {
      const lower = query.toLowerCase();
      const english = translate(lower, translations);
      const terms = new Map<string, number>();
      const written = new Map<string, string>();
      readTerms(english === undefined ? lower : `${lower} ${english}`, rules, true, (term, share, word) => {
        count(terms, term, share);
        if (share === 1 && !written.has(term)) written.set(term, word);
      });
      const alike = index.compare(terms).filter(({ likeness }) => likeness >= LEAST_LIKE);
      const votes = new Map<string, { shares: number[]; words: Map<string, number> }>();
      for (const { place, likeness } of alike.slice(0, NEAREST)) {
        const { article, weight } = known[place] ?? { article: '', weight: 0 };
        const vote = votes.get(article) ?? { shares: [], words: new Map<string, number>() };
        votes.set(article, vote);
        vote.shares.push(likeness * weight);
        for (const [term, word] of written) {
          const rarity = index.rarityAt(term, place);
          if (rarity !== undefined) vote.words.set(word, rarity);
        }
      }
      const scored = [...votes]
        .map(([id, { shares, words }]) => ({ id, words, score: sumOf(shares) }))
        .sort((one, other) => other.score - one.score);
      const same = (alike[0]?.likeness ?? 0) >= SAME;
      const lead = (scored[0]?.score ?? 0) / (scored[1]?.score ?? Number.EPSILON);
      return scored.map(
        ({ id, score, words }, rank): SearchHit => ({
          id,
          score,
          matched: [...words]
            .sort(([, one], [, other]) => other - one)
            .slice(0, MOST_MATCHED)
            .map(([word]) => word),
          near: words.size > 1 && score >= NEAR,
          clear:
            rank === 0 && words.size > 1 && (same || CLEAR.some((least) => score >= least.score && lead >= least.lead)),
        }),
      );
    },
  };
}

function count(terms: Map<string, number>, term: string, share: number): void {
  terms.set(term, (terms.get(term) ?? 0) + share);
}

/** Nothing is gained by many texts that are a little alike. */
function sumOf(shares: readonly number[]): number {
  return [...shares]
    .sort((one, other) => other - one)
    .reduce((sum, share, rank) => sum + share * (SHARES[rank] ?? 0), 0);
}
