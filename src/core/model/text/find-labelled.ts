import { looksChosen, looksRandom, looksStrong } from './looks-random.ts';
import { matchAt, readValue, type ValuePlace } from './read-value.ts';
import {
  BLANK,
  DIRECT,
  FILLED,
  ID_BEFORE,
  IS,
  LABEL,
  labelOf,
  NOT_SECRET,
  PLAIN_TERM,
  SENTENCE,
  SETS,
  type SecretKind,
  TO,
  WHOSE,
} from './secret-rules.ts';

export interface SecretSpan {
  from: number;
  to: number;
  kind: SecretKind;
}

/** So far after its label a value may begin. */
const GAP = 60;

/** What joins a label with its value, further behind it. */
const SIGN = /[:=](?=\s)|[-=]>|[→⇒➜]/g;
/** The rest of a line that asks, and who answers in the next. */
const ANSWERED =
  /[^\S\n][^:=\n]{0,58}\r?\n(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?\s)?(?:[\p{L}.]{1,20} ?){1,2}(?::[^\S\n]{1,3}|\r?\n)(?=\S{6,40}[^\S\n]{0,4}(?:\r?\n|$))/uy;
/** After the label and its closing marks: a sign, and the marks that open the value. */
const ASSIGNED =
  /["'`\\*_)\]}]{0,12}(?:\s{0,4}[([][^()[\]\n]{1,40}[)\]])?(?:\s?:\s?[a-z]{3,10}(?=\s?=\s?["']))?\s{0,8}(?:[-=]{1,2}>|[→⇒➜➔⟶]|[?:.+]{0,3}={1,3}|:{1,2}|\|{1,2}|;(?=\S)|[-–—~](?=\s)|(?<=\s)\/(?=\s)|(?:\s(?:pls|please|plz|bitte)[!.?]{0,2}|\?{1,3})?\r?\n[a-z.]{1,20}(?: [a-z.]{1,20})?:(?:\s(?:sure|yes|ok|its|it's),?)?(?=\s)|\?{1,3}(?:\s{1,3}(?:[a-z.]{1,20}(?: [a-z]{1,20})?:|[-=]{1,2}>))?(?=\s)|\.{3,60}:?|…|は|是|为|[([](?=[^\s)\]]{6,64}[)\]]))[*_]{0,3}[^\S\n]{0,12}(?:\r?\n[^\S\n]{0,20}){0,2}(?:new\s[\w.]{1,40}\()?[*_]{0,3}(?:\[(?:spoiler|hide|code|tt|b|i)\]){0,2}/iy;
/** `<password>value`, `<Password Type="x"><Value>value`, `<td>Password</td><td>value`. */
const ELEMENT =
  /(?:["'\w:-]{0,20}(?:\s[^<>\n]{0,200})?>|:?(?:<\/\w{1,10}>:?\s{0,8}){1,4})\s{0,20}(?:<!\[CDATA\[|<\w[^<>\n]{0,60}>\s{0,4}){0,3}/y;
/** `key="ClientSecret" value="…"`, `name: PASSWORD`, `value: …`. */
const NAME_AND_VALUE =
  /["'\\]{0,6}\s{0,8}(?:,|[:=]\s{0,4}\{)?\s{0,24}(?:[\w"']{1,30}\s?:\s?(?:true|false|["']\w{1,20}["']),?\s{0,4})?["'\\]{0,6}value["'\\]{0,6}\s{0,4}[:=]\s{0,4}/iy;
/** `("CLIENT_SECRET", "…")`. */
const NEXT_ARGUMENT = /["']\s{0,4},\s{0,4}(?=["'])/y;
/** `-ClientSecret value`, `PASSWORD value`, columns. */
const BLANKS =
  /(?:["'`*_]{1,2}|['’]s)?(?:\s?[([][^()[\]\n]{1,40}[)\]])?(?:[가-힣ぁ-ヿ一-鿿\u0e00-\u0e7f]{1,12}[^\S\r\n]{0,3}|[^\S\r\n]{1,40}|[^\S\r\n]{0,4}:?\r?\n[^\S\n]{0,20}(?:[•*-][^\S\n]{1,3})?)[*_]{0,3}/y;
/** Codes are given out in lists. */
const LIST =
  /:?[^\S\n]{0,8}\r?\n(?:[^\S\n]{0,8}(?:\d{1,2}[.)]\s{1,3}|[-*•]\s{1,3})?(?:\d{3,5}[ -]\d{3,5}|[\w-]{6,24})(?:[ ,][^\S\n]{0,4}|\r?\n|$)){1,20}/y;

const PHRASE = /\p{Ll}{3,12}(?: \p{Ll}{3,12}){2,6}(?=(?:["'`”“][,.;)]?|[.;]?[^\S\n]{0,4}(?:\r?\n|$)))/uy;

/** What parts a value from a second one. */
const ANOTHER = /["'`]?\s{0,2}(?:[/&,+]|and|or|und|oder)\s{1,2}/y;

/** `Set-AzKeyVaultSecret: Forbidden.` is a cmdlet that begins a sentence. */
const CMDLET = /(?:^|[^\w-])(?:Add|Backup|Get|Import|Invoke|New|Remove|Restore|Set|Test|Undo|Update)-\w{2,40}$/;
/** `invalid user and password …` says what was refused, and not its value. */
const REFUSED =
  /(?:invalid|wrong|incorrect|bad|unknown)\s(?:user ?(?:names?|ids?)?|e-?mail|login|account)s?\s(?:and|or|and\/or)\s$/i;
const CMDLET_SAYS = /^\w{0,20}\s?:\s{1,4}\p{L}{3,}(?:[.:]|\s\p{Ll})/u;

/** Finds what is labelled as a secret, whatever joins the label and the value. */
export function findLabelled(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  let next = 0;
  for (let label = labelFrom(text, next); label; label = labelFrom(text, next)) {
    const { at, found } = label;
    next = at + found.length;
    const span = readLabel(text, at, found);
    if (!span) continue;
    spans.push(span);
    const joined = matchAt(ANOTHER, text, span.to)?.[0];
    const other =
      joined === undefined ? undefined : chosen(text, readValue(text, span.to + joined.length, false), true);
    if (other) spans.push({ ...other, kind: span.kind });
    next = Math.max(span.to, next);
  }
  return spans;
}

/** The next label that is a word by itself, or a part of a name. */
export function labelFrom(text: string, from: number): { at: number; found: string } | undefined {
  LABEL.lastIndex = from;
  for (let match = LABEL.exec(text); match; match = LABEL.exec(text)) {
    if (isWord(text, match.index, match[0])) return { at: match.index, found: match[0] };
    // Another may begin in it: `otP` of `rootPassword`.
    LABEL.lastIndex = match.index + 1;
  }
  return undefined;
}

function readLabel(text: string, at: number, found: string): SecretSpan | undefined {
  const label = labelOf(found);
  let end = at + found.length;
  if (!label) return undefined;
  const rest = text.slice(end, end + GAP);
  if (NOT_SECRET.test(rest)) return undefined;
  if (REFUSED.test(text.slice(Math.max(0, at - GAP), at)) && !/^['"]?[:=]/.test(rest)) return undefined;
  if (CMDLET.test(text.slice(Math.max(0, at - GAP), at)) && CMDLET_SAYS.test(rest)) return undefined;
  end += /^(?:[\w-]{0,24}\w|[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\p{M}]{1,8}(?!\w))?/u.exec(rest)?.[0].length ?? 0;
  const { kind, weak } = label;
  const list = kind === 'sign-in code' ? matchAt(LIST, text, end)?.[0] : undefined;
  if (list && /\d/.test(list)) return { from: end + list.indexOf('\n') + 1, to: end + list.trimEnd().length, kind };
  const value = weak
    ? randomValue(text, at, end)
    : (assignedValue(text, end, kind) ?? switchValue(text, at, end) ?? saidValue(text, end, kind));
  // Tokens are made by machines: a plain word is none.
  const isToken = kind === 'access token' || kind === 'refresh token';
  return value && !(isToken && /^[^\d]{0,19}$/.test(text.slice(value.from, value.to))) ? { ...value, kind } : undefined;
}

/** Short labels occur in words: `pw` only counts where it stands by itself, or as a part of `dbPw` or `PW_ADMIN`. */
function isWord(text: string, at: number, found: string): boolean {
  const latin = /^[\w\s.'’-]+$/.test(found);
  if (!latin || found.length >= 8) return true;
  const before = text.charAt(at - 1);
  const after = text.charAt(at + found.length);
  const begins =
    /^pwd?$/i.test(found) || !/[a-zA-Z0-9]/.test(before) || (/[a-z0-9]/.test(before) && /[A-Z]/.test(found.charAt(0)));
  const ends = !/[a-z]/i.test(after) || (/[a-z]$/.test(found) && /[A-Z]/.test(after));
  return found.length >= 5
    ? ends || /^s(?![a-z])/i.test(text.slice(at + found.length, at + found.length + 2))
    : begins && ends;
}

function assignedValue(text: string, at: number, kind: SecretKind): ValuePlace | undefined {
  for (const pattern of [NAME_AND_VALUE, ASSIGNED, ELEMENT]) {
    const sign = matchAt(pattern, text, at)?.[0];
    if (sign === undefined) continue;
    const value = readValue(text, at + sign.length, !/[\s*]$/.test(sign));
    // A dash may stand for many things, and a bar.
    if (pattern === ASSIGNED && /[-–—~?.…;([/]\s*$|\?|\n[a-z.]/i.test(sign))
      return chosen(text, value, value && isAlone(text, value));
    if (sign.includes('|'))
      return / \|\s/.test(` ${sign}`) && !isHeader(text, at)
        ? chosen(text, value, value && isAlone(text, value))
        : undefined;
    const found = value && text.slice(value.from, value.to);
    if (!value || found === undefined || found.length < 4 || BLANK.test(found)) continue;
    if (pattern === ELEMENT && !/^[.,;:)*]{0,4}(?:<|\]\])/.test(text.slice(value.to, value.to + 6))) continue;
    // On the next line only what nobody would write in a sentence; and a word before other words is one of a sentence.
    if (/\n\s*$/.test(sign) && !isAlone(text, value)) continue;
    const phrase = kind === 'password' ? phraseAt(text, value.from) : undefined;
    if (phrase) return phrase;
    if (/\s$/.test(sign) && isProse(text, value, kind !== 'password')) continue;
    return value;
  }
  const next = matchAt(NEXT_ARGUMENT, text, at);
  const value = next ? readValue(text, at + next[0].length, true) : undefined;
  const sets = /(?:define|setenv|putenv|variable|property|set|put)\(\s?["']\w{0,40}$/i.test(
    text.slice(Math.max(0, at - 60), at),
  );
  return value && sets && isWordOrMore(text, value) ? value : chosen(text, value, true);
}

/** `-Password value`, `/pass value`, `--client-secret value`. */
function switchValue(text: string, at: number, end: number): ValuePlace | undefined {
  const before = text.slice(Math.max(0, at - 26), at);
  const blanks = matchAt(BLANKS, text, end)?.[0];
  if (blanks === undefined || blanks.includes('\n') || !/(?:^|\s)(?:--?|\/)[\w-]{0,24}$/.test(before)) return undefined;
  const value = readValue(text, end + blanks.length, false);
  const found = value && text.slice(value.from, value.to);
  return found === undefined || found.length < 4 || /^[-/(]/.test(found) || BLANK.test(found) ? undefined : value;
}

/** `the password for PC-01 is …`, `PASSWORD   …`, and a value beneath its label: only what nobody takes for a word. */
function saidValue(text: string, at: number, kind: SecretKind): ValuePlace | undefined {
  const digits = kind === 'sign-in code';
  const blanks = matchAt(BLANKS, text, at)?.[0];
  if (blanks !== undefined) {
    const value = chosen(text, readValue(text, at + blanks.length, false), true);
    if (value && (!blanks.includes('\n') || isAlone(text, value))) return value;
    if (/["'`“„]$|\n\s*\S$/.test(text.slice(at, at + blanks.length + 1)))
      return phraseAt(text, at + blanks.length + (blanks.includes('\n') ? 0 : 1));
    const code = digits && /\t| {2}/.test(blanks) ? readValue(text, at + blanks.length, false) : undefined;
    if (code && /^\d{4,8}$/.test(text.slice(code.from, code.to)) && isAlone(text, code)) return code;
  }
  const [line = ''] = text.slice(at, at + GAP).split('\n', 1);
  const set = SETS.test(text.slice(Math.max(0, at - GAP), at)) ? [...line.matchAll(TO)] : [];
  for (const sign of [...line.matchAll(SIGN), ...line.matchAll(IS), ...set]) {
    const from = at + sign.index + sign[0].length;
    const value = readValue(text, from + (FILLED.exec(text.slice(from, from + 40))?.[0].length ?? 0), false);
    if (!value) continue;
    if (digits && /^\d{6,8}$/.test(text.slice(value.from, value.to))) return value;
    // Nothing stands between the label and the verb, or what says which password it is.
    const direct = DIRECT.test(line.slice(0, sign.index));
    if (direct && /["'“„«]/.test(text.charAt(value.from - 1)) && isWordOrMore(text, value)) return value;
    const found =
      chosen(text, value, direct || set.includes(sign)) ?? (direct ? phraseAt(text, value.from) : undefined);
    if (found) return found;
    if (isAlone(text, value) && looksStrong(text.slice(value.from, value.to))) return value;
  }
  for (const before of kind === 'password' ? [WHOSE.exec(line)?.[0], matchAt(ANSWERED, text, at)?.[0]] : []) {
    const last = before === undefined ? undefined : readValue(text, at + before.length, false);
    if (last && isAlone(text, last) && looksStrong(text.slice(last.from, last.to))) return last;
  }
  return mixedWord(line, at, kind);
}

/** Plain words to the end of the line, or of the quotation, as of a pass phrase: not one of them is of a sentence. */
export function phraseAt(text: string, from: number): ValuePlace | undefined {
  const words = matchAt(PHRASE, text, from)?.[0];
  return words?.split(' ').every(isBare) ? { from, to: from + words.length } : undefined;
}

/** A word that neither sentences nor programs have. */
function isBare(word: string): boolean {
  return !SENTENCE.test(word) && !BLANK.test(word) && !PLAIN_TERM.test(word);
}

/** What is in quotes behind `is` may be a word. */
function isWordOrMore(text: string, { from, to }: ValuePlace): boolean {
  const found = text.slice(from, to);
  const words = found.split(' ');
  const phrase =
    words.length >= 3 && words.length <= 8 && words.every((word) => /^\p{Ll}{3,}$/u.test(word) && !SENTENCE.test(word));
  return phrase || (found.length >= 6 && !/\s/.test(found) && !BLANK.test(found) && !SENTENCE.test(found));
}

/** Somewhere behind the label a word of letters, digits and marks, as only passwords are, or of mere chance. */
function mixedWord(line: string, at: number, kind: SecretKind): ValuePlace | undefined {
  for (const { 0: word, index } of line.matchAll(/(?<=[\s"'`(])[^\s"'`/:=|<>\\()[\]{},;]{8,60}(?=[\s"'`),;.?]|$)/g)) {
    const marked = /\d/.test(word) && /[a-z]/i.test(word) && /[!#$%^&*~+?@]/.test(word);
    const random = /[a-z]/.test(word) && /[A-Z]/.test(word) && looksRandom(word);
    const apart =
      kind === 'password' && /[,(]\s?$/.test(line.slice(0, index)) && /\d/.test(word) && looksChosen(word, true);
    if (
      apart ||
      ((marked || random) && looksChosen(word) && !BLANK.test(word) && !ID_BEFORE.test(line.slice(0, index)))
    )
      return { from: at + index, to: at + index + word.length };
  }
  return undefined;
}

/** Behind a word as plain as `key` or `token`. */
function randomValue(text: string, label: number, at: number): ValuePlace | undefined {
  if (/public ?(?:key ?)?$/i.test(text.slice(Math.max(0, label - 10), label))) return undefined;
  const sign = (matchAt(NAME_AND_VALUE, text, at) ?? matchAt(ASSIGNED, text, at) ?? matchAt(ELEMENT, text, at))?.[0];
  const [line = ''] = text.slice(at, at + GAP).split('\n', 1);
  const [said] = sign === undefined ? line.matchAll(IS) : [];
  const blanks = sign === undefined && !said ? matchAt(BLANKS, text, at)?.[0] : undefined;
  const from =
    sign !== undefined
      ? at + sign.length
      : said
        ? at + said.index + said[0].length + 1
        : blanks
          ? at + blanks.length
          : -1;
  if (from < 0) return undefined;
  // Looked at first, for most of what follows is no secret, and may be long.
  const [head = ''] = /[\w~+/.=-]{16,}/.exec(text.slice(from, from + 60)) ?? [];
  if (!/\d/.test(head)) return undefined;
  const value = readValue(text, from, sign !== undefined && !/\s$/.test(sign));
  const found = value && text.slice(value.from, value.to);
  if (found === undefined || BLANK.test(found)) return undefined;
  const random = /^[\w~+/.=-]{16,}$/.test(found) && looksRandom(found.replace(/=+$/, ''));
  // `heroku_TOKEN = …` names one, whatever it looks like.
  if (sign !== undefined && /[a-z][_-]?$/i.test(text.slice(Math.max(0, label - 2), label)) && isMade(found))
    return value;
  return random && !/^[A-F\d]{40}$|\.(?:com|net|org|onmicrosoft)\b/.test(found) ? value : undefined;
}

/** What machines make, and people don't write: an id, or letters and digits without a blank. */
function isMade(found: string): boolean {
  return (
    /^[\w~+/.=-]{14,}$/.test(found) &&
    /\d.*\d/.test(found) &&
    (/-.*-.*-.*-/.test(found) || looksChosen(found.slice(0, 400)))
  );
}

function chosen(text: string, value: ValuePlace | undefined, few: boolean | undefined = false): ValuePlace | undefined {
  const found = value && text.slice(value.from, value.to);
  return found !== undefined && looksChosen(found, few) && !BLANK.test(found) ? value : undefined;
}

/** Whether nothing else stands on the value's line. */
function isAlone(text: string, { from, to }: ValuePlace): boolean {
  return /^["'`*)}\]]{0,4}[^\S\n]{0,8}(?:\r?\n|$|\|)/.test(text.slice(to, to + 14)) && /\S/.test(text.slice(from, to));
}

/** Whether a row of dashes is beneath the line: the values stand further below. */
function isHeader(text: string, at: number): boolean {
  return /^[^\n]{0,400}\n[\s|:+-]{3,400}(?:\n|$)/.test(text.slice(at, at + 900));
}

/** A word as sentences have them, with another behind it. `named`: what is labelled is made by machines, and no such word. */
function isProse(text: string, { from, to }: ValuePlace, named: boolean): boolean {
  if (/["'`“„«]/.test(text.charAt(from - 1))) return false;
  const word = text.slice(from, to);
  return (named ? /^\p{L}[\p{L}'’-]*$/u : SENTENCE).test(word) && /^[^\S\n]{1,3}[\p{L}(]/u.test(text.slice(to, to + 4));
}
