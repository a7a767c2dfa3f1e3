/** Whatever the production `Char` of XML 1.0 leaves out: most control characters, lone surrogates, U+FFFE and U+FFFF. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Marks that turn the reading direction: allowed in XML, but they make a console or a CI page lie. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text from outside that an XML 1.0 document may hold. Escaping is the writer's. */
export function toXmlText(text: string): string {
  return text.replace(FORBIDDEN, '').replace(DIRECTION_MARKS, '');
}
