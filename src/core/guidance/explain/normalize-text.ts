/** A text as it is read: one line, without escapes, once as it stands and once in lower case at the same positions. */
export interface ReadableText {
  text: string;
  lower: string;
}

const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  '#39': "'",
  '#x27': "'",
  amp: '&',
  nbsp: ' ',
  lt: '<',
  gt: '>',
};

/** A terminal's colour sequence: the escape character is what is looked for. */
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]{0,20}[A-Za-z]`, 'g');

/**
 * Undoes what a message went through before it was pasted: JSON inside JSON, an address, HTML, colours of a terminal,
 * wrapped lines, typographic quotes. Every pattern is bounded, so that the work grows with the text and not faster.
 */
export function normalizeText(raw: string): ReadableText {
  const text = decodeDescription(raw)
    .replace(COLOUR, '')
    .replace(/\n[ \t]{0,40}\|[ \t]{1,40}/g, ' ')
    .replace(/\\{1,64}(?:u([0-9a-fA-F]{4})|([nrt])|(["'/`]))/g, unescapeJson)
    .replace(/&(quot|apos|#39|#x27|amp|nbsp|lt|gt);/g, (_entity, name: string) => NAMED_ENTITIES[name] ?? ' ')
    .replace(/[\u2018\u2019\u201b\u2032]/g, "'")
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .replace(/[\p{Cf}\u00ad]+/gu, '')
    .replace(/[\s\p{Cc}\u00bf]+/gu, ' ')
    .trim();
  return toReadable(text);
}

/** One line with its lower case. A letter whose small form is longer would shift every position. */
export function toReadable(text: string): ReadableText {
  const lower = text.toLowerCase();
  return { text: lower.length === text.length ? text : lower, lower };
}

function unescapeJson(
  _match: string,
  code: string | undefined,
  letter: string | undefined,
  mark: string | undefined,
): string {
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
  return letter === undefined ? (mark ?? '') : ' ';
}

/** The address a sign-in came back to carries its error percent-encoded. */
function decodeDescription(raw: string): string {
  return raw.replace(/error_description=([^&#\s"'<>]*)/gi, (_match, value: string) => {
    const spaced = value.replaceAll('+', ' ');
    return `error_description=${spaced.replace(/%([0-7][0-9a-f])/gi, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))}`;
  });
}
