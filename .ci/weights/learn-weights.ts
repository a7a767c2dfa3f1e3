import type { ArticleWeights } from '../../src/core/guidance/explain/create-finder.ts';
import {
  BUCKETS,
  type Counted,
  countFeatures,
  type Features,
  meetTexts,
  weighFeatures,
} from '../../src/core/guidance/explain/read-features.ts';
import type { Saying } from './load-sayings.ts';

/** How far a weight moves at first; less with every turn, and nothing at the end. */
const PACE = 3;
/** A bias is moved by every example, and so less by each. */
const PACE_OF_BIASES = 0.15;
/** An article that a text is mistaken for by less is left as it is: most of them are, and it saves half of the work. */
const LEAST_MISS = 0.004;
/** How much of a weight is lost whenever it is moved: what few texts speak for is believed less. */
const FORGETTING = 1e-5;
/** Such a share of an example's features is left out, another one in each turn: what is left has to do, as in a fresh text. */
const LEFT_OUT = 0.3;
/** So much of an example is of the articles that it may be as well: a text that two causes explain is learnt as one that leaves it open. */
const OF_OTHERS = 0.3;
const LARGEST = 127;
/** The beginning of a known text says what it is. */
const MOST_KNOWN = 1500;

/** A saying with how often each feature stands in it, which is the same whatever else it is learnt with. */
export interface CountedSaying extends Saying {
  counted: Counted;
}

export function countSayings(sayings: readonly Saying[]): CountedSaying[] {
  return sayings.map((one) => ({
    ...one,
    counted: countFeatures(`${one.text.slice(0, MOST_KNOWN)} ${one.english ?? ''}`.toLowerCase()),
  }));
}

/**
 * Learns weights from sayings: multinomial logistic regression by stochastic gradient descent, so that what speaks for an
 * article is learnt against all others at once, and what a text comes to is a probability of each. The same sayings give
 * the same weights. Takes some seconds for 7,000; fewer turns are faster and hardly rougher.
 */
export function learnWeights(sayings: readonly CountedSaying[], turns = 10): ArticleWeights {
  const articles = [...new Set(sayings.map(({ article }) => article))].sort();
  const numbers = new Map(articles.map((article, nth) => [article, nth]));
  const met = meetTexts(sayings.map(({ counted }) => counted));
  const examples = sayings
    .map(({ article, also = [], counted }) => {
      const others = [...new Set(also)].flatMap((one) => (one === article ? [] : (numbers.get(one) ?? [])));
      return { nth: numbers.get(article) ?? -1, others, ...weighFeatures(counted, met) };
    })
    .filter(({ places }) => places.length > 0);
  const { slopes, biases } = descend(examples, articles.length, turns);
  let most = 0;
  for (let at = 0; at < slopes.length; at += 1) most = Math.max(most, Math.abs(slopes[at] as number));
  const scale = most / LARGEST;
  const weights = new Int8Array(slopes.length);
  // Most of them were never moved.
  for (let at = 0; at < slopes.length; at += 1)
    if (slopes[at] !== 0) weights[at] = Math.round((slopes[at] as number) / scale);
  return { articles, biases, scale, weights, ...met };
}

/** The number of its article, and of those that it may be as well. */
type Example = Features & { nth: number; others: number[] };

/** Of each place in turn the weights of all articles. */
function descend(examples: Example[], articles: number, turns: number): { slopes: Float32Array; biases: number[] } {
  const slopes = new Float32Array(BUCKETS * articles);
  const biases = new Float64Array(articles);
  const missed = new Int32Array(articles);
  const misses = new Float64Array(articles);
  const random = rollFrom(1);
  for (let turn = 0; turn < turns; turn += 1) {
    const pace = PACE * (1 - turn / turns);
    for (const { nth, others, ...whole } of shuffle(examples, random)) {
      const { places, amounts } = leaveOut(whole, random);
      misses.set(biases);
      for (let at = 0; at < places.length; at += 4) {
        // Four in one go, in their order; what is missing of the last four is nothing of the first place.
        const rowAt = (one: number): number => (places[one] ?? 0) * articles;
        const [a, b, c, d] = [rowAt(at), rowAt(at + 1), rowAt(at + 2), rowAt(at + 3)];
        const [ofA, ofB, ofC, ofD] = [
          amounts[at] ?? 0,
          amounts[at + 1] ?? 0,
          amounts[at + 2] ?? 0,
          amounts[at + 3] ?? 0,
        ];
        for (let one = 0; one < articles; one += 1)
          misses[one] =
            (misses[one] as number) +
            ofA * (slopes[a + one] as number) +
            ofB * (slopes[b + one] as number) +
            ofC * (slopes[c + one] as number) +
            ofD * (slopes[d + one] as number);
      }
      toShares(misses);
      misses[nth] = (misses[nth] as number) - (others.length > 0 ? 1 - OF_OTHERS : 1);
      for (const one of others) misses[one] = (misses[one] as number) - OF_OTHERS / others.length;
      let moved = 0;
      for (let one = 0; one < articles; one += 1) {
        biases[one] = (biases[one] as number) - (pace / PACE) * PACE_OF_BIASES * (misses[one] as number);
        if (Math.abs(misses[one] as number) >= LEAST_MISS) missed[moved++] = one;
      }
      for (let at = 0; at < places.length; at += 1) {
        const [from, amount] = [(places[at] as number) * articles, amounts[at] as number];
        for (let nth = 0; nth < moved; nth += 1) {
          const one = missed[nth] as number;
          const slope = slopes[from + one] as number;
          slopes[from + one] = slope - pace * ((misses[one] as number) * amount + FORGETTING * slope);
        }
      }
    }
  }
  return { slopes, biases: [...biases] };
}

/** What is left of an example, and as long as the whole. */
function leaveOut({ places, amounts }: Features, random: () => number): Features {
  const left = { places: new Uint16Array(places.length), amounts: new Float64Array(places.length) };
  let kept = 0;
  for (let at = 0; at < places.length; at += 1) {
    if (random() < LEFT_OUT) continue;
    left.places[kept] = places[at] as number;
    left.amounts[kept++] = amounts[at] as number;
  }
  const short = left.amounts.subarray(0, kept);
  const longer = Math.sqrt(lengthOf(amounts) / lengthOf(short));
  for (let at = 0; at < kept; at += 1) short[at] = (short[at] as number) * longer;
  return { places: left.places.subarray(0, kept), amounts: short };
}

function lengthOf(amounts: Float64Array): number {
  let sum = 0;
  for (const one of amounts) sum += one ** 2;
  return sum;
}

/** What speaks for each becomes its share of the whole. */
function toShares(sums: Float64Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let one = 0; one < sums.length; one += 1) most = Math.max(most, sums[one] as number);
  let whole = 0;
  for (let one = 0; one < sums.length; one += 1) {
    sums[one] = Math.exp((sums[one] as number) - most);
    whole += sums[one] as number;
  }
  for (let one = 0; one < sums.length; one += 1) sums[one] = (sums[one] as number) / whole;
}

/** The examples in another order, the same one whenever it begins with the same roll. */
function shuffle(examples: Example[], random: () => number): Example[] {
  const order = [...examples];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] as Example, order[at] as Example];
  }
  return order;
}

function rollFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
