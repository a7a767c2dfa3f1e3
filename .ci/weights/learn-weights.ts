import type { ArticleWeights } from '../../src/core/guidance/explain/create-finder.ts';
import { BUCKETS, type Features, readFeatures, SEEN_BYTES } from '../../src/core/guidance/explain/read-features.ts';
import type { Saying } from './load-sayings.ts';

/** How much a text that is on the wrong side counts against weights that are large. */
const COST = 0.5;
/** So far on the right side a text is left out until the last turn. */
const SAFELY_RIGHT = 0.3;
const LARGEST = 127;
/** The beginning of a known text says what it is. */
const MOST_KNOWN = 1500;

/**
 * Learns weights from sayings: of each article against all others, the plane that divides them with the widest margin
 * (a linear support vector machine with squared loss, by coordinate descent on its dual). The same sayings give the
 * same weights. Takes some seconds for 5,000; fewer turns are faster and rougher.
 */
export function learnWeights(sayings: readonly Saying[], turns = 12): ArticleWeights {
  const articles = [...new Set(sayings.map(({ article }) => article))].sort();
  const seen = new Uint8Array(SEEN_BYTES);
  const examples = sayings
    .map(({ article, text }) => ({ article, ...readFeatures(text.slice(0, MOST_KNOWN).toLowerCase(), seen, true) }))
    .filter(({ places }) => places.length > 0);
  const planes = articles.map((article) =>
    divide(
      examples,
      examples.map((example) => (example.article === article ? 1 : -1)),
      turns,
    ),
  );
  const largest = planes.reduce(
    (most, { slope }) => slope.reduce((sofar, one) => Math.max(sofar, Math.abs(one)), most),
    0,
  );
  const scale = largest / LARGEST;
  const weights = new Int8Array(BUCKETS * articles.length);
  for (const [nth, { slope }] of planes.entries()) {
    for (let place = 0; place < BUCKETS; place += 1)
      weights[place * articles.length + nth] = Math.round((slope[place] ?? 0) / scale);
  }
  return { articles, biases: planes.map(({ bias }) => bias), scale, weights, seen };
}

/** The plane between the examples of side 1 and those of side -1. */
function divide(
  examples: readonly Features[],
  sides: readonly number[],
  turns: number,
): { slope: Float64Array; bias: number } {
  const slope = new Float64Array(BUCKETS);
  const pulls = new Float64Array(examples.length);
  const slack = 1 / (2 * COST);
  let bias = 0;
  let watched = examples.map((_example, nth) => nth);
  for (let turn = 1; turn <= turns; turn += 1) {
    if (turn === turns) watched = examples.map((_example, nth) => nth);
    const kept: number[] = [];
    for (const nth of watched) {
      const { places, amounts } = examples[nth] as Features;
      const side = sides[nth] as number;
      const pull = pulls[nth] as number;
      let sum = bias;
      for (let at = 0; at < places.length; at += 1)
        sum += (slope[places[at] as number] as number) * (amounts[at] as number);
      const slant = side * sum - 1 + slack * pull;
      if (pull === 0 && slant > 0) {
        if (slant < SAFELY_RIGHT) kept.push(nth);
        continue;
      }
      kept.push(nth);
      // Its length is 1, and so is its share of the bias.
      const next = Math.max(0, pull - slant / (2 + slack));
      const step = (next - pull) * side;
      if (step === 0) continue;
      pulls[nth] = next;
      bias += step;
      for (let at = 0; at < places.length; at += 1) {
        const place = places[at] as number;
        slope[place] = (slope[place] as number) + step * (amounts[at] as number);
      }
    }
    watched = kept;
  }
  return { slope, bias };
}
