import { chosen, isAlone, isNumberedPhrase, isWordOrMore, phraseAt } from './judge-value.ts';
import { looksChosen, looksOdd, looksRandom, looksStrong } from './looks-random.ts';
import { matchAt, readValue, type ValuePlace } from './read-value.ts';
import { BLANK, DIRECT, FILLED, ID_BEFORE, IS, SETS, type SecretKind, TO, WHOSE } from './secret-rules.ts';
import { BLANKS, GAP } from './value-signs.ts';

/** What joins a label with its value, further behind it. */
const SIGN = /[:=](?=\s)|[-=]>|[→⇒➜]/g;

/** The rest of a line that asks, and who answers in the next. */
const ANSWERED =
  /(?:[^\S\n?][^:=\n]{0,58}|\?{1,3})\r?\n(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?\s)?(?:[\p{L}.]{1,20} ?){1,2}(?::[^\S\n]{1,3}|(?:[^:\n]{0,20}\d{1,2}:\d\d(?: ?[AP]M)?)?\r?\n(?:\d{1,2}:\d\d[^\n]{0,4}\r?\n)?)(?=\S{6,40}[^\S\n]{0,4}(?:\r?\n|$))/uy;

/** What was done with a password. */
const ENTERED =
  /^["'”]?,? (?:\p{L}{1,8} ){0,2}(?:eingegeben|verwendet|benutzt|gesetzt|vergeben|geht|ging|funktioniert|entered|typed|used|set|works|worked|fails|failed|saisi|utilisé|fonctionne|marche|ingresada|funciona|ingevoerd|gebruikt|werkt|inserita|funziona)(?!\p{L})/u;
const AFTER = 40;

/** A code, and a router's key. */
const CODE = /\d{4,8}(?!\w)/y;
const NUMBER = /\d{12,20}(?!\w)/y;

/** `PIN of the tablet 2580`, `codice 902817`: six figures that are no code of Entra, or four at the end of a line. */
const TOLD_CODE =
  /((?:\p{L}{1,12} ){0,3}\(?)(?:(?!(?:50[01]|530|650|700|900)\d{3})\d{3}[ -]?\d{3}(?![\w-]|[.,:]\d)|(?<=\()\d{4,5}(?=\))|\d{4}#?(?=[^\S\n]{0,4}(?:\r?\n|$)))/uy;

/** `the password for PC-01 is …`, `PASSWORD   …`, and a value beneath its label: only what nobody takes for a word. */
export function saidValue(text: string, at: number, kind: SecretKind): ValuePlace | undefined {
  const digits = kind === 'sign-in code';
  const blanks = matchAt(BLANKS, text, at)?.[0];
  if (blanks !== undefined) {
    const word = readValue(text, at + blanks.length, false);
    if (word && (kind === 'password' || kind === 'client secret') && isEntered(text, at, word, kind)) return word;
    const value = chosen(text, word, true);
    if (value && (!blanks.includes('\n') || (isAlone(text, value) && !isRow(text, at, value)))) return value;
    if (/["'`“„([]$|\n\s*\S$/.test(text.slice(at, at + blanks.length + 1)))
      return phraseAt(text, at + blanks.length + (blanks.includes('\n') ? 0 : 1));
    const number = digits && /\t| {2}/.test(blanks) ? CODE : NUMBER;
    const code = {
      from: at + blanks.length,
      to: at + blanks.length + (matchAt(number, text, at + blanks.length)?.[0].length ?? 0),
    };
    if (code.to > code.from && isAlone(text, code)) return code;
    const told = digits ? matchAt(TOLD_CODE, text, at + blanks.length) : null;
    if (told) return { from: at + blanks.length + (told[1]?.length ?? 0), to: at + blanks.length + told[0].length };
  }
  const [line = ''] = text.slice(at, at + GAP).split('\n', 1);
  const set = SETS.test(text.slice(Math.max(0, at - GAP), at)) ? [...line.matchAll(TO)] : [];
  for (const sign of [...line.matchAll(SIGN), ...set, ...line.matchAll(IS)]) {
    const from = at + sign.index + sign[0].length;
    const value = readValue(text, from + (FILLED.exec(text.slice(from, from + 40))?.[0].length ?? 0), false);
    if (!value) continue;
    // Nothing stands between the label and the verb, or what says which password it is.
    const direct = DIRECT.test(line.slice(0, sign.index));
    const figures = digits ? /^\d{4,8}$/.exec(text.slice(value.from, value.to))?.[0].length : undefined;
    if (figures && (direct || figures >= 6)) return value;
    if (direct && /["'“„«]/.test(text.charAt(value.from - 1)) && isWordOrMore(text, value)) return value;
    const found =
      chosen(text, value, direct || set.includes(sign)) ?? (direct ? phraseAt(text, value.from) : undefined);
    const word = text.slice(value.from, value.to);
    const odd = kind === 'password' && direct && !set.includes(sign) && looksOdd(word);
    const alone = !found && isAlone(text, value) && (odd || looksStrong(word)) && !BLANK.test(word);
    if ((found || alone) && (direct || !ID_BEFORE.test(text.slice(at, value.from)))) return found ?? value;
  }
  for (const before of kind === 'password' ? [WHOSE.exec(line)?.[0], matchAt(ANSWERED, text, at)?.[0]] : []) {
    const last = before === undefined ? undefined : readValue(text, at + before.length, false);
    if (last && isAlone(text, last) && looksStrong(text.slice(last.from, last.to))) return last;
  }
  return mixedWord(line, at, kind);
}

/** `pw "Blue Kettle 9"`, `"Graph:Secret" "…"`, or a word no sentence has, alone behind its label or before what was done with it. */
function isEntered(text: string, at: number, { from, to }: ValuePlace, kind: SecretKind): boolean {
  const word = text.slice(from, to);
  const quoted = /["'“„«]/.test(text.charAt(from - 1));
  if (quoted && /^["']\s/.test(text.slice(at, at + 2)) && isWordOrMore(text, { from, to })) return true;
  if (kind !== 'password' || BLANK.test(word) || text.slice(at, from).includes('\n')) return false;
  return (
    (quoted && isNumberedPhrase(word)) ||
    (looksOdd(word) && (isAlone(text, { from, to }) || ENTERED.test(text.slice(to, to + AFTER))))
  );
}

/** Values with commas below names with commas: each is read as its column's. */
function isRow(text: string, at: number, { from, to }: ValuePlace): boolean {
  return /[,;]["']?\w[\w ]{0,30}$/.test(text.slice(Math.max(0, at - GAP), at)) && /[,;]/.test(text.slice(from, to));
}

/** Somewhere behind the label a word of letters, digits and marks, as only passwords are, or of mere chance. */
function mixedWord(line: string, at: number, kind: SecretKind): ValuePlace | undefined {
  for (const { 0: word, index } of line.matchAll(
    /(?<=[\s"'`‘“(])[^\s"'`‘’“”/:=|<>\\()[\]{},;]{8,60}(?=[\s"'`’”),;.?]|$)/g,
  )) {
    const marked = /\d/.test(word) && /[a-z]/i.test(word) && /[!#$%^&*~+?@]/.test(word);
    const random = /[a-z]/.test(word) && /[A-Z]/.test(word) && looksRandom(word);
    const apart =
      kind === 'password' &&
      /[,(]\s?$/.test(line.slice(0, index)) &&
      /[\d!#$%^&*~+?@]/.test(word) &&
      looksChosen(word, true);
    if (
      apart ||
      ((marked || random) && looksChosen(word) && !BLANK.test(word) && !ID_BEFORE.test(line.slice(0, index)))
    )
      return { from: at + index, to: at + index + word.length };
  }
  return undefined;
}
