import { toOneLine } from '../../../core/model/text/format.ts';

/**
 * What Discord's clients read as markup anywhere in a line: emphasis, spoilers, code, masked links, and with `<` all of
 * mentions, custom emoji, timestamps and command links. Without a bare `:` and `/` no address links and no invite
 * unfolds; without `:` no short code becomes an emoji. A backslash before any of them shows the character itself.
 */
const MARKS = new Set(['\\', '*', '_', '~', '|', '`', '[', ']', '<', '@', ':', '/']);

/** Words after an `@` that would call many people. Older clients look for them in the raw text. */
const CROWDS = /^(?:everyone|here)/i;
const ZERO_WIDTH_SPACE = '\u200b';

/**
 * A closing bracket without an opening one becomes its look-alike: Discord's reading of a link looks ahead for it, even
 * where it is escaped, and would take everything from a link before it to a link after it as one.
 */
function pairBrackets(text: string): string {
  if (!text.includes(']')) return text;
  let open = 0;
  return text.replace(/[[\]]/g, (bracket) => {
    if (bracket === '[') open += 1;
    else if (open === 0) return '\uff3d';
    else open -= 1;
    return bracket;
  });
}

/**
 * The characters of a line, each as it is safe in Discord's markdown, whatever stands before and after it. Only the
 * start of a line needs more: `guardLineStart`.
 */
export function escapeCharacters(text: string): string[] {
  const characters = [...pairBrackets(toOneLine(text))];
  return characters.map((character, index) => {
    if (!MARKS.has(character)) return character;
    const crowd = character === '@' && CROWDS.test(characters.slice(index + 1, index + 9).join(''));
    return `\\${character}${crowd ? ZERO_WIDTH_SPACE : ''}`;
  });
}

/** Keeps a rendered line from being read as a heading, subtext, quote or list item. */
export function guardLineStart(line: string): string {
  return line
    .trim()
    .replace(/^[#>+-]/, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}

/** Text for inline code. A backtick would end it, so that it becomes its look-alike. Empty where nothing is left. */
export function renderCode(text: string): string {
  const content = pairBrackets(toOneLine(text)).replaceAll('`', '\u02cb').trim();
  return content === '' ? '' : `\`${content}\``;
}

/** A block of code that shows the text as it is. Three backticks in a row would end it: a mark without width parts them. */
export function renderCodeBlock(text: string): string {
  const content = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/`(?=``)/g, `\`${ZERO_WIDTH_SPACE}`)
    .replace(/^\n+|\s+$/g, '');
  return content === '' ? '' : `\`\`\`\n${content}\n\`\`\``;
}
