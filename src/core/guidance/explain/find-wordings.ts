import type { SearchedWording, Sureness } from './knowledge.ts';
import type { Observation } from './observation.ts';

/** The words of one wording stand within one message. */
const WINDOW = 300;
/** Enough to tell often from seldom. */
const MOST_COUNTED = 500;
/** So much of a text tells what it is about. */
const MOST_ABOUT = 20_000;
/** Shorter wordings could stand in any text whose blanks were taken out. */
const LEAST_SQUEEZED = 24;

const STRENGTH: Readonly<Record<Sureness, Observation['strength']>> = {
  exact: 'wording',
  likely: 'hint',
  subject: 'subject',
  symptom: 'status',
};

/** A place that another finding already speaks for. */
export type Taken = (at: number) => boolean;

/**
 * What the wordings of a text speak for. Each wording is searched once: the work grows with the text's length. What a
 * text is about is said at its beginning, so that a log of megabytes is not searched for subjects.
 */
export function findWordings(lower: string, taken: Taken, wordings: readonly SearchedWording[]): Observation[] {
  const found: Observation[] = [];
  const beginning = lower.slice(0, MOST_ABOUT);
  for (const { cause, choices, sure, article, first: step } of wordings) {
    const [firsts = [], ...others] = choices;
    const text = isAbout(sure) ? beginning : lower;
    let count = 0;
    let at = -1;
    let weight = 0;
    for (const first of firsts) {
      for (let place = indexOfWord(text, first, 0), looked = 0; place >= 0 && looked < MOST_COUNTED; looked += 1) {
        const beside = taken(place) ? undefined : weighBeside(text, place, others);
        if (beside !== undefined) {
          at = count === 0 ? place : Math.min(at, place);
          count += 1;
          weight = Math.max(weight, beside + first.length ** 2);
        }
        place = indexOfWord(text, first, place + first.length);
      }
    }
    if (count === 0) continue;
    const confidence = sure === 'exact' ? 'exact' : 'likely';
    const hint = { article, first: step };
    found.push({ cause, confidence, strength: STRENGTH[sure], at, count, rank: -weight, hint });
  }
  return found;
}

const isAbout = (sure: Sureness): boolean => sure === 'subject' || sure === 'symptom';

/** What a console wrapped is a screen long, not a log. */
const MOST_WRAPPED = 20_000;

/** A console that wraps lines breaks words in two. What is left of a long wording without its blanks is still read. */
export function findBrokenWordings(lower: string, wordings: readonly SearchedWording[]): Observation[] {
  const squeeze = (text: string): string => text.replace(/\s+/g, '');
  const long = wordings
    .map((wording) => ({ ...wording, choices: wording.choices.map((words) => words.map(squeeze)) }))
    .filter(({ choices, sure }) => !isAbout(sure) && choices.flat().every((word) => word.length >= LEAST_SQUEEZED));
  return findWordings(squeeze(lower.slice(0, MOST_WRAPPED)), () => false, long).map((one) => ({
    ...one,
    confidence: 'likely',
    at: 0,
  }));
}

/** How much the other words say that stand around a place, as squares of lengths; undefined where one is missing. */
function weighBeside(text: string, place: number, others: SearchedWording['choices']): number | undefined {
  if (others.length === 0) return 0;
  const around = text.slice(Math.max(0, place - WINDOW), place + WINDOW);
  let weight = 0;
  for (const words of others) {
    const longest = words.find((word) => indexOfWord(around, word, 0) >= 0);
    if (longest === undefined) return undefined;
    weight += longest.length ** 2;
  }
  return weight;
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
