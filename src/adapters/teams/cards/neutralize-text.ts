import { toOneLine } from '../../../core/model/text/format.ts';

/** Parts what would be read as one mark, without being seen. Nothing links, calls or formats across it. */
const PART = '\u200b';

/**
 * Text that no card reads as a function (`{{DATE(…)}}`), a template (`${…}`) or a mention (`<at>`). Addresses stay as
 * they are: for texts that are meant to be copied.
 */
export function toVerbatim(text: string): string {
  return text
    .replace(/\{(?=\{)/g, `{${PART}`)
    .replace(/\$(?=\{)/g, `$${PART}`)
    .replace(/<(?=\/?at\b)/gi, `<${PART}`);
}

/**
 * One line of text for a `TextRun`, in which no client reads Markdown (learn.microsoft.com/adaptive-cards: Text
 * features). Addresses and e-mail addresses are parted, so that no client makes a link of them.
 */
export function toLiteral(text: string): string {
  return toVerbatim(toOneLine(text))
    .replace(/(?<=[a-z][a-z\d+.-]{0,30}:)(?=\/\/)/gi, PART)
    .replace(/\b(?:mailto|tel|sip|callto|msteams):/gi, (scheme) => `${scheme.slice(0, -1)}${PART}:`)
    .replace(/\bwww(?=\.)/gi, (www) => `${www}${PART}`)
    .replace(/@(?=[\p{L}\d])/gu, `@${PART}`);
}

/**
 * Marks of Markdown with a look-alike that is none. A backslash would not do: Teams' phone clients show it, or escape
 * nothing with it (microsoft/AdaptiveCards#5590, #5758, #7474).
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = { '*': '∗', '`': 'ˋ', '~': '∼' };

/**
 * One line of text for a `TextBlock` or a fact, shown as it is: nothing in it formats, links, lists or calls. An
 * underscore inside a word is no mark and stays, so that `invalid_grant` can be copied.
 */
export function toPlainMarkdown(text: string): string {
  return toLiteral(text)
    .replace(/[*`~]/g, (mark) => LOOK_ALIKES[mark] ?? '')
    .replace(/(?<![\p{L}\d])_|_(?![\p{L}\d])/gu, 'ˍ')
    .replace(/[\]\\&]/g, (mark) => `${mark}${PART}`)
    .replace(/<(?=[a-z/!?])/gi, `<${PART}`);
}

/** Keeps a line of Markdown from being read as a heading, quote, rule or list item. */
export function guardLineStart(line: string): string {
  const text = line.trim();
  return /^(?:[#>+=-]|\d{1,9}[.)])/.test(text) ? `${PART}${text}` : text;
}

/** The first `max` characters, with an ellipsis where that isn't all. Never parts a surrogate pair. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text
    .slice(0, Math.max(0, max - 1))
    .toWellFormed()
    .replace(/\uFFFD$/, '')
    .trimEnd()}…`;
}
