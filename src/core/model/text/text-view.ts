import entities from './entities.json' with { type: 'json' };
import { isWording } from './looks-random.ts';

/** A text rewritten to be read, which knows where each part of it stands in the original. */
export interface TextView {
  text: string;
  /** Where `from` to `to` of this text stand in the original. */
  locate(from: number, to: number): { from: number; to: number };
}

/** Letters of Cyrillic that look like others. */
const LOOKALIKES = new Map(
  [...'асеорхуіАСЕОРХВНКМТІ'].map((letter, at) => [letter, 'aceopxyiACEOPXBHKMTI'.charAt(at)]),
);

/** A terminal's colour, characters that can't be seen, and every way in which letters are written otherwise. */
const ESCAPES = new RegExp(
  [
    `${String.fromCharCode(27)}\\[[\\d;]{0,20}[A-Za-z]`,
    '[\\p{Cf}\\0\\u00ad\\u034f\\ufe0f]+',
    '[\\uff01-\\uff5e]|[\\u{1d400}-\\u{1d7ff}]',
    `(?<=[a-z])[${[...LOOKALIKES.keys()].join('')}]|[${[...LOOKALIKES.keys()].join('')}](?=[a-z])`,
    '(?<![\\p{L}\\d])(?:\\p{L} ){3,14}\\p{L}(?= ?[:=])',
    '(?<!%)%[0-7][0-9a-f]',
    '%[cd][0-9a-f]%[89ab][0-9a-f]',
    '%e[0-9a-f](?:%[89ab][0-9a-f]){2}',
    '%f[0-7](?:%[89ab][0-9a-f]){3}',
    '&(?:quot|apos|amp|lt|gt|nbsp|equals|colon|lowbar|semi|num|excl|#\\d{2,6}|#x[0-9a-f]{2,5});',
    '\\\\{1,64}(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[nrt]|["\'`/])',
    // Not where an id begins so.
    '=3D(?![0-9a-f]{6}-[0-9a-f]{4}-)',
    `["'] ?\\+ ?["']`,
    '=3A(?=\\s)',
  ].join('|'),
  'giu',
);
const ENTITIES: Readonly<Record<string, string>> = entities;
const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
/** Escapes within escapes are undone so often. */
const DEEPEST = 3;

export function viewOf(text: string): TextView {
  return { text, locate: (from, to) => ({ from, to }) };
}

/** What is meant: addresses, entities, JSON in JSON, quoted-printable, wide and invisible letters undone. Lines stay. */
export function decodeView(view: TextView): TextView {
  let decoded = view;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const next = rewrite(decoded, ESCAPES, toPlain);
    if (next === decoded) break;
    decoded = next;
  }
  return decoded;
}

/** The next line is nothing but more of it, or very long; and neither a field (`TENANT_ID=…`) nor an id. */
const WRAP =
  /\r?\n[ \t>|]{0,20}(?![A-Za-z_][\w.-]{2,40}=[^=\s]|[\da-f]{8}-[\da-f]{4}-)(?=[\w+/=~.%-]{4,200}["'`,;)}\]]{0,4}[ \t]{0,8}(?:[\r\n]|$)|[\w+/=~.%-]{40})/g;
/** How quoted-printable and a shell's word go on in the next line. Elsewhere a name may stand so above its value. */
const SOFT_BREAK =
  /(?<=[\w+/=~.-])\\\r?\n(?=[\w+/=~.-])|=\r?\n(?=\S)(?![A-Za-z_][\w.-]{2,40}[ \t]?=(?!3D)[ \t]?[^\s=])/g;
const RUN_BEFORE = /[\w+/=~.%-]{24}$/;

/** How lines begin that a mail quotes, or a script leaves out. */
const QUOTED = /(?<=^|\n)[ \t]{0,8}(?:(?:>[ \t]?){1,5}|(?:#|\/\/)[ \t])/g;

/** Lines without what quotes them, and long values that a console or a mail wrapped, whole again. */
export function unwrapView(view: TextView): TextView {
  const joined = rewrite(
    rewrite(view, QUOTED, () => ''),
    SOFT_BREAK,
    () => '',
  );
  return rewrite(joined, WRAP, (wrap, at) => {
    const [next = ''] = /^[\w+/=~.%-]*/.exec(joined.text.slice(at + wrap.length, at + wrap.length + 200)) ?? [];
    return RUN_BEFORE.test(joined.text.slice(Math.max(0, at - 24), at)) && !isWording(next) ? '' : undefined;
  });
}

function toPlain(found: string): string {
  const [first = ''] = found;
  if (first === '&') {
    const name = found.slice(1, -1).toLowerCase();
    return name.startsWith('#')
      ? toLetter(name.replace(/^#x?/, ''), name.startsWith('#x') ? 16 : 10)
      : (ENTITIES[name] ?? found);
  }
  if (first === '\\') {
    const [, mark = '', digits = ''] = /^\\+(.)(.*)$/su.exec(found) ?? [];
    return digits === '' ? (LETTERS[mark] ?? mark) : toLetter(digits, 16);
  }
  if (first === '%') {
    if (found.length === 3) return toLetter(found.slice(1), 16);
    try {
      return decodeURIComponent(found);
    } catch {
      return found;
    }
  }
  if (found.includes('+')) return '';
  if (first === '=') return toLetter(found.slice(1), 16);
  if (/^\p{L} /u.test(found)) return found.replaceAll(' ', '');
  const latin = LOOKALIKES.get(found);
  if (latin !== undefined) return latin;
  return /^[\uff01-\uff5e\u{1d400}-\u{1d7ff}]$/u.test(found) ? found.normalize('NFKC') : '';
}

function toLetter(digits: string, base: 10 | 16): string {
  const code = Number.parseInt(digits, base);
  return code < 0x110000 ? String.fromCodePoint(code) : '';
}

/** Replaces what `change` gives something for. The view itself where it changes nothing. */
function rewrite(view: TextView, pattern: RegExp, change: (found: string, at: number) => string | undefined): TextView {
  const { text, locate } = view;
  const parts: string[] = [];
  /** Where pieces begin, here and there: each piece stands there as it stands here, or was put in for another. */
  const here: number[] = [];
  const there: number[] = [];
  const replaced: boolean[] = [];
  let length = 0;
  const add = (part: string, at: number, other: boolean): void => {
    parts.push(part);
    here.push(length);
    there.push(at);
    replaced.push(other);
    length += part.length;
  };
  let last = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const instead = change(found, index);
    if (instead === undefined || instead === found) continue;
    if (index > last) add(text.slice(last, index), last, false);
    if (instead !== '') add(instead, index, true);
    last = index + found.length;
  }
  if (last === 0) return view;
  add(text.slice(last), last, false);
  const pieceAt = (place: number): number => {
    let low = 0;
    let high = here.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((here[middle] ?? 0) <= place) low = middle;
      else high = middle;
    }
    return low;
  };
  const begin = (place: number): number => {
    const piece = pieceAt(place);
    return (there[piece] ?? 0) + (replaced[piece] ? 0 : place - (here[piece] ?? 0));
  };
  const end = (place: number): number => {
    const piece = pieceAt(place - 1);
    // What was put in for something ends where that ends: there the next piece begins, or is taken out.
    return replaced[piece] ? (there[piece + 1] ?? text.length) : (there[piece] ?? 0) + place - (here[piece] ?? 0);
  };
  return { text: parts.join(''), locate: (from, to) => locate(begin(from), end(to)) };
}
