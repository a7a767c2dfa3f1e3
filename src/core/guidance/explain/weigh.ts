import type { CauseId } from '../../model/causes/cause.ts';
import type { Whose } from './find-subjects.ts';
import { type Observation, STRENGTHS, type Strength, WEAK } from './observation.ts';

/** A cause that a text speaks for: its best observation, how often there is one, and who is named for them. */
export interface Spoken extends Observation {
  count: number;
  where: ReadonlySet<string>;
}

export interface Weighed {
  winner: Spoken;
  /** The best of every further cause that counts, strongest first. */
  others: (Spoken & { relation: Relation })[];
}

/** What another cause of the text is to the answer: it may only follow from it, is met elsewhere, or neither is known. */
export type Relation = 'follows' | 'apart' | 'beside';

const MOST_ALTERNATIVES = 5;
/** Another sentence so near is of the same message. */
const MESSAGE = 300;
/** A wording so particular (the squares of its words' lengths summed) is a sentence, and no word or two. */
export const A_SENTENCE = 700;

/** In this order a request meets what can go wrong; whatever comes later may only follow from it. */
const STAGES = ['network', 'credential', 'account', 'token', 'mfa', 'access', 'app', 'consent', 'resource', 'gdap'];

function stageOf(cause: CauseId): number {
  const stage = STAGES.indexOf(cause.split('.', 1)[0] ?? '');
  return stage < 0 ? STAGES.length : stage;
}

/** A vault that is not read leaves credentials empty. */
const EMPTIES = /^(?:portal\.key-vault|vault\.)/;
const EMPTY: ReadonlySet<CauseId> = new Set(['credential.malformed', 'credential.placeholder']);

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
 * how many it is met at, by what a sign-in meets first among codes and by how particular the wording is, then by what
 * stands first.
 */
export function weigh(observations: readonly Observation[], whose: Whose): Weighed | undefined {
  const best = new Map<CauseId, Spoken & { where: Set<string> }>();
  for (const one of observations) {
    const known = best.get(one.cause);
    const by = known === undefined ? -1 : compareStrength(one, known);
    if (known && by > 0) continue;
    const { count = 0, where = new Set<string>() } = by === 0 ? (known ?? {}) : {};
    const name = whose(one.at);
    if (name !== undefined) where.add(name);
    const kept = known && by === 0 && known.rank <= one.rank;
    best.set(one.cause, { ...(kept ? known : one), count: count + 1, where });
  }
  const sorted = [...best.values()].sort(compare);
  const root = sorted.findIndex(
    ({ cause, at }) => sorted[0] && EMPTIES.test(cause) && EMPTY.has(sorted[0].cause) && at < sorted[0].at,
  );
  const [winner, ...others] = root > 0 ? [...sorted.splice(root, 1), ...sorted] : sorted;
  if (!winner) return undefined;
  const related = others.map((one) => ({ ...one, relation: relate(one, winner) }));
  return { winner, others: related.filter((one) => counts(one, winner)).slice(0, MOST_ALTERNATIVES) };
}

function relate(one: Spoken, root: Spoken): Relation {
  if (one.follows && !root.follows) return 'follows';
  if (areApart(one, root)) return 'apart';
  if (EMPTIES.test(root.cause) && EMPTY.has(one.cause)) return 'follows';
  return stageOf(root.cause) < stageOf(one.cause) ? 'follows' : 'beside';
}

/** Both are known by whom they are met, and nobody meets both. */
const areApart = (one: Spoken, other: Spoken): boolean =>
  one.where.size > 0 && other.where.size > 0 && ![...one.where].some((name) => other.where.has(name));

function counts(one: Spoken & { relation: Relation }, { strength, at }: Spoken): boolean {
  if (STRENGTHS.indexOf(one.strength) <= STRENGTHS.indexOf(COUNTS_BESIDE[strength])) return true;
  if (one.follows && one.relation === 'follows') return true;
  return one.strength === 'hint' && (one.relation === 'apart' || (one.relation === 'follows' && one.at > at + MESSAGE));
}

function compareStrength(a: Observation, b: Observation): number {
  return placeOf(a) - placeOf(b);
}

/** What only follows says less than any other sentence, and than a status that was answered before it. */
function placeOf({ strength, follows }: Observation): number {
  return STRENGTHS.indexOf(strength) + (follows && WEAK.has(strength) ? WEAK.size : 0);
}

function compare(a: Spoken, b: Spoken): number {
  const byStrength = compareStrength(a, b);
  if (byStrength !== 0) return byStrength;
  const often = Math.floor(Math.log10(b.count)) - Math.floor(Math.log10(a.count));
  if (often !== 0) return often;
  const wider = areApart(a, b) ? b.where.size - a.where.size || b.count - a.count : 0;
  if (wider !== 0) return wider;
  // Of several codes the one that a sign-in meets first is the root: without a token nothing else can work.
  if (a.strength === 'code') return stageOf(a.cause) - stageOf(b.cause) || b.count - a.count || a.at - b.at;
  const passedOn = a.strength === 'hint' ? compareClauses(a, b) : 0;
  if (passedOn !== 0) return passedOn;
  // An umbrella meaning never goes before a cause of its own.
  const documented = Number(a.cause === 'unknown.documented') - Number(b.cause === 'unknown.documented');
  return documented || a.rank - b.rank || a.at - b.at;
}

/** Of two sentences in one message the one that a program passes on says why; what it says itself only what it was about. */
function compareClauses(a: Spoken, b: Spoken): number {
  if (a.clause === undefined || b.clause === undefined || Math.abs(a.at - b.at) > MESSAGE) return 0;
  const later = a.clause > b.clause ? a : b;
  return later.rank > -A_SENTENCE ? 0 : b.clause - a.clause;
}
