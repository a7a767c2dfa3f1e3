import { decodeView, viewOf } from '../../model/text/text-view.ts';

/** A text as it is read: one line, without escapes, once as it stands and once in lower case at the same positions. */
export interface ReadableText {
  text: string;
  lower: string;
}

/**
 * Undoes what a message went through before it was pasted: JSON inside JSON, an address, HTML, colours of a terminal,
 * wrapped lines, typographic quotes. Every pattern is bounded, so that the work grows with the text and not faster.
 */
export function normalizeText(raw: string): ReadableText {
  const text = decodeView(viewOf(spaceDescription(raw)))
    .text.replace(/\n[ \t]{0,40}\|[ \t]{1,40}/g, ' ')
    .replace(/[\u2018\u2019\u201b\u2032]/g, "'")
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .replace(/[\s\p{Cc}\u00bf]+/gu, ' ')
    .trim();
  return toReadable(text);
}

/** One line with its lower case. A letter whose small form is longer would shift every position. */
export function toReadable(text: string): ReadableText {
  const lower = text.toLowerCase();
  return { text: lower.length === text.length ? text : lower, lower };
}

/** The address a sign-in came back to writes blanks as plus signs. */
function spaceDescription(raw: string): string {
  return raw.replace(/error_description=[^&#\s"<>]*/gi, (value) => value.replaceAll('+', ' '));
}
