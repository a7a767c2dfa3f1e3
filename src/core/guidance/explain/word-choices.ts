import { escapePattern } from '../../model/text/escape-pattern.ts';

/**
 * Words of a file as the choices of a pattern, the longest first, so that it is what is found. A `*` stands for the rest of
 * a word, as `rest` matches it; every other sign for itself.
 */
export const wordChoices = (words: readonly string[], rest = String.raw`\w*`): string =>
  words
    .toSorted((one, other) => other.length - one.length)
    .map((word) => word.split('*').map(escapePattern).join(rest))
    .join('|');

/** Words of a file as the choices of a pattern, whole unless a `*` before or behind one lets the word go on there. */
export const edgedChoices = (words: readonly string[]): string =>
  words
    .map((word) => {
      const [, before, core = '', behind] = /^(\*?)(.*?)(\*?)$/s.exec(word) ?? [];
      return `${before ? '' : String.raw`(?<!\w)`}${escapePattern(core)}${behind ? '' : String.raw`(?!\w)`}`;
    })
    .join('|');

/** Any of the words of a file, whole, in a text of lower case: a letter or a figure beside one makes it another word. */
export const wholeWords = (words: readonly string[]): RegExp => new RegExp(`${START_OF_WORD}${toWhole(words)}`, 'u');

/** The same as a piece of a pattern, without what may stand before it. */
export const toWhole = (words: readonly string[]): string =>
  String.raw`(?:${wordChoices(words, String.raw`[\p{L}\d]*`)})(?![\p{L}\d'])`;

const START_OF_WORD = String.raw`(?<![\p{L}\d'])`;
