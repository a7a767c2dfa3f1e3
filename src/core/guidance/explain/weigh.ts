import type { CauseId } from '../../model/causes/cause.ts';
import { type Observation, STRENGTHS, type Strength } from './observation.ts';

export interface Weighed {
  winner: Observation;
  /** The best observation of every further cause that counts, strongest first. */
  others: Observation[];
}

const MOST_ALTERNATIVES = 5;

/** In this order a request meets what can go wrong; whatever comes later may only follow from it. */
const STAGES = ['network', 'credential', 'account', 'token', 'mfa', 'access', 'app', 'consent', 'resource', 'gdap'];

function stageOf(cause: CauseId): number {
  const stage = STAGES.indexOf(cause.split('.', 1)[0] ?? '');
  return stage < 0 ? STAGES.length : stage;
}

/** Whether an error of one cause may only be what another one led to. */
export function mayFollow(cause: CauseId, root: CauseId): boolean {
  return stageOf(root) < stageOf(cause);
}

/** Strong evidence always counts beside the answer; weak evidence only where the answer itself is weak. */
const COUNTS_BESIDE: Readonly<Record<Strength, Strength>> = {
  speaker: 'code',
  code: 'refusal',
  wording: 'refusal',
  refusal: 'refusal',
  hint: 'subject',
  subject: 'subject',
  status: 'status',
};

/**
 * The cause that a text speaks for most: by strength, then by how often (seldom and often, not once and twice), then by
 * what a sign-in meets first among codes and by how particular the wording is, then by what stands first.
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
  const weakest = STRENGTHS.indexOf(COUNTS_BESIDE[winner.strength]);
  return {
    winner,
    others: others.filter((one) => STRENGTHS.indexOf(one.strength) <= weakest).slice(0, MOST_ALTERNATIVES),
  };
}

/** Two findings of one cause: the stronger and more particular one, met as often as both. */
function merge(a: Observation, b: Observation): Observation {
  const [strong, weak] = (compareStrength(a, b) || a.rank - b.rank) <= 0 ? [a, b] : [b, a];
  return strong.strength === weak.strength ? { ...strong, count: strong.count + weak.count } : strong;
}

function compareStrength(a: Observation, b: Observation): number {
  return STRENGTHS.indexOf(a.strength) - STRENGTHS.indexOf(b.strength);
}

function compare(a: Observation, b: Observation): number {
  const byStrength = compareStrength(a, b);
  if (byStrength !== 0) return byStrength;
  const often = Math.floor(Math.log10(b.count)) - Math.floor(Math.log10(a.count));
  if (often !== 0) return often;
  // Of several codes the one that a sign-in meets first is the root: without a token nothing else can work.
  if (a.strength === 'code') return stageOf(a.cause) - stageOf(b.cause) || b.count - a.count || a.at - b.at;
  // An umbrella meaning never goes before a cause of its own.
  const documented = Number(a.cause === 'unknown.documented') - Number(b.cause === 'unknown.documented');
  return documented || a.rank - b.rank || a.at - b.at;
}
