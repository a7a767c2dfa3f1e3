import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';

/** A text as people paste it, with the secrets in it that nobody may see again. */
export interface SecretShape {
  name: string;
  text: string;
  secrets: string[];
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const CAPITALS = LETTERS.toUpperCase();
const DIGITS = '0123456789';
const ALL = LETTERS + CAPITALS + DIGITS;
const RUN = `${ALL}-_`;
const ALPHABETS: Readonly<Record<string, string>> = {
  A: ALL,
  u: RUN,
  b: `${ALL}+/`,
  h: `${DIGITS}abcdef`,
  H: `${DIGITS}ABCDEF`,
  U: `${CAPITALS}234567`,
  d: DIGITS,
};
const WORDS = [
  'copper',
  'lantern',
  'mango',
  'river',
  'walnut',
  'harbor',
  'velvet',
  'puzzle',
  'saddle',
  'rocket',
  'meadow',
];
/** Shorter ones occur in any text. */
const LEAST = 6;

/** The shapes of a file beside this one. Their secrets are made up here, so that no scanner takes the file for a leak. */
export function readShapes(file: string): SecretShape[] {
  const shapes: SecretShape[] = [];
  let block: { name: string; lines: string[] } | undefined;
  for (const line of readFileSync(new URL(file, import.meta.url), 'utf8').split('\n')) {
    if (block && line === '...') {
      shapes.push(expand(block.name, block.lines.join('\n')));
      block = undefined;
    } else if (block) block.lines.push(line);
    else if (line.startsWith('... ')) block = { name: line.slice(4), lines: [] };
    else if (!line.startsWith('#') && line !== '') {
      const bar = line.indexOf(' | ');
      shapes.push(expand(line.slice(0, bar), line.slice(bar + 3)));
    }
  }
  return shapes;
}

function expand(name: string, template: string): SecretShape {
  const random = randomOf(name);
  const secrets: string[] = [];
  const make = (kind: string, length: number): string => {
    const secret = secretOf(kind, length, random);
    if (secret.length >= LEAST) secrets.push(secret);
    return secret;
  };
  const fill = (text: string): string =>
    text.replace(/\{([A-Za-z])(\d{0,3})\}/g, (_all, kind: string, length: string) => make(kind, Number(length)));
  const text = template.replace(/\{([BW]):(.*?\})\}/g, (_all, kind: string, inner: string) => {
    const encoded = Buffer.from(fill(inner), kind === 'W' ? 'utf16le' : 'utf8').toString('base64');
    secrets.push(encoded);
    return encoded;
  });
  return { name, text: fill(text), secrets };
}

/** A secret of a kind, as `{A20}` in the files of shapes asks for one. */
export function secretOf(kind: string, length: number, random: (below: number) => number): string {
  const run = (alphabet: string, count: number): string =>
    Array.from({ length: count }, () => alphabet.charAt(random(alphabet.length))).join('');
  if (kind === 'p') return `Winter${run(LETTERS, 3)}${random(900) + 100}!`;
  if (kind === 's') return `${run(LETTERS, 4)}#${run(CAPITALS, 2)}$${run(DIGITS, 3)}^${run(LETTERS, 2)}`;
  if (kind === 'x') return `${run(LETTERS, 6)}-${run(LETTERS, 5)}-${random(90) + 10}`;
  if (kind === 'l') return `${run(LETTERS, 6)}${random(9000) + 1000}`;
  if (kind === 'g') return [8, 4, 4, 4, 12].map((count) => run(`${DIGITS}abcdef`, count)).join('-');
  if (kind === 'w') return run(LETTERS, 14);
  const word = (): string => WORDS[random(WORDS.length)] ?? '';
  const capital = (): string => word().replace(/^./, (letter) => letter.toUpperCase());
  if (kind === 'o') return `${word()}-${capital()}`;
  if (kind === 'O') return word() + capital();
  if (kind === 'L') {
    const figures: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', u: '0' };
    return `${capital().replace(/[aeiou]/, (letter) => figures[letter] ?? '')}-${capital()}!`;
  }
  if (kind === 'k') return `${capital()} ${word()} ${random(9) + 1}`;
  if (kind === 'm') return `${capital()}${'!#$&*+'.charAt(random(6))}${capital()}`;
  if (kind === 'G') return run(`${CAPITALS}234567`, length).replace(/.{4}(?=.)/g, '$& ');
  if (kind === 'v') return run('bcdfghjklmnpqrstvwxz', 16);
  if (kind === 'P') return capital() + capital() + capital();
  if (kind === 'q') return [word(), word(), word()].join('-');
  if (kind === 'Q') return [word(), word(), word(), word()].join(' ');
  if (kind === 'y') return `${capital()}${random(90) + 10}`;
  if (kind === 'c') return `${run(LETTERS, 3)}8Q~${run(ALL, 34)}`;
  if (kind === 'j') {
    const token = `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJ${run(RUN, 120)}.${run(RUN, 86)}`;
    return length > 0 ? token.slice(0, length) : token;
  }
  // A mark of each class, so that no run is a plain word by chance.
  const alphabet = ALPHABETS[kind] ?? DIGITS;
  return alphabet.length > 30 && length > 5
    ? `${run(alphabet, length - 3)}${kind === 'U' ? 'K7Q' : 'k7Q'}`
    : run(alphabet, length);
}

/** Numbers by chance, the same for the same name. */
export function randomOf(name: string): (below: number) => number {
  let state = 2166136261;
  for (const letter of name) state = Math.imul(state ^ letter.charCodeAt(0), 16777619);
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
}
