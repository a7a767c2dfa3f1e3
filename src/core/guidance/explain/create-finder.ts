import type { ArticleSearch, SearchHit } from '../articles/find-article.ts';
import type { Translation } from './knowledge.ts';
import { translate } from './plain-english.ts';
import { isLikeKnown, listWords, placesOf, readFeatures } from './read-features.ts';

/** How much each feature speaks for each article. Kept in a file, learnt from sayings. */
export interface ArticleWeights {
  articles: readonly string[];
  /** How much speaks for each article before a word is read. */
  biases: readonly number[];
  /** What a weight of 1 stands for. */
  scale: number;
  /** Of each place in turn, the weights of all articles. */
  weights: Int8Array;
  /** Which features were met at all, a bit each. */
  seen: Uint8Array;
}

/** Of so many articles, so many words that speak for each are told. */
const MOST_TOLD = { articles: 6, words: 6 };
/**
 * So much speaks for an article (1 and more: as for a text that is known), and so much more than for the second, that it
 * answers unasked; one word alone decides nothing. Measured on texts that were not learnt from: in nine of ten cases it is the right one.
 */
const CLEAR = { score: 0.8, lead: 0.2 };
/** So much that it is worth naming. */
const NEAR = 0.2;
/** So much the words themselves have to say for it: some articles are near whatever was asked. */
const LEAST_SPOKEN = 0.1;

/**
 * Finds articles by what speaks for them in a text: words, pairs of words and pieces of words, as much as was learnt
 * from all texts whose article is known. What speaks for no article is no hit.
 */
export function createFinder(
  { articles, biases, scale, weights, seen }: ArticleWeights,
  translations: readonly Translation[],
): ArticleSearch {
  const weightAt = (place: number, nth: number): number => (weights[place * articles.length + nth] ?? 0) * scale;
  /** Those of the words that speak for an article, most first. */
  const speaking = (words: readonly string[], nth: number): string[] =>
    words
      .map((word) => ({ word, share: placesOf(word).reduce((sum, place) => sum + weightAt(place, nth), 0) }))
      .filter(({ share }) => share > 0)
      .sort((one, other) => other.share - one.share)
      .slice(0, MOST_TOLD.words)
      .map(({ word }) => word);
  return {
    search(query) {
      const lower = query.toLowerCase();
      const english = translate(lower, translations);
      const text = english === undefined ? lower : `${lower} ${english}`;
      const words = [...new Set(listWords(lower))];
      if (![...words, ...listWords(english ?? '')].some((word) => isLikeKnown(word, seen))) return [];
      const { places, amounts } = readFeatures(text, seen);
      const sums = Float64Array.from(biases);
      for (const [at, place] of places.entries()) {
        const amount = amounts[at] ?? 0;
        for (let nth = 0; nth < sums.length; nth += 1) sums[nth] = (sums[nth] ?? 0) + amount * weightAt(place, nth);
      }
      // What is on the far side of an article's plane has -1, what is on its own side 1.
      const scored = [...sums.entries()]
        .map(([nth, sum]) => ({ nth, score: sum + 1 }))
        .filter(({ score }) => score > 0)
        .sort((one, other) => other.score - one.score);
      const [first, second] = scored;
      const lead = (first?.score ?? 0) - (second?.score ?? 0);
      return scored.map(({ nth, score }, rank): SearchHit => {
        const clear = rank === 0 && words.length > 1 && score >= CLEAR.score && lead >= CLEAR.lead;
        return {
          id: articles[nth] ?? '',
          score,
          matched: rank < MOST_TOLD.articles ? speaking(words, nth) : [],
          near: score >= NEAR && score - 1 - (biases[nth] ?? 0) >= LEAST_SPOKEN,
          clear,
        };
      });
    },
  };
}
