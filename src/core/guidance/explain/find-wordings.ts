import type { Sureness, Wording } from './knowledge.ts';
import type { Observation } from './observation.ts';

/** The words of one wording stand within one message. */
const WINDOW = 300;
/** Enough to tell often from seldom. */
const MOST_COUNTED = 500;
/** Shorter wordings could stand in any text whose blanks were taken out. */
const LEAST_SQUEEZED = 24;

const STRENGTH: Readonly<Record<Sureness, Observation['strength']>> = {
  exact: 'wording',
  likely: 'hint',
  subject: 'subject',
};

/** A place that another finding already speaks for. */
export type Taken = (at: number) => boolean;

/** What the wordings of a text speak for. Each wording is searched once: the work grows with the text's length. */
export function findWordings(lower: string, taken: Taken, wordings: readonly Wording[]): Observation[] {
  const found: Observation[] = [];
  for (const [rank, { cause, words, sure, article, first: step }] of wordings.entries()) {
    const [first = '', ...others] = words;
    let count = 0;
    let at = -1;
    for (let place = indexOfWord(lower, first, 0), looked = 0; place >= 0 && looked < MOST_COUNTED; looked += 1) {
      if (!taken(place) && stand(lower, place, others)) {
        if (count === 0) at = place;
        count += 1;
      }
      place = indexOfWord(lower, first, place + first.length);
    }
    if (count === 0) continue;
    const confidence = sure === 'exact' ? 'exact' : 'likely';
    found.push({ cause, confidence, strength: STRENGTH[sure], at, count, rank, hint: { article, first: step } });
  }
  return found;
}

/** What a console wrapped is a screen long, not a log. */
const MOST_WRAPPED = 20_000;

/** A console that wraps lines breaks words in two. What is left of a long wording without its blanks is still read. */
export function findBrokenWordings(lower: string, wordings: readonly Wording[]): Observation[] {
  const squeeze = (text: string): string => text.replace(/\s+/g, '');
  const long = wordings
    .map((wording) => ({ ...wording, words: wording.words.map(squeeze) }))
    .filter(({ words, sure }) => sure !== 'subject' && words.every((word) => word.length >= LEAST_SQUEEZED));
  return findWordings(squeeze(lower.slice(0, MOST_WRAPPED)), () => false, long).map((one) => ({
    ...one,
    confidence: 'likely',
    at: 0,
  }));
}

function stand(lower: string, place: number, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const around = lower.slice(Math.max(0, place - WINDOW), place + WINDOW);
  return words.every((word) => indexOfWord(around, word, 0) >= 0);
}

const isLetter = (code: number): boolean => code >= 97 && code <= 122;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/**
 * Where a fragment begins a word: “ENOTFOUND” is no part of “ResourceNotFound”, and 400 none of 4003. A word may go on
 * after it, so that a stem finds its forms.
 */
export function indexOfWord(text: string, fragment: string, from: number): number {
  const first = fragment.charCodeAt(0);
  const last = fragment.charCodeAt(fragment.length - 1);
  const isPart = isLetter(first) ? isLetter : isDigit(first) ? isDigit : undefined;
  for (let place = text.indexOf(fragment, from); place >= 0; place = text.indexOf(fragment, place + 1)) {
    const before = place === 0 ? 32 : text.charCodeAt(place - 1);
    const after = text.charCodeAt(place + fragment.length);
    if (!isPart?.(before) && !(isDigit(last) && isDigit(after))) return place;
  }
  return -1;
}
