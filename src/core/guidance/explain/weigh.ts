import { type Observation, STRENGTHS } from './observation.ts';

export interface Weighed {
  winner: Observation;
  /** The best observation of every further cause that counts, strongest first. */
  others: Observation[];
}

const MOST_ALTERNATIVES = 5;

/** Strong evidence always counts beside the answer; weak evidence only where the answer itself is weak. */
const COUNTS_BESIDE: Readonly<Record<Observation['strength'], number>> = {
  code: 2,
  wording: 2,
  refusal: 2,
  hint: 3,
  status: 4,
};

/**
 * The cause that a text speaks for most: by strength, then by how often (seldom and often, not once and twice, among
 * mere hints), then by how particular the wording is, then by what stands first.
 */
export function weigh(observations: readonly Observation[]): Weighed | undefined {
  const best = new Map<string, Observation>();
  for (const observation of observations) {
    const known = best.get(observation.cause);
    if (!known) best.set(observation.cause, { ...observation });
    else best.set(observation.cause, merge(known, observation));
  }
  const [winner, ...others] = [...best.values()].sort(compare);
  if (!winner) return undefined;
  const weakest = COUNTS_BESIDE[winner.strength];
  return {
    winner,
    others: others.filter((one) => STRENGTHS.indexOf(one.strength) <= weakest).slice(0, MOST_ALTERNATIVES),
  };
}

/** Two findings of one cause: the stronger one, met as often as both. */
function merge(a: Observation, b: Observation): Observation {
  const [strong, weak] = compareStrength(a, b) <= 0 ? [a, b] : [b, a];
  return strong.strength === weak.strength ? { ...strong, count: strong.count + weak.count } : strong;
}

function compareStrength(a: Observation, b: Observation): number {
  return STRENGTHS.indexOf(a.strength) - STRENGTHS.indexOf(b.strength);
}

function compare(a: Observation, b: Observation): number {
  const byStrength = compareStrength(a, b);
  if (byStrength !== 0) return byStrength;
  const often =
    a.strength === 'code' ? b.count - a.count : Math.floor(Math.log10(b.count)) - Math.floor(Math.log10(a.count));
  if (often !== 0) return often;
  // An umbrella meaning never goes before a cause of its own.
  const documented = Number(a.cause === 'unknown.documented') - Number(b.cause === 'unknown.documented');
  return documented || a.rank - b.rank || a.at - b.at;
}
