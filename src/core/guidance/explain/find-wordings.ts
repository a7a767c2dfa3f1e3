import { TEXT_RULES, type TextRule } from '../../model/causes/texts.ts';
import type { Observation } from './observation.ts';
import { NETWORK_WORDINGS } from './wordings/network.ts';
import { PORTAL_WORDINGS } from './wordings/portal.ts';
import { SERVICE_WORDINGS } from './wordings/services.ts';
import { SIGN_IN_WORDINGS } from './wordings/sign-in.ts';
import { SUBJECT_WORDINGS } from './wordings/subjects.ts';

/** The wordings the checks know come first, except where they only name a subject; a pasted text needs more of them. */
const SUBJECTS: ReadonlySet<string> = new Set([
  'conditional access',
  'insufficient privileges',
  'insufficient access rights',
]);
const isSubject = (rule: TextRule): boolean => rule.all.length === 1 && SUBJECTS.has(rule.all[0] ?? '');

/** Every known wording, the more particular first. */
export const WORDINGS: readonly TextRule[] = [
  ...TEXT_RULES.filter((rule) => !isSubject(rule)),
  ...SIGN_IN_WORDINGS,
  ...PORTAL_WORDINGS,
  ...SERVICE_WORDINGS,
  ...TEXT_RULES.filter(isSubject),
  ...NETWORK_WORDINGS,
  ...SUBJECT_WORDINGS,
];

/** The fragments of one wording stand within one message. */
const WINDOW = 300;
/** Enough to tell often from seldom. */
const MOST_COUNTED = 500;

/** A place that another finding already speaks for. */
export type Taken = (at: number) => boolean;

/** What the wordings of a text speak for. Each wording is searched once: the work grows with the text's length. */
export function findWordings(lower: string, taken: Taken): Observation[] {
  const found: Observation[] = [];
  for (const [rank, rule] of WORDINGS.entries()) {
    const [first = '', ...others] = rule.all;
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
    const strength = rule.confidence === 'exact' ? 'wording' : 'hint';
    found.push({ cause: rule.cause, confidence: rule.confidence, strength, at, count, rank });
  }
  return found;
}

function stand(lower: string, place: number, fragments: readonly string[]): boolean {
  if (fragments.length === 0) return true;
  const around = lower.slice(Math.max(0, place - WINDOW), place + WINDOW);
  return fragments.every((fragment) => indexOfWord(around, fragment, 0) >= 0);
}

const isLetter = (code: number): boolean => code >= 97 && code <= 122;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/**
 * Where a fragment begins a word: “ENOTFOUND” is no part of “ResourceNotFound”, and 400 none of 4003. A word may go on
 * after it, so that a stem finds its forms.
 */
function indexOfWord(text: string, fragment: string, from: number): number {
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
