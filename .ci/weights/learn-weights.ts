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
  const left = roomFor(examples);
  const random = rollFrom(1);
  for (let turn = 0; turn < turns; turn += 1) {
    const pace = PACE * (1 - turn / turns);
    for (const { nth, others, ...whole } of shuffle(examples, random)) {
      const kept = leaveOut(whole, left, random);
      misses.set(biases);
      addRows(misses, slopes, left, kept);
      toShares(misses);
      misses[nth] = (misses[nth] as number) - (others.length > 0 ? 1 - OF_OTHERS : 1);
      for (const one of others) misses[one] = (misses[one] as number) - OF_OTHERS / others.length;
      let moved = 0;
      for (let one = 0; one < articles; one += 1) {
        biases[one] = (biases[one] as number) - (pace / PACE) * PACE_OF_BIASES * (misses[one] as number);
        if (Math.abs(misses[one] as number) >= LEAST_MISS) missed[moved++] = one;
      }
      moveRows(slopes, left, kept, { misses, missed, moved }, pace);
    }
  }
  return { slopes, biases: [...biases] };
}

/** Adds of each place what it says of all articles. */
function addRows(sums: Float64Array, slopes: Float32Array, { places, amounts }: Features, kept: number): void {
  const articles = sums.length;
  // What is missing of the last four is nothing of the first place.
  places.fill(0, kept, kept + 3);
  amounts.fill(0, kept, kept + 3);
  for (let at = 0; at < kept; at += 4) {
    let a = (places[at] as number) * articles;
    let b = (places[at + 1] as number) * articles;
    let c = (places[at + 2] as number) * articles;
    let d = (places[at + 3] as number) * articles;
    const ofA = amounts[at] as number;
    const ofB = amounts[at + 1] as number;
    const ofC = amounts[at + 2] as number;
    const ofD = amounts[at + 3] as number;
    // Four in one go, in their order.
    for (let one = 0; one < articles; one += 1)
      sums[one] =
        (sums[one] as number) +
        ofA * (slopes[a++] as number) +
        ofB * (slopes[b++] as number) +
        ofC * (slopes[c++] as number) +
        ofD * (slopes[d++] as number);
  }
}

/** By how much each article was missed; the numbers of those that are moved for it, and how many they are. */
interface Missed {
  misses: Float64Array;
  missed: Int32Array;
  moved: number;
}

/** Moves of each place the weights of the articles that were missed. */
function moveRows(
  slopes: Float32Array,
  { places, amounts }: Features,
  kept: number,
  { misses, missed, moved }: Missed,
  pace: number,
): void {
  for (let at = 0; at < kept; at += 1) {
    const from = (places[at] as number) * misses.length;
    const amount = amounts[at] as number;
    for (let nth = 0; nth < moved; nth += 1) {
      const one = missed[nth] as number;
      const slope = slopes[from + one] as number;
      slopes[from + one] = slope - pace * ((misses[one] as number) * amount + FORGETTING * slope);
    }
  }
}

/** Room for what is left of the longest of them, and three more. */
function roomFor(examples: readonly Example[]): Features {
  const most = 3 + examples.reduce((longest, { places }) => Math.max(longest, places.length), 0);
  return { places: new Uint16Array(most), amounts: new Float64Array(most) };
}

/** Puts what is left of an example, and is made as long as the whole, where there is room for it; tells how much that is. */
function leaveOut({ places, amounts }: Features, left: Features, random: () => number): number {
  let kept = 0;
  for (let at = 0; at < places.length; at += 1) {
    if (random() < LEFT_OUT) continue;
    left.places[kept] = places[at] as number;
    left.amounts[kept++] = amounts[at] as number;
  }
  const longer = Math.sqrt(lengthOf(amounts, amounts.length) / lengthOf(left.amounts, kept));
  for (let at = 0; at < kept; at += 1) left.amounts[at] = (left.amounts[at] as number) * longer;
  return kept;
}

function lengthOf(amounts: Float64Array, count: number): number {
  let sum = 0;
  for (let at = 0; at < count; at += 1) sum += (amounts[at] as number) ** 2;
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
