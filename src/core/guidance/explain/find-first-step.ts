import { indexOfWord } from './find-fragments.ts';
import type { Knowledge, KnownFirstStep } from './knowledge.ts';
import type { Observation, Strength } from './observation.ts';

/** An error names the service that refused within so many characters. */
const NEAR = 2000;
/** What says that something was refused, and neither by whom nor why. */
const BARE: ReadonlySet<Strength> = new Set(['subject', 'status']);

/** The first step of a cause that many things bring about, by what the text in lower case names around `at`. */
export function findFirstStep(
  { cause, strength, at, hint }: Pick<Observation, 'cause' | 'strength' | 'at' | 'hint'>,
  lower: string,
  { firstSteps }: Pick<Knowledge, 'firstSteps'>,
): KnownFirstStep | undefined {
  const around = lower.slice(Math.max(0, at - NEAR), at + NEAR);
  // A field such as `code: Forbidden` says no more than the status; a wording says more, and brings a hint.
  const isField = strength === 'hint' && hint === undefined;
  return firstSteps.find(
    ({ causes, words, bare }) =>
      causes.includes(cause) && (!bare || BARE.has(strength) || isField) && hasWords(around, words),
  );
}

/** Whether a text in lower case has all of the words; `a|b`: either of them. */
export function hasWords(lower: string, words: readonly string[]): boolean {
  return words.every((choices) => choices.split('|').some((word) => indexOfWord(lower, word) >= 0));
}
