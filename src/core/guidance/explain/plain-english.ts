import { nearestWord } from '../../model/text/nearest-word.ts';
import { onceEach } from '../../model/text/once-each.ts';
import type { Knowledge, Translation } from './knowledge.ts';

/** A sentence or two, not a log. */
const MOST_READ = 2000;
/** Shorter words are too close to others. */
const LEAST_MISSPELT = 4;

type WordsKnown = Pick<Knowledge, 'translations' | 'wordings'>;

/** Every word that a wording or a translation has, by its first letter. */
const knownWords = onceEach(({ translations, wordings }: WordsKnown): ReadonlyMap<string, readonly string[]> => {
  const words = [...wordings.flatMap((one) => one.words), ...translations.map((one) => one.words)].flatMap(toWords);
  return Map.groupBy(new Set(words), ([first = '']) => first);
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

/** Translations in their order, with their words as they stand in a text that was taken apart; and their places by how their first word begins. */
const searched = onceEach((translations: readonly Translation[]) => {
  const rows = translations.map((one) => ({ ...one, words: toWords(one.words).join(' ') }));
  const byBeginning = Map.groupBy(rows.keys(), (place) => {
    const { words, open } = rows[place] as (typeof rows)[number];
    return (open ? words : `${words} `).replace(/(?<= ).*/s, '').slice(0, BEGINNING);
  });
  return { rows, byBeginning };
});

/** How the words of a text may begin that was taken apart: each with its first two to four characters. */
const beginningsIn = (text: string): string[] =>
  [...new Set(text.split(' '))].flatMap((word) => [2, 3, BEGINNING].map((length) => `${word} `.slice(0, length)));

/** A text with the words of other languages in English; undefined where it has none of them. */
export function translate(lower: string, translations: readonly Translation[]): string | undefined {
  const start = lower.slice(0, MOST_READ);
  let english = ` ${toWords(partWords(start, translations)).join(' ')} `;
  const { rows, byBeginning } = searched(translations);
  const placesIn = (text: string) => [...new Set(beginningsIn(text))].flatMap((one) => byBeginning.get(one) ?? []);
  const waiting = new Set(placesIn(english));
  // What is put in may itself be translated, by what comes later.
  for (let place = Math.min(...waiting); waiting.delete(place); place = Math.min(...waiting)) {
    const { words, open, english: meant } = rows[place] as (typeof rows)[number];
    for (let at = english.indexOf(` ${words}`); at >= 0; at = english.indexOf(` ${words}`, at + 1)) {
      const after = at + 1 + words.length;
      const end = open ? english.indexOf(' ', after) : after;
      if (english[end] !== ' ') continue;
      english = `${english.slice(0, at + 1)}${meant}${english.slice(end)}`;
      for (const later of placesIn(meant)) if (later > place) waiting.add(later);
    }
  }
  return english === ` ${toWords(start).join(' ')} ` ? undefined : english.trim();
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

/** In so short a word another letter makes another word. */
const SHORT = 5;

/** One slip, and never in the first letter. */
function findNear(word: string, known: ReadonlyMap<string, readonly string[]>): string | undefined {
  const alike = known.get(word[0] ?? '') ?? [];
  if (alike.includes(word)) return word;
  return nearestWord(
    word,
    alike.filter((one) => {
      const more = Math.abs(one.length - word.length);
      return more === 1 || (more === 0 && word.length > SHORT);
    }),
    1,
  );
}
