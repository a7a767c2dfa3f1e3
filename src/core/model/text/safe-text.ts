/** Most texts: nothing in them has to go, and no white space is to be folded. */
const HARMLESS = /^[!-~]+(?: [!-~]+)*$/;
/** Control, bidirectional and invisible formatting characters: they break lines, colours and reading direction. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]+/gu;

export interface SafeTextOptions {
  /** Longest result in characters, the ellipsis included. Default 120. */
  maxLength?: number;
}

/**
 * Text from outside as one harmless line: no control or bidirectional characters, white space folded, cut at
 * `maxLength`. Markup is not escaped: that belongs to the renderer that knows its markup.
 */
export function toSafeText(text: string, { maxLength = 120 }: SafeTextOptions = {}): string {
  if (text.length <= maxLength && HARMLESS.test(text)) return text;
  // A name of megabytes must not be worked on in full.
  const folded = text
    .slice(0, maxLength * 8)
    .replace(UNSAFE, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...folded];
  return characters.length <= maxLength ? folded : `${characters.slice(0, maxLength - 1).join('')}…`;
}

/** Characters that hide in a line or turn its reading direction. A joiner stays: emoji are made with it. */
const INVISIBLE = /(?!\u200d)[\p{Cf}\p{Co}]/gu;
const BREAKS = /[\p{Cc}\u2028\u2029\s]+/gu;

/** Longest text from outside that a renderer looks at: no card and no message holds more. */
const MOST_READ = 16_000;

/** One harmless line, for a renderer that escapes it: line breaks are spaces, invisible characters are gone. */
export function toOneLine(text: string): string {
  if (text.length <= MOST_READ && HARMLESS.test(text)) return text;
  return text.slice(0, MOST_READ).toWellFormed().replace(INVISIBLE, '').replace(BREAKS, ' ');
}
