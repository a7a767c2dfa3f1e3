import { looksChosen } from './looks-random.ts';
import { BLANK, PLAIN_TERM } from './secret-rules.ts';

const LONGEST_VALUE = 4096;
const BLOCK = /[|>][-+]?\d?[^\S\n]{0,8}\r?\n(?=[^\S\n]{1,40}\S)/y;
const BLOCK_LINES = /(?:[^\S\n]{1,40}[^\n]{1,4096}(?:\n|$)){1,60}/y;
const HERE = /(@["']|"{3}|'{3})\r?\n/y;
const QUOTE = /\\{0,16}(?:[@NLrbu](?=["']))?(["'`“”„«‘‚「『])/y;
/** Markdown's, before a word. */
const EMPHASIS = /\*{2,3}(?=\w)/y;
/** In brackets stands a value, or what to put in its place. */
const BRACKETED = /([<([{])([^\s<>()[\]{}"'|,;=$%@][^\s<>()[\]{}"'|,;=]{5,400}={0,2})([>)\]}])/y;
const CLOSERS: Readonly<Record<string, string>> = {
  '<': '>',
  '(': ')',
  '[': ']',
  '{': '}',
  '“': '”',
  '„': '“',
  '«': '»',
  '‘': '’',
  '‚': '‘',
  '「': '」',
  '『': '』',
};
/** Ends with the field: what follows a `&`, `,` or `;` belongs to the value unless it begins another field. */
const TIGHT = /(?:[^\s"'<>&,;|\\]|\\(?![nrt"'\\/u])|<(?!\/)|[&,;|](?![\w.%-]{1,40}[ \t]?[=:]|\s|$|amp;))+/y;
const LOOSE = /(?:[^\s"<>]|[<>](?![/a-z!\s]))+/iy;
/** What closes a sentence, a bracket or a quotation is none of the value. */
const CLOSING = ".,;:)]}>'`*|\\";

/** Where a value stands in a text. */
export interface ValuePlace {
  from: number;
  to: number;
}

/** A sticky pattern, asked at one place. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The value that begins at `at`: what is in quotes, a block of lines, or one word. `tight`: fields may follow it. */
export function readValue(text: string, at: number, tight: boolean): ValuePlace | undefined {
  const block = matchAt(BLOCK, text, at);
  if (block) {
    const from = at + block[0].length;
    const lines = matchAt(BLOCK_LINES, text, from)?.[0].trimEnd() ?? '';
    return { from: from + (/^\s*/.exec(lines)?.[0].length ?? 0), to: from + lines.length };
  }
  const here = matchAt(HERE, text, at);
  if (here) {
    const from = at + here[0].length;
    const end = text.slice(from, from + LONGEST_VALUE).indexOf(`\n${here[1]?.replace(/^@(.)/, '$1@')}`);
    return { from, to: end < 0 ? Math.min(text.length, from + 200) : from + end };
  }
  const quote = matchAt(QUOTE, text, at);
  if (quote) {
    const from = at + quote[0].length;
    const mark = quote[1] ?? '"';
    const end = endOfQuoted(text, from, CLOSERS[mark] ?? mark, /\\*(?=\w?.$)/.exec(quote[0])?.[0].length ?? 0);
    if (end !== undefined) {
      const within = readBracketed(text, from);
      return within?.to === end - 1 ? within : { from, to: end };
    }
    return readBracketed(text, from) ?? wordAt(text, from, tight);
  }
  return readBracketed(text, at) ?? wordAt(text, at + (matchAt(EMPHASIS, text, at)?.[0].length ?? 0), tight);
}

/** What stands in brackets, where it is no name of what to put there. */
export function readBracketed(text: string, at: number): ValuePlace | undefined {
  const [, open = '', inner = '', close] = matchAt(BRACKETED, text, at) ?? [];
  const named = inner
    .split(/[-_.]/)
    .some((part) => BLANK.test(part) || (/^[a-z]+$/i.test(part) && PLAIN_TERM.test(part)));
  return CLOSERS[open] === close && looksChosen(inner, true) && !named
    ? { from: at + 1, to: at + 1 + inner.length }
    : undefined;
}

/** `depth`: how many backslashes stand before the mark that opens it. One with more before it is part of the value. */
function endOfQuoted(text: string, from: number, close: string, depth: number): number | undefined {
  const [line = ''] = text.slice(from, from + LONGEST_VALUE).split('\n', 1);
  const first = line.indexOf(close);
  for (let end = first; end >= 0; ) {
    const escapes = backslashesBefore(line, end);
    // A mark that is part of the value is written twice in PowerShell, SQL and connection strings.
    const twice = end > 0 && line.charAt(end + 1) === close && /\w/.test(line.charAt(end + 2));
    if (!twice && (depth === 0 ? escapes % 2 === 0 : escapes <= depth)) return from + end - escapes;
    end = line.indexOf(close, end + (twice ? 2 : 1));
  }
  return first < 0 ? undefined : from + first - backslashesBefore(line, first);
}

function backslashesBefore(line: string, at: number): number {
  let from = at;
  while (line.charAt(from - 1) === '\\') from -= 1;
  return at - from;
}

function wordAt(text: string, from: number, tight: boolean): ValuePlace | undefined {
  const word = matchAt(tight ? TIGHT : LOOSE, text.slice(from, from + LONGEST_VALUE), 0)?.[0];
  if (word === undefined) return undefined;
  const broken = word.search(/\\[nrt]/);
  let length = broken < 0 ? word.length : broken;
  while (length > 0 && CLOSING.includes(word.charAt(length - 1))) length -= 1;
  return length === 0 ? undefined : { from, to: from + length };
}
