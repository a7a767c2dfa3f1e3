import type { CauseId } from '../../model/causes/cause.ts';
import type { Owner } from '../../model/causes/owner.ts';
import type { Confidence } from './explanation.ts';

/**
 * How much a piece of evidence says, strongest first. A weaker one never outvotes a stronger.
 * - `code`: an AADSTS code that means one cause, or a field that does
 * - `wording`: a sentence only one cause has, or a refusal that the shared classifier is sure of
 * - `refusal`: a code or field that leaves room for another cause
 * - `hint`: a wording that several causes share
 * - `status`: an HTTP status, a generic word
 */
export const STRENGTHS = ['code', 'wording', 'refusal', 'hint', 'status'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** One cause that one place of the text speaks for. */
export interface Observation {
  cause: CauseId;
  confidence: Exclude<Confidence, 'none'>;
  strength: Strength;
  /** Where in the readable text it first stands. */
  at: number;
  /** How often. */
  count: number;
  /** Among hints the more particular wording comes first. */
  rank: number;
  owner?: Owner;
  code?: number;
}
