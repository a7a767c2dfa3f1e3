import { decodeText } from './decode-text.ts';
import { findColumns } from './find-columns.ts';
import { findLabelled, type SecretSpan } from './find-labelled.ts';
import { findPasswords } from './find-passwords.ts';
import { findPrivateKeys } from './find-private-keys.ts';
import { findSwitches } from './find-switches.ts';
import { type SafeTextOptions, toSafeText } from './format.ts';
import { GUID } from './guid.ts';
import { looksChosen, looksRandom } from './looks-random.ts';
import { searchWords } from './may-match.ts';
import { ID_BEFORE, type SecretKind, SHAPES } from './secret-rules.ts';
import { decodeView, type TextView, unwrapView, viewOf } from './text-view.ts';

export interface CutText {
  text: string;
  kinds: SecretKind[];
  /** Whether a name repeats a secret of this text, or a part of one. */
  repeats(name: string): boolean;
}

/** What stands where a secret was. */
export const CUT = '[secret]';
/** A shorter value stands in many words. */
const LEAST_REPEATED = 6;
const MOST_REPEATED = 500;
const LONGEST_WITH_ID = 120;
const GUID_LENGTH = 36;
const ENCODED = /(?<![\w+/-])[A-Za-z0-9+/_-]{24,}={0,2}/g;

/**
 * Takes every secret out of a text before anything else reads it, however it is written, and wherever its value stands
 * once more; says what kinds there were. Linear in the text's length.
 */
export function cutSecrets(text: string): CutText {
  const original = viewOf(text);
  const decoded = decodeView(original);
  const views = [...new Set([original, decoded, unwrapView(decoded)])];
  const values = new Set<string>();
  const spans = views.flatMap((view) => findIn(view, view === original && decoded !== original, values));
  spans.push(...findEncoded(original));
  if (spans.length > 0) for (const view of views) spans.push(...findRepeats(view, values));
  const kinds = new Set(spans.map(({ kind }) => kind));
  return { text: cut(text, spans), kinds: [...kinds], repeats: (name) => repeats(name, values) };
}

/** What a person wrote as it may be kept and shown: one harmless line without secrets. */
export function toKeptText(text: string, options: SafeTextOptions & { maxLength: number }): string {
  // Shortened after the cut: what is left of a secret is not known as one.
  return toSafeText(cutSecrets(text.slice(0, options.maxLength * 8)).text, options);
}

/** What is found in a view, where it stands in the original. `coded`: the letters of escapes are still in it, and look like chance. */
function findIn(view: TextView, coded: boolean, values?: Set<string>): SecretSpan[] {
  return findSecrets(view.text, coded).map(({ from, to, kind }) => {
    const value = view.text.slice(from, to);
    // What a secret is made of is one as well; but an address also holds the id of a tenant.
    const ids = kind === 'webhook address' || value.length > LONGEST_WITH_ID ? [] : value.matchAll(GUIDS);
    for (const one of [value, ...[...ids].map(([id]) => id)])
      if (values && one.length >= LEAST_REPEATED && values.size < MOST_REPEATED) values.add(one);
    return { ...view.locate(from, to), kind };
  });
}

/** Certificates and public keys. A private key has a number where these have a list. */
const CERTIFICATE =
  /(?<![\w+/])MII[A-Za-z0-9+/]{3}(?:CC|AN)[A-Za-z0-9+/]{20,}(?:[ \t>|]{0,8}(?:\r?\n|\\{1,4}[rn])[ \t>|]{0,8}[A-Za-z0-9+/]{16,}|\r?\n[A-Za-z0-9+/]{1,15}={0,2}(?=\r?\n-))*={0,2}/g;

function findSecrets(whole: string, coded: boolean): SecretSpan[] {
  const text = !whole.includes('MII') ? whole : whole.replace(CERTIFICATE, (found) => ' '.repeat(found.length));
  const has = searchWords(text);
  const known = SHAPES.flatMap(({ kind, pattern, needed }) =>
    // Most are in no text, and `matchAll` would make each anew for it.
    (!has(needed) || text.search(pattern) < 0 ? [] : [...text.matchAll(pattern)]).map(
      ({ 0: found, 1: before = '', index }): SecretSpan => ({
        from: index + before.length,
        to: index + found.length,
        kind,
      }),
    ),
  );
  const named = [
    ...findPrivateKeys(text),
    ...known,
    ...findLabelled(text),
    ...findSwitches(text, has),
    ...findColumns(text),
  ];
  return coded ? named : [...named, ...findPasswords(text), ...findRandomRuns(text)];
}

/** Texts in base64 that hold a secret: they go as a whole. */
function findEncoded({ text }: TextView): SecretSpan[] {
  const parts: { at: number; from: number; to: number }[] = [];
  let all = '';
  for (const { 0: run, index } of text.matchAll(ENCODED)) {
    // Logs are full of ids, and an id is no text.
    const plain = run.length === GUID_LENGTH && ANY_GUID.test(run) ? undefined : decodeBase64(run);
    if (plain === undefined) continue;
    parts.push({ at: all.length, from: index, to: index + run.length });
    all += `${plain}\n\n`;
  }
  if (all === '') return [];
  let part = 0;
  const spans: SecretSpan[] = [];
  for (const { from, kind } of findIn(decodeView(viewOf(all)), false).sort((a, b) => a.from - b.from)) {
    while ((parts[part + 1]?.at ?? Number.POSITIVE_INFINITY) <= from) part += 1;
    const place = parts[part];
    if (place) spans.push({ from: place.from, to: place.to, kind });
  }
  return spans;
}

/** The text in a run of base64, in either encoding that consoles use; undefined where it is none. */
function decodeBase64(run: string): string | undefined {
  const whole = run.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (whole.length % 4 === 1) return undefined;
  const bytes = atob(whole);
  // Most runs are no text, and decoding is slow.
  if (/[^\t\r\n -~\u0080-\u00ff]/.test(bytes) && !bytes.includes('\0')) return undefined;
  const plain = decodeText(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)));
  return plain === undefined || /(?!\s)\p{Cc}/u.test(plain) ? undefined : plain;
}

/** Where the same values stand without their labels. Each place is looked at once, whatever the number of values. */
function findRepeats({ text, locate }: TextView, values: ReadonlySet<string>): SecretSpan[] {
  const byHead = new Map<string, string[]>();
  /** By the codes of letters, whether a value begins with it. */
  const first = new Uint8Array(65_536);
  for (const value of values) {
    if (!looksChosen(value) && !ANY_GUID.test(value)) continue;
    const head = value.slice(0, LEAST_REPEATED);
    const others = byHead.get(head) ?? [];
    if (others.length < 8)
      byHead.set(
        head,
        [...others, value].sort((a, b) => b.length - a.length),
      );
    first[value.charCodeAt(0)] = 1;
  }
  const spans: SecretSpan[] = [];
  for (let at = 0; at + LEAST_REPEATED <= text.length; at += 1) {
    if (first[text.charCodeAt(at)] === 0) continue;
    const value = byHead.get(text.slice(at, at + LEAST_REPEATED))?.find((one) => text.startsWith(one, at));
    if (value === undefined) continue;
    spans.push({ ...locate(at, at + value.length), kind: 'token-like value' });
    at += value.length - 1;
  }
  return spans;
}

function repeats(name: string, values: ReadonlySet<string>): boolean {
  const low = name.toLowerCase();
  return [...values].some((value) => {
    const secret = value.toLowerCase();
    return low.includes(secret) || (low.length >= LEAST_REPEATED && secret.includes(low));
  });
}

function cut(text: string, spans: readonly SecretSpan[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from || b.to - a.to)) {
    if (to <= at) continue;
    if (from > at || at === 0) parts.push(text.slice(at, from), CUT);
    at = to;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

const RUN = /(?<![\w+/=-])[A-Za-z0-9+/]{32,}={0,2}(?![\w+/=-])|(?<![\w.~+/=-])[\w~-]{20,}/g;
const ANY_GUID = new RegExp(GUID, 'i');
const GUIDS = new RegExp(GUID, 'gi');
const HEX = /^[0-9a-f]+$/i;
/** How Exchange's item ids and public keys begin, and digests: long and random, but no secret. */
const PUBLIC = /^(?:A[AQ]Mk|AAAA[BCE][23]N|sha\d{3}-)/;
/** A path of Microsoft Graph, up to what it ends with. */
const GRAPH_PATH = /\/(?:v1\.0|beta)\/(?:[^\s"'?#]{0,100}\/)?$/;
/** A version of what an Azure key vault holds: an id, and no secret. */
const OF_VAULT =
  /\.vault(?:core)?\.\w{1,20}\.(?:net|cn|us|de)\/(?:secrets|keys|certificates|storage|deletedsecrets)\/[\w-]{1,127}\/[\da-f]{32}$/i;
const BEFORE = 48;

/** Finds what nobody labelled, and nobody would write by hand: keys, and what is left of a token whose beginning was cut off. */
function findRandomRuns(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (ANY_GUID.test(run.slice(0, 400)) || PUBLIC.test(run) || run.split('/').length > run.length / 12) continue;
    const hex = HEX.test(run);
    if (hex ? !isHexKey(run) : !isMixed(run) || isName(run)) continue;
    const before = text.slice(Math.max(0, index - BEFORE), index);
    if (ID_BEFORE.test(before) || GRAPH_PATH.test(before + run.slice(0, run.lastIndexOf('/') + 1))) continue;
    if (OF_VAULT.test(before + run)) continue;
    spans.push({ from: index, to: index + run.length, kind: 'token-like value' });
  }
  return spans;
}

/** As long as keys are. A certificate is named by 40 in capitals, and a commit by 40. */
function isHexKey(run: string): boolean {
  return (run.length >= 64 || [32, 48, 56].includes(run.length)) && /\d/.test(run) && /[a-f]/i.test(run);
}

/** `Get-MgDirectoryRole_List1`: a verb, a noun, and which of its forms. */
const CMDLET = /^[A-Z][a-z]{2,11}-(?:[A-Z]{1,3}[a-z]+){1,8}_[A-Z][a-z]{2,}(?:[A-Z][a-z]+){0,5}\d{0,2}$/;

/** `CA001-Global-AllApps-MFA`: words, capitals and numbers, as policies and groups are named. */
function isName(run: string): boolean {
  if (CMDLET.test(run)) return true;
  const parts = run.split(/[-_]|(?<=[a-z\d])(?=[A-Z])/);
  return parts.every((part) => /^(?:[A-Z]{0,6}\d{0,4}|[A-Z]?[a-z]{2,20}\d{0,4}|[vx]\d{1,3})$/.test(part));
}

function isMixed(run: string): boolean {
  const part = run.slice(0, 400).replace(/=+$/, '');
  // `O365AdminAuditLogConfig` has its digits in one place.
  if (/[a-z]/.test(part) && /[A-Z]/.test(part)) return looksRandom(part) && (part.length >= 24 || /\d\D+\d/.test(part));
  // After a prefix such as `squ_`.
  return part.split(/[-_~]/).some((piece) => piece.length >= 32 && looksRandom(piece));
}
