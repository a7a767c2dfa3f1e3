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

/** Words as they stand in a text that was taken apart, by whose first two characters a text is searched for them. */
const searched = onceEach((translations: readonly Translation[]) =>
  translations
    .map((one) => ({ ...one, words: toWords(one.words).join(' ') }))
    .map((one) => ({ ...one, beginning: one.words.slice(0, 2) })),
);
const beginningsIn = (piece: string) => new Set(piece.match(/(?<= )[^ ]./gs));

/** A text with the words of other languages in English; undefined where it has none of them. */
export function translate(lower: string, translations: readonly Translation[]): string | undefined {
  const start = lower.slice(0, MOST_READ);
  const piece = ` ${toWords(partWords(start, translations)).join(' ')} `;
  let english = piece;
  const begun = beginningsIn(piece);
  for (const { words, beginning, open, english: meant } of searched(translations)) {
    if (!begun.has(beginning)) continue;
    for (let at = english.indexOf(` ${words}`); at >= 0; at = english.indexOf(` ${words}`, at + 1)) {
      const after = at + 1 + words.length;
      const end = open ? english.indexOf(' ', after) : after;
      if (english[end] !== ' ') continue;
      english = `${english.slice(0, at + 1)}${meant}${english.slice(end)}`;
      for (const beginning of beginningsIn(` ${meant} `)) begun.add(beginning);
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
