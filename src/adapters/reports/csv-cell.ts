/** What a spreadsheet takes for a formula, full-width variants included, even behind white space or invisible marks. */
const FORMULA = /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/**
 * The same behind a character at which some spreadsheet splits a line: with a semicolon as list separator, as in
 * much of Europe, Excel cuts a comma-separated cell there and takes the rest for a cell of its own.
 */
const INNER_FORMULA = /([;\t\n]"*[ \u00a0]*)(?=[=+\-@＝＋－＠])/gu;

/** Control characters other than tab and line feed, and marks that turn the reading direction. */
const UNWANTED = /(?![\t\n])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const LONGEST_CELL = 32_000;

/** A text from outside as a cell that no spreadsheet executes: formulas get a leading apostrophe. Quoting is the writer's. */
export function toCsvCell(text: string): string {
  const cut = text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text;
  const defused = FORMULA.test(cut) ? `'${cut}` : cut;
  return defused.replace(/\r\n?/g, '\n').replace(UNWANTED, '').toWellFormed().replace(INNER_FORMULA, "$1'");
}
