import { toSafeText } from '../../core/model/text/format.ts';

/** Whatever the production `Char` of XML 1.0 leaves out: most control characters, lone surrogates, U+FFFE and U+FFFF. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Marks that turn the reading direction: allowed in XML, but they make a console or a CI page lie. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text from outside as xmlbuilder2 4 wants it, to be called exactly once on what goes into a document: what XML 1.0
 * forbids is dropped, angle brackets and quotes are the writer's. The ampersand is not: xmlbuilder2 takes `&lt;` and
 * `&#0;` in a text for entities, once when it reads an object and once when it writes, so it is escaped for both.
 */
export function toXmlText(text: string): string {
  return text.replace(FORBIDDEN, '').replace(DIRECTION_MARKS, '').replaceAll('&', '&amp;amp;');
}

/** The same as one line for an attribute, cut at `maxLength`. */
export function toXmlLine(text: string, maxLength = 200): string {
  return toXmlText(toSafeText(text, { maxLength }));
}
