import { createRequire } from 'node:module';
import type * as StringWidth from 'string-width';
import type * as WrapAnsi from 'wrap-ansi';

const require = createRequire(import.meta.url);
// Loaded when a text is measured: what knows the width of every sign takes a twentieth of a start, and JSON has none.
const stringWidth: typeof StringWidth.default = (...given) => require('string-width').default(...given);
const wrapAnsi: typeof WrapAnsi.default = (...given) => require('wrap-ansi').default(...given);

/**
 * Text wrapped to a width, later lines under the first one's text. Words that do not fit are cut, but in a line with an
 * address, which could not be opened any more.
 */
export function wrapIndented(
  text: string,
  width: number,
  first: string,
  rest = ' '.repeat(stringWidth(first)),
): string[] {
  const room = Math.max(20, width - stringWidth(first));
  const wrapLine = (line: string) => wrapAnsi(line, room, { hard: !line.includes('://'), trim: true }).split('\n');
  const lines = text.split('\n').flatMap(wrapLine);
  return lines.map((line, index) => (index === 0 ? first : rest) + line);
}

/** Two texts on one line, the second at the right edge; on two lines where they do not fit. */
export function leftAndRight(left: string, right: string, width: number): string[] {
  const gap = width - stringWidth(left) - stringWidth(right);
  return gap >= 2 ? [left + ' '.repeat(gap) + right] : [...wrapIndented(left, width, ''), `  ${right}`];
}
