import { assignedValue, switchValue } from './assigned-value.ts';
import { chosen } from './judge-value.ts';
import { labelFrom } from './label-from.ts';
import { randomValue } from './random-value.ts';
import { matchAt, readBracketed, readValue, type ValuePlace } from './read-value.ts';
import { saidValue } from './said-value.ts';
import { labelOf, NOT_SECRET, type SecretKind } from './secret-rules.ts';
import { GAP } from './value-signs.ts';

export interface SecretSpan {
  from: number;
  to: number;
  kind: SecretKind;
}

/** Codes are given out in lists. */
const LIST =
  /:?[^\S\n]{0,8}\r?\n(?:[^\S\n]{0,8}(?:\d{1,2}[.)]\s{1,3}|[-*•]\s{1,3})?(?:\d{3,5}[ -]\d{3,5}|[\w-]{6,24})(?:[ ,][^\S\n]{0,4}|\r?\n|$)){1,20}/y;

/** Or on the label's own line. */
const MORE_CODES = /(?:[ \t]?[,;]?[ \t]{1,2}(?:\d{6,10}|\d{3,5}-\d{3,5})(?![\w-])){1,20}/y;

/** What parts a value from a second one. */
const ANOTHER = /["'`]?\s{0,2}(?:[/&,+]|[-=]>|(?:and\s)?then|and|or|to|und|oder|auf|zu|à|a|na|naar|till?)\s{1,2}/y;

/** `Set-AzKeyVaultSecret: Forbidden.` is a cmdlet that begins a sentence. */
const CMDLET =
  /(?:^|[^\w-])(?:Add|Backup|Connect|Get|Import|Invoke|New|Remove|Reset|Restore|Revoke|Set|Test|Undo|Update)-\w{2,40}$/;

/** `invalid user and password …` says what was refused, and not its value. */
const REFUSED =
  /(?:invalid|wrong|incorrect|bad|unknown)\s(?:user ?(?:names?|ids?)?|e-?mail|login|account)s?\s(?:and|or|and\/or)\s$/i;

/** `user and password`, `id/pw`: two words, and two values behind them in the same order. `creds` alone says both. */
const NAMED_BEFORE =
  /(?<!\p{L})(?:user(?:[ _-]?(?:name|id))?|log[io]n|account|e-?mail|id|upn|benutzer(?:name)?|anmeldename|konto|utilisateur|identifiant|usuario|gebruiker(?:snaam)?|utente|usuário|bruger(?:navn)?|användare)\s{0,2}(?:[/&+|]|and|und|et|y|en|e|og|och)\s{0,2}$/iu;
const SAYS_BOTH = /^(?:creds|credentials|zugangsdaten|login data)$/i;
const NAME_BETWEEN =
  /(?:\s{0,3}(?:[:=→]|[-–=]>?)\s{1,3}|\s(?:is|are|ist|sind|est|sont|es|son|zijn|er|är)[\s:]{1,3}|\s{1,3})["'`]?[\w.@\\-]{2,64}["'`]?(?:\s{0,3}[/|:,;–-]\s{0,3}|\s{1,3}(?:(?:and|und|et|y|en|e|og|och)\s{1,3})?)(?=\S)/iuy;

const CMDLET_SAYS = /^\w{0,20}\s?:\s{1,4}\p{L}{3,}(?:[.:]|\s['"\p{Ll}])/u;

/** Finds what is labelled as a secret, whatever joins the label and the value. */
export function findLabelled(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  let next = 0;
  for (let label = labelFrom(text, next); label; label = labelFrom(text, next)) {
    const { at, found } = label;
    next = at + found.length;
    const span = readLabel(text, at, found);
    if (!span) continue;
    if (span.kind === 'sign-in code' && /^[\d-]+$/.test(text.slice(span.from, span.to)))
      span.to += matchAt(MORE_CODES, text, span.to)?.[0].length ?? 0;
    spans.push(span);
    const joined = matchAt(ANOTHER, text, span.to)?.[0];
    const other =
      joined === undefined ? undefined : chosen(text, readValue(text, span.to + joined.length, false), true);
    if (other) spans.push({ ...other, kind: span.kind });
    // `salt: mysql.pass: …`: what stands there is another name.
    if (!/^["'\])}]{0,2}\s?[:=]\s/.test(text.slice(span.to, span.to + 6))) next = Math.max(span.to, next);
  }
  return spans;
}

function readLabel(text: string, at: number, found: string): SecretSpan | undefined {
  const label = labelOf(found);
  let end = at + found.length;
  if (!label) return undefined;
  const rest = text.slice(end, end + GAP);
  const glued = /[가-힣ぁ-ヿ一-鿿]$/.test(found);
  if (NOT_SECRET.test(rest)) return undefined;
  if (REFUSED.test(text.slice(Math.max(0, at - GAP), at)) && !/^['"]?[:=]/.test(rest)) return undefined;
  if (CMDLET.test(text.slice(Math.max(0, at - GAP), at)) && CMDLET_SAYS.test(rest)) return undefined;
  end += glued
    ? 0
    : (/^(?:[\w-]{0,24}\w|[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\p{M}]{1,8}(?!\w))?/u.exec(rest)?.[0].length ?? 0);
  const { kind, weak } = label;
  const list = kind === 'sign-in code' ? matchAt(LIST, text, end)?.[0] : undefined;
  if (list && /\d/.test(list)) return { from: end + list.indexOf('\n') + 1, to: end + list.trimEnd().length, kind };
  const second = valueOfPair(text, at, end, found);
  if (second) return { ...second, kind };
  const blanks = matchAt(/\s{0,4}/y, text, end)?.[0].length ?? 0;
  const value = weak
    ? randomValue(text, at, end)
    : (readBracketed(text, end + blanks) ??
      assignedValue(text, end, kind) ??
      switchValue(text, at, end) ??
      saidValue(text, end, kind));
  // Tokens are made by machines: a plain word is none.
  const isToken = kind === 'access token' || kind === 'refresh token';
  return value && !(isToken && /^[^\d]{0,19}$/.test(text.slice(value.from, value.to))) ? { ...value, kind } : undefined;
}

/** The second of two values, where the label is the second of two words, or says both. */
function valueOfPair(text: string, at: number, end: number, found: string): ValuePlace | undefined {
  if (!SAYS_BOTH.test(found) && !NAMED_BEFORE.test(text.slice(Math.max(0, at - GAP), at))) return undefined;
  const between = matchAt(NAME_BETWEEN, text, end)?.[0];
  return between === undefined ? undefined : chosen(text, readValue(text, end + between.length, false), true);
}
