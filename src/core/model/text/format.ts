/** A duration as people say it: `0.8 s`, `41 s`, `2 min 14 s`, `5 h 41 min`, `3 d 4 h`; a guess has whole seconds. */
export function formatDuration(ms: number, { guessed = false } = {}): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95 && !guessed) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const pair = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
    small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return pair(minutes, 'min', minutes < 10 ? whole % 60 : 0, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return pair(hours, 'h', minutes % 60, 'min');
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** `1 tenant`, `1,204 tenants`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(count)} ${count === 1 ? singular : plural}`;
}

/** The whole of what was counted: `both tenants`, `all 1,204 tenants`. */
export function allOf(count: number, singular: string, plural?: string): string {
  return count === 2 ? `both ${plural ?? `${singular}s`}` : `all ${countOf(count, singular, plural)}`;
}

export function formatNumber(value: number): string {
  // The first number that is asked of it costs a start 17 ms.
  return Number.isInteger(value) && Math.abs(value) < 1000 ? String(value) : value.toLocaleString('en-GB');
}

const PROPER_STARTS = ['MFA', 'Conditional', 'Graph', 'Exchange', 'Entra', 'Microsoft', 'Microsoft’s', 'Samaritan'];

/** A headline inside a sentence: its first letter lowered, unless it begins with a name. */
export function inSentence(headline: string): string {
  const [first = ''] = headline.split(' ', 1);
  return PROPER_STARTS.includes(first) ? headline : headline.charAt(0).toLowerCase() + headline.slice(1);
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What follows the names that are shown: ` and 3 more`, or nothing where none is left out. */
export function andMore(left: number): string {
  return left > 0 ? ` and ${formatNumber(left)} more` : '';
}

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
