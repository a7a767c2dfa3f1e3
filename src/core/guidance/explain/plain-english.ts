import { nearestWord } from '../../model/text/nearest-word.ts';
import { onceEach } from '../../model/text/once-each.ts';
import type { Knowledge, Translation } from './knowledge.ts';

/** A sentence or two, not a log. */
const MOST_READ = 2000;
/** Shorter words are too close to others. */
const LEAST_MISSPELT = 4;
/** In so short a word another letter makes another word. */
const SHORT = 5;

type WordsKnown = Pick<Knowledge, 'translations' | 'wordings'>;

/** Every word that a wording or a translation has; and by its first letter, with how long a word is that may be it with one slip. */
const knownWords = onceEach(({ translations, wordings }: WordsKnown) => {
  const words = [...wordings.flatMap((one) => one.words), ...translations.map((one) => one.words)].flatMap(toWords);
  const all = new Set(words);
  const near = new Map<string, string[]>();
  for (const word of all) {
    const { length } = word;
    for (const typed of length > SHORT ? [length - 1, length, length + 1] : [length - 1, length + 1]) {
      const key = `${word[0]}${typed}`;
      near.set(key, [...(near.get(key) ?? []), word]);
    }
  }
  return { all, near };
});

/** A text with words of other languages in English, and misspelt ones put right; undefined where it has none of them. */
export function toPlainEnglish(lower: string, knowledge: WordsKnown): string | undefined {
  const known = knownWords(knowledge);
  const words = toWords(lower.slice(0, MOST_READ));
  const once = [...new Set(words)].filter((word) => word.length >= LEAST_MISSPELT);
  const right = new Map(once.map((word) => [word, findNear(word, known) ?? word]));
  const spelt = words.map((word) => right.get(word) ?? word).join(' ');
  const english = translate(spelt, knowledge.translations) ?? spelt;
  return english === toWords(lower).join(' ') ? undefined : english;
}

/** Enough of a word to tell most others from it. */
const BEGINNING = 4;

/**
 * Translations in their order, with their words as they stand in a text that was taken apart; and their places by their
 * first word and a blank, or by how it begins where it may go on.
 */
const searched = onceEach((translations: readonly Translation[]) => {
  const rows = translations.map((one) => ({ ...one, words: toWords(one.words).join(' ') }));
  const byFirst = Map.groupBy(rows.keys(), (place) => {
    const { words, open } = rows[place] as (typeof rows)[number];
    const blank = words.indexOf(' ');
    if (blank >= 0) return words.slice(0, blank + 1);
    return open ? words.slice(0, BEGINNING) : `${words} `;
  });
  /** The places of those that may stand in these words. */
  const placesIn = (words: readonly string[]): Set<number> => {
    const places = new Set<number>();
    for (const word of words) {
      for (const place of byFirst.get(`${word} `) ?? []) places.add(place);
      for (let length = 2; length <= Math.min(word.length, BEGINNING); length += 1)
        for (const place of byFirst.get(word.slice(0, length)) ?? []) places.add(place);
    }
    return places;
  };
  return { rows, placesIn };
});

/** A text with the words of other languages in English; undefined where it has none of them. */
export function translate(lower: string, translations: readonly Translation[]): string | undefined {
  const start = lower.slice(0, MOST_READ);
  const parted = partWords(start, translations);
  const own = toWords(parted);
  const before = ` ${own.join(' ')} `;
  let english = before;
  const { rows, placesIn } = searched(translations);
  const waiting = placesIn(own);
  // What is put in may itself be translated, by what comes later.
  for (let place = Math.min(...waiting); waiting.delete(place); place = Math.min(...waiting)) {
    const { words, open, english: meant } = rows[place] as (typeof rows)[number];
    for (let at = english.indexOf(` ${words}`); at >= 0; at = english.indexOf(` ${words}`, at + 1)) {
      const after = at + 1 + words.length;
      const end = open ? english.indexOf(' ', after) : after;
      if (english[end] !== ' ') continue;
      english = `${english.slice(0, at + 1)}${meant}${english.slice(end)}`;
      for (const later of placesIn(meant.split(' '))) if (later > place) waiting.add(later);
    }
  }
  return english === (parted === start ? before : ` ${toWords(start).join(' ')} `) ? undefined : english.trim();
}

/** Writing without blanks. */
const UNPARTED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]+/gu;
const unparted = onceEach((translations: readonly Translation[]) =>
  translations.filter(({ words }) => words.search(UNPARTED) >= 0),
);

/** A text of a script without blanks with the words that are known in English; the rest of it says nothing. */
export function partWords(lower: string, translations: readonly Translation[]): string {
  if (lower.search(UNPARTED) < 0) return lower;
  return unparted(translations)
    .reduce((text, { words, english }) => text.replaceAll(words, ` ${english} `), lower)
    .replace(UNPARTED, ' ');
}

/** Articles and the like that are written together with their word in French and Italian. */
const ELIDED = /(?<!\p{L})(?:[cdjlmnst]|qu|un|dell|nell|all|dall|sull|quest)'(?=\p{L})/gu;

function toWords(text: string): string[] {
  return text
    .replace(ELIDED, '$& ')
    .replace(/\.(?=\s|$)|[^\p{L}\p{N}'.-]+/gu, ' ')
    .trim()
    .split(' ');
}

/** One slip, and never in the first letter. */
function findNear(word: string, { all, near }: ReturnType<typeof knownWords>): string | undefined {
  return all.has(word) ? word : nearestWord(word, near.get(`${word[0]}${word.length}`) ?? [], 1);
}
