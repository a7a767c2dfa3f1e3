import type { Translation } from './knowledge.ts';

/** A sentence or two, not a log. */
const MOST_TRANSLATED = 2000;

/** A text with the words of other languages in English; undefined where it has none of them. */
export function translate(lower: string, translations: readonly Translation[]): string | undefined {
  const piece = ` ${lower.slice(0, MOST_TRANSLATED).replace(/\.(?=\s|$)|[^\p{L}\p{N}'.-]+/gu, ' ')} `;
  let english = piece;
  for (const { words, open, english: meant } of translations) {
    for (let at = english.indexOf(` ${words}`); at >= 0; at = english.indexOf(` ${words}`, at + 1)) {
      const after = at + 1 + words.length;
      const end = open ? english.indexOf(' ', after) : after;
      if (english[end] === ' ') english = `${english.slice(0, at + 1)}${meant}${english.slice(end)}`;
    }
  }
  return english === piece ? undefined : english.trim();
}
