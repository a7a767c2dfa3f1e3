import type { SecretSpan } from './find-labelled.ts';
import { labelFrom } from './label-from.ts';
import { looksChosen } from './looks-random.ts';
import { BLANK, labelOf, NOT_SECRET, type SecretKind } from './secret-rules.ts';

const MOST_ROWS = 200;
const LONGEST_LINE = 4096;
const RULE = /^[^\S\n]*[|+]?[^\S\n]*:?[-=]{2,}[-=\s|+:]*$/;
const CSV_HEADER =
  /^(?!.*[.:]\s*$)(?:[{\s"'\w]{0,40}[:=]\s?)?["']?[\p{L}\w .-]{1,40}["']?(?:([,;\t])["']?[\p{L}\w .-]{1,40}["']?){1,30}$/u;
/** Names two blanks apart, without a rule beneath. */
const SPACED_HEADER =
  /^[^\S\n]{0,20}[\p{L}\w.-]{1,40}(?: [\p{L}\w.-]{1,40}){0,3}(?: {2,60}[\p{L}\w.-]{1,40}(?: [\p{L}\w.-]{1,40}){0,3}){1,12}\s*$/u;

/** Names between bars, without a rule beneath. */
const BARRED = /^[^\S\n]{0,20}\|(?:[^|\n]{1,60}\|){2,20}[^\S\n]*$/;

/** A cell of HTML, or where a row begins or ends. */
const CELL =
  /<(t[hd](?=[\s>])|\/?t(?:r|able)(?=[\s>]))[^<>]{0,200}>(?:\s{0,20}<(?!\/?t)[^<>]{1,60}>){0,3}([^<>]{0,400})/gi;

interface Line {
  text: string;
  at: number;
}

/** Finds what stands below the name of a secret: in Markdown, on a console, in comma-separated values. */
export function findColumns(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  const lines: Line[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    lines.push({ text: line.replace(/\r$/, '').slice(0, LONGEST_LINE), at });
    at += line.length + 1;
  }
  for (let index = 0; index + 1 < lines.length; index += 1) {
    const header = lines[index]?.text ?? '';
    const ruled = RULE.test(lines[index + 1]?.text ?? '');
    const spaced = !ruled && SPACED_HEADER.test(header);
    const barred = !ruled && BARRED.test(header);
    const bars = barred || (ruled && header.includes('|'));
    const mark = bars ? '|' : ruled || spaced ? '' : CSV_HEADER.exec(header)?.[1];
    if (mark === undefined || header.trim() === '') continue;
    const next = lines[index + 1]?.text ?? '';
    const names = ruled && mark === '' ? beneath(header, next) : cellsOf(header, mark);
    const cells = spaced ? names.flatMap((cell) => partNames(cell, next)) : names;
    const kinds = cells.map(({ text: name }) => kindOf(name));
    if (!kinds.some((kind) => kind !== undefined)) continue;
    const first = index + (ruled ? 2 : 1);
    let row = first;
    for (; row < Math.min(lines.length, first + MOST_ROWS); row += 1) {
      const line = lines[row];
      if (!line || line.text.trim() === '' || RULE.test(line.text)) break;
      const values = mark === '' ? columnsOf(line.text, cells) : cellsOf(line.text, mark);
      if (values.length !== cells.length) break;
      for (const [column, { text: value, from }] of values.entries()) {
        const kind = kinds[column];
        if (kind === undefined || value.length < 4 || BLANK.test(value)) continue;
        // Prose may have as many commas as the line above it, and codes have digits.
        if (mark !== '|' && (/ \S+ /.test(value) || (kind === 'sign-in code' && !/\d/.test(value)))) continue;
        // Blanks and bars may also part the words of a sentence.
        if ((spaced || barred) && !looksChosen(value, true)) continue;
        spans.push({ from: line.at + from, to: line.at + from + value.length, kind });
      }
    }
    index = row - 1;
  }
  return [...spans, ...findCells(text)];
}

/** The same in a table of HTML: below the name of a column, where the row of names has no other cells. */
function findCells(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  let kinds: (SecretKind | undefined)[] = [];
  let row: Cell[] = [];
  let named = false;
  for (const { 0: whole, 1: tag = '', 2: cell = '', index } of text.matchAll(CELL)) {
    if (/^t[hd]/i.test(tag)) {
      row.push(trim(cell, index + whole.length - cell.length));
      named ||= /^th/i.test(tag);
      continue;
    }
    if (named) kinds = row.map(({ text: name }) => kindOf(name));
    else if (row.length === kinds.length)
      for (const [column, { text: value, from }] of row.entries()) {
        const kind = kinds[column];
        if (kind && value.length >= 4 && !BLANK.test(value)) spans.push({ from, to: from + value.length, kind });
      }
    row = [];
    named = false;
  }
  return spans;
}

interface Cell {
  text: string;
  from: number;
}

function cellsOf(line: string, mark: string): Cell[] {
  const pattern =
    mark === ''
      ? /\S+(?: \S+)*/g
      : new RegExp(`(?<=^|[${mark}])(?:"[^"]*"(?=["'}]{0,4}(?:[${mark}]|$))|[^${mark}]*)`, 'g');
  return [...line.matchAll(pattern)]
    .map(({ 0: cell, index }) => trim(cell, index))
    .filter((cell) => mark !== '|' || cell.text !== '');
}

function trim(cell: string, at: number): Cell {
  const lead = /^[\s"'`]*/.exec(cell)?.[0].length ?? 0;
  return { text: cell.slice(lead).replace(/[\s"'`}]+$/, ''), from: at + lead };
}

/** A console's names stand above rows of dashes, maybe one blank apart. */
function beneath(header: string, rule: string): Cell[] {
  const starts = [...rule.matchAll(/[-=]+/g)].map(({ index }) => index);
  return starts.map((from, nth) => trim(header.slice(from, starts[nth + 1] ?? header.length), from));
}

/** Names one blank apart, where the values below the later ones begin with them. */
function partNames({ text, from }: Cell, row: string): Cell[] {
  const begins = (at: number): boolean => /^ {2}\S/.test(row.slice(from + at - 2, from + at + 1));
  const starts = [0, ...[...text.matchAll(/(?<= )\S/g)].map(({ index }) => index).filter(begins)];
  return starts.map((at, nth) => trim(text.slice(at, starts[nth + 1]), from + at));
}

/** A console's columns begin where their names do. */
function columnsOf(line: string, header: readonly Cell[]): Cell[] {
  return header.map(({ from }, index) => trim(line.slice(from, header[index + 1]?.from ?? line.length), from));
}

function kindOf(name: string): SecretKind | undefined {
  for (let next = labelFrom(name, 0); next; next = labelFrom(name, next.at + next.found.length)) {
    const label = labelOf(next.found);
    if (label && !label.weak && !NOT_SECRET.test(name.slice(next.at + next.found.length))) return label.kind;
  }
  return undefined;
}
