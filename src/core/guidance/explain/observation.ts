import type { CauseId, Owner } from '../../model/causes/cause.ts';
import type { Confidence } from '../../model/causes/evidence.ts';
import type { Hint } from './knowledge.ts';

/**
 * How much a piece of evidence says, strongest first. A weaker one never outvotes a stronger.
 * - `speaker`: a mark of another product, where Microsoft does not speak
 * - `code`: an AADSTS code that means one cause, or a field that does
 * - `wording`: a sentence only one cause has, or a refusal that the shared classifier is sure of
 * - `refusal`: a code or field that leaves room for another cause
 * - `hint`: a wording that several causes share
 * - `subject`: a word or two that name what the text is about
 * - `status`: an HTTP status, a generic word
 */
export const STRENGTHS = ['speaker', 'code', 'wording', 'refusal', 'hint', 'subject', 'status'] as const;
export type Strength = (typeof STRENGTHS)[number];
/** Evidence that leaves room for another cause; stronger evidence for another cause leaves no answer certain. */
export const WEAK: ReadonlySet<Strength> = new Set(['hint', 'subject', 'status']);

/** One cause that one place of the text speaks for. */
export interface Observation {
  cause: CauseId;
  confidence: Exclude<Confidence, 'none'>;
  strength: Strength;
  /** Where in the readable text it stands. */
  at: number;
  /** What it was known by: a code, a field, the words of a row. */
  matched?: string | undefined;
  /** The more particular wording comes first: minus the sum of the squares of its words' lengths. */
  rank: number;
  /** Where the clause begins that it stands in: behind a colon or a dash a program passes on what it was answered. */
  clause?: number;
  /** What a program says after something else has failed. */
  follows?: true | undefined;
  owner?: Owner;
  code?: number;
  /** What the row that was found adds to the cause's article. */
  hint?: Hint;
}
