import { chosen, isAlone, isWordOrMore, phraseAt } from './judge-value.ts';
import { matchAt, readValue, type ValuePlace } from './read-value.ts';
import { BLANK, SENTENCE, type SecretKind } from './secret-rules.ts';
import { ASSIGNED, BLANKS, ELEMENT, NAME_AND_VALUE } from './value-signs.ts';

/** `("CLIENT_SECRET", "…")`. */
const NEXT_ARGUMENT = /["']\s{0,4},\s{0,4}(?=["'])/y;

/** The rest of a value with blanks, up to the next field. */
const TO_FIELD = /(?: [^\s;="']{1,30}){1,4}(?=\s?;\s?[\p{L}][\p{L} ]{1,30}[=:])/uy;

const TO_LINE = /(?: [^\s="'<>]{1,30}){1,5}(?=\r?\n|$)/y;

/** The content of an element with blanks in it. */
const CONTENT = /[^<>\n]{4,200}(?=<\/)/y;

const MORE_WORDS = /(?: \p{Ll}{2,20}){1,11}(?=[.;]?[^\S\n]{0,4}(?:\r?\n|$))/uy;

export function assignedValue(text: string, at: number, kind: SecretKind): ValuePlace | undefined {
  for (const pattern of [NAME_AND_VALUE, ASSIGNED, ELEMENT]) {
    const sign = matchAt(pattern, text, at)?.[0];
    if (sign === undefined) continue;
    const value = dataAt(text, at, sign) ?? readValue(text, at + sign.length, !/[\s*]$/.test(sign));
    // A dash may stand for many things, and a bar.
    if (pattern === ASSIGNED && /(?:[-–—~?.…;[/]|(?<!\w)\()\s*$|\?|\n[a-z.]/i.test(sign))
      return chosen(text, value, value && isApart(text, value));
    if (sign.includes('|'))
      return / \|\s/.test(` ${sign}`) && !isHeader(text, at)
        ? chosen(text, value, value && isApart(text, value))
        : undefined;
    // What an element holds may have blanks in it.
    const all =
      pattern === ELEMENT && kind === 'password' && value ? matchAt(CONTENT, text, value.from)?.[0] : undefined;
    if (value && all?.includes(' ') && all.split(' ').every((word) => !SENTENCE.test(word) && !BLANK.test(word)))
      return { from: value.from, to: value.from + all.length };
    const found = value && text.slice(value.from, value.to);
    if (!value || found === undefined || found.length < 4 || BLANK.test(found)) continue;
    if (pattern === ELEMENT && !/^[.,;:)*]{0,4}(?:<|\]\])/.test(text.slice(value.to, value.to + 6))) {
      if (sign === '>' && isAlone(text, value) && !found.includes('(')) return chosen(text, value, true);
      continue;
    }
    // On the next line only what nobody would write in a sentence; and a word before other words is one of a sentence.
    if (/\n\s*$/.test(sign) && !isAlone(text, value)) continue;
    const phrase = kind === 'password' ? phraseAt(text, value.from) : undefined;
    if (phrase) return phrase;
    if (/\s$/.test(sign) && isProse(text, value, kind !== 'password')) continue;
    // Of a phrase with a word that sentences have as well, no word is left.
    const more =
      matchAt(TO_FIELD, text, value.to) ??
      restOfLine(text, at, sign, value) ??
      (/^\p{Ll}+$/u.test(found) ? matchAt(MORE_WORDS, text, value.to) : null);
    const words = more?.[0].length;
    return { from: value.from, to: value.to + (words ?? 0) };
  }
  const next = matchAt(NEXT_ARGUMENT, text, at);
  const value = next ? readValue(text, at + next[0].length, true) : undefined;
  const sets = /(?:define|setenv|putenv|variable|property|set|put)\(\s?["']\w{0,40}$/i.test(
    text.slice(Math.max(0, at - 60), at),
  );
  return value && sets && isWordOrMore(text, value) ? value : chosen(text, value, true);
}

/** Between `<![CDATA[` and its end anything may stand. */
function dataAt(text: string, at: number, sign: string): ValuePlace | undefined {
  const from = at + sign.length;
  const length = sign.endsWith('<![CDATA[') ? text.slice(from, from + 400).indexOf(']]>') : -1;
  return length > 0 ? { from, to: from + length } : undefined;
}

/** `password=two words`, where a line is a name and its value. */
function restOfLine(text: string, at: number, sign: string, { from, to }: ValuePlace): RegExpExecArray | null {
  if (!/^[ \t]?=[ \t]?$/.test(sign) || !/(?:^|\n)[ \t]{0,8}[\w.-]{1,40}$/.test(text.slice(Math.max(0, at - 50), at)))
    return null;
  const rest = matchAt(TO_LINE, text, to);
  const words = rest ? text.slice(from, to + rest[0].length).split(' ') : [];
  return words.some((word) => SENTENCE.test(word) || BLANK.test(word) || /^[#;/]/.test(word)) ? null : rest;
}

/** Alone on its line, or in quotes or brackets. */
const isApart = (text: string, value: ValuePlace): boolean => isAlone(text, value) || isEnclosed(text, value);

/** What is in quotes or brackets is no word of a sentence. */
function isEnclosed(text: string, { from }: ValuePlace): boolean {
  return /["'`“„«<([{]/.test(text.charAt(from - 1));
}

/** `-Password value`, `/pass value`, `--client-secret value`. */
export function switchValue(text: string, at: number, end: number): ValuePlace | undefined {
  const before = text.slice(Math.max(0, at - 26), at);
  const blanks = matchAt(BLANKS, text, end)?.[0];
  if (blanks === undefined || blanks.includes('\n') || !/(?:^|\s)(?:--?|\/)[\w-]{0,24}$/.test(before)) return undefined;
  const value = readValue(text, end + blanks.length, false);
  const found = value && text.slice(value.from, value.to);
  return found === undefined || found.length < 4 || /^[-/(]/.test(found) || BLANK.test(found) ? undefined : value;
}

/** Whether a row of dashes is beneath the line: the values stand further below. */
function isHeader(text: string, at: number): boolean {
  return /^[^\n]{0,400}\n[\s|:+-]{3,400}(?:\n|$)/.test(text.slice(at, at + 900));
}

/** A word as sentences have them, with another behind it. `named`: what is labelled is made by machines, and no such word. */
function isProse(text: string, { from, to }: ValuePlace, named: boolean): boolean {
  if (isEnclosed(text, { from, to })) return false;
  const word = text.slice(from, to);
  return (named ? /^\p{L}[\p{L}'’-]*$/u : SENTENCE).test(word) && /^[^\S\n]{1,3}[\p{L}(]/u.test(text.slice(to, to + 4));
}
