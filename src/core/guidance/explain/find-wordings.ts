import type { CauseId } from '../../model/causes/cause.ts';
import { onceEach } from '../../model/text/once-each.ts';
import { findFragments, indexFragments, indexOfWord } from './find-fragments.ts';
import type { Knowledge, SearchedWording, Sureness } from './knowledge.ts';
import type { Observation } from './observation.ts';
import { edgedChoices } from './word-choices.ts';

/** The words of one wording stand within one message. */
const WINDOW = 300;
/** What is said not to be there is not what a text is about. */
const DENIED = /\b(?:no|without|despite|never|ohne|kein\w*|sans|sin|geen)(?: [\w'-]+)? $/;
const MOST_DENYING = 30;
/** So much of a text tells what it is about. */
const MOST_ABOUT = 20_000;
/** Shorter wordings could stand in any text whose blanks were taken out. */
const LEAST_SQUEEZED = 24;

type Searched = Pick<Knowledge, 'wordings' | 'contexts'>;

const STRENGTH: Readonly<Record<Sureness, Observation['strength']>> = {
  exact: 'wording',
  likely: 'hint',
  subject: 'subject',
};

/**
 * What the wordings of a text speak for. All are searched in one walk: the work grows with the text's length. What a
 * text is about is said at its beginning, so that a log of megabytes is not searched for subjects.
 */
export function findWordings(lower: string, knowledge: Searched): Observation[] {
  const { wordings } = knowledge;
  const found: Observation[] = [];
  const beginning = lower.slice(0, MOST_ABOUT);
  const { fragments, searchedBy } = indexWordings(wordings);
  const places = findFragments(lower, fragments);
  const begun = new Set([...places.keys()].flatMap((first) => searchedBy.get(first) ?? []));
  for (const nth of [...begun].sort((one, other) => one - other)) {
    const { cause, choices, sure, article, first: step, follows } = wordings[nth] as SearchedWording;
    const [firsts = [], ...others] = choices;
    const text = sure === 'subject' ? beginning : lower;
    const confidence = sure === 'exact' ? 'exact' : 'likely';
    const met = firsts.flatMap((first) => (places.get(first) ?? []).map((at) => ({ first, at })));
    for (const { first, at } of met.sort((one, other) => one.at - other.at)) {
      if (at + first.length > text.length) break;
      const before = sure === 'subject' ? text.slice(Math.max(0, at - MOST_DENYING), at) : '';
      if (DENIED.test(before) || isOfAProgram(before, cause, knowledge)) continue;
      const beside = findBeside(text, at, others);
      if (beside === undefined) continue;
      const words = [first, ...beside];
      const rank = -words.reduce((sum, word) => sum + word.length ** 2, 0);
      const [matched] = words.toSorted((one, other) => other.length - one.length);
      const hint = { article, first: step };
      found.push({
        cause,
        confidence,
        strength: STRENGTH[sure],
        at,
        rank,
        matched,
        follows,
        hint,
        clause: clauseOf(lower, at, matched),
      });
    }
  }
  return found;
}

/** A part of a program that is not there is no object of a tenant. */
const isOfAProgram = (before: string, cause: CauseId, { contexts }: Searched): boolean =>
  cause.startsWith('tenant.') && toPart(contexts).test(before);

const toPart = onceEach(({ parts }: Knowledge['contexts']) => new RegExp(`(?:${edgedChoices(parts)})['"]? $`));

/** A colon behind a name or a sentence, and no field of JSON; or a dash. */
const PASSES_ON = /[^"]: | - /g;

/** Where what a program passes on begins, if that is where the longest word of a wording stands. */
function clauseOf(lower: string, at: number, matched = ''): number {
  const from = Math.max(0, at - WINDOW);
  const before = lower.slice(from, lower.indexOf(matched, from));
  const mark = [...before.matchAll(PASSES_ON)].at(-1);
  return mark ? from + mark.index : 0;
}

/** The words that wordings are searched by, and which are searched by each. */
const indexWordings = onceEach((wordings: readonly SearchedWording[]) => {
  const searchedBy = new Map<string, number[]>();
  for (const [nth, { choices }] of wordings.entries()) {
    for (const first of choices[0] ?? []) searchedBy.set(first, [...(searchedBy.get(first) ?? []), nth]);
  }
  return { fragments: indexFragments([...searchedBy.keys()]), searchedBy };
});

/** What a console wrapped is a screen long, not a log. */
const MOST_WRAPPED = 20_000;

/** A console that wraps lines breaks words in two. What is left of a long wording without its blanks is still read. */
export function findBrokenWordings(lower: string, { wordings, contexts }: Searched): Observation[] {
  const searched = { wordings: longWordings(wordings), contexts };
  return findWordings(squeeze(lower.slice(0, MOST_WRAPPED)), searched).map((one) => ({
    ...one,
    confidence: 'likely',
    at: 0,
  }));
}

const squeeze = (text: string): string => text.replace(/\s+/g, '');

/** The wordings that are long enough, without their blanks. */
const longWordings = onceEach((wordings: readonly SearchedWording[]): readonly SearchedWording[] =>
  wordings
    .map((wording) => ({ ...wording, choices: wording.choices.map((words) => words.map(squeeze)) }))
    .filter(({ choices, sure }) => sure !== 'subject' && choices.flat().every((word) => word.length >= LEAST_SQUEEZED)),
);

/** Of each of the other words the longest choice that stands around a place; undefined where one has none. */
function findBeside(text: string, place: number, others: SearchedWording['choices']): string[] | undefined {
  const around = others.length === 0 ? '' : text.slice(Math.max(0, place - WINDOW), place + WINDOW);
  const found: string[] = [];
  for (const words of others) {
    const longest = words.find((word) => indexOfWord(around, word) >= 0);
    if (longest === undefined) return undefined;
    found.push(longest);
  }
  return found;
}

/** Around a code its own message is written: so far before and after it nothing else is evidence. */
const MESSAGE_BEFORE = 120;
const MESSAGE_AFTER = 900;

/** The codes in whose message a place may lie, two at most. `places` ascend, so each question is a binary search. */
export function createMessages(places: readonly number[]): (at: number) => number[] {
  return (at) => {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle] ?? 0) <= at + MESSAGE_BEFORE) low = middle + 1;
      else high = middle;
    }
    return places.slice(Math.max(0, low - 2), low).filter((place) => at - place <= MESSAGE_AFTER);
  };
}
