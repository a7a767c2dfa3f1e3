import type { ArticleSearch, SearchHit } from '../articles/find-article.ts';
import type { Translation } from './knowledge.ts';
import { partWords, translate } from './plain-english.ts';
import { countFeatures, isLikeKnown, listWords, type Met, placesOf, weighFeatures } from './read-features.ts';

/** How much each feature speaks for each article. Kept in a file, learnt from sayings. */
export interface ArticleWeights extends Met {
  articles: readonly string[];
  /** How much speaks for each article before a word is read. */
  biases: readonly number[];
  /** What a weight of 1 stands for. */
  scale: number;
  /** Of each place in turn, the weights of all articles. */
  weights: Int8Array;
}

/** Of so many articles, so many words that speak for each are told. */
const MOST_TOLD = { articles: 6, words: 6 };
/** Of what the word that says most says. */
const LEAST_TOLD = 0.25;
/**
 * An article of this share that is so many times as probable as the second answers unasked; one word alone decides
 * nothing. Measured on texts that were not learnt from, as they came (docs/adr/0078).
 */
const CLEAR = { share: 0.55, times: 3 };
/** The article of what is of another field, or says nothing. */
const NOTHING = 'unknown';
/** So much that it is worth naming. */
const NEAR = 0.07;
/** What may be judged by itself: a word, or a status. */
const SAYS = /\p{L}|^\d{3}$/u;

/**
 * Finds articles by what speaks for them in a text: words, pairs of words and pieces of words, as much as was learnt
 * from all texts whose article is known. What speaks for no article is no hit.
 */
export function createFinder(
  { articles, biases, scale, weights, ...met }: ArticleWeights,
  translations: readonly Translation[],
): ArticleSearch {
  const weightAt = (place: number, nth: number): number => (weights[place * articles.length + nth] ?? 0) * scale;
  /** Those of the words that speak for an article, most first; what says little beside the first is not told. */
  const speaking = (words: Map<string, number[]>, nth: number, amounts: Map<number, number>): string[] => {
    const told = [...words]
      .map(([word, places]) => ({
        word,
        share: places.reduce((sum, place) => sum + (amounts.get(place) ?? 0) * weightAt(place, nth), 0),
      }))
      .sort((one, other) => other.share - one.share)
      .slice(0, MOST_TOLD.words);
    const least = Math.max(0, (told[0]?.share ?? 0) * LEAST_TOLD);
    return told.filter(({ share }) => share > least).map(({ word }) => word);
  };
  return {
    search(query) {
      const lower = partWords(query.toLowerCase(), translations);
      const text = `${lower} ${translate(lower, translations) ?? ''}`;
      if (!listWords(text).some((word) => SAYS.test(word) && isLikeKnown(word, met.seen))) return [];
      const words = new Map(listWords(lower).map((word) => [word, placesOf(word)]));
      const { places, amounts } = weighFeatures(countFeatures(text), met);
      const amountAt = new Map(Array.from(places, (place, at) => [place, amounts[at] ?? 0]));
      const sums = Float64Array.from(biases);
      for (let at = 0; at < places.length; at += 1) {
        const [from, amount] = [(places[at] as number) * articles.length, (amounts[at] as number) * scale];
        for (let nth = 0; nth < sums.length; nth += 1)
          sums[nth] = (sums[nth] as number) + amount * (weights[from + nth] as number);
      }
      const whole = sums.reduce((sum, one) => sum + Math.exp(one), 0);
      const ranked = [...sums.entries()]
        .map(([nth, sum]) => ({ nth, score: Math.exp(sum) / whole }))
        .sort((one, other) => other.score - one.score);
      if (articles[ranked[0]?.nth ?? 0] === NOTHING) return [];
      const scored = ranked.filter(({ nth }) => articles[nth] !== NOTHING).slice(0, MOST_TOLD.articles);
      return scored.map(
        ({ nth, score }, rank): SearchHit => ({
          id: articles[nth] ?? '',
          score,
          matched: speaking(words, nth, amountAt),
          near: score >= NEAR,
          clear: rank === 0 && words.size > 1 && score >= CLEAR.share && score >= CLEAR.times * (scored[1]?.score ?? 0),
        }),
      );
    },
  };
}
