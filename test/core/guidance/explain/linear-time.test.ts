import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';
import rules from '../../../../src/core/model/text/secret-rules.json' with { type: 'json' };
import { cpuTimeOf } from '../../../processes/cpu-time.ts';
import { readShapes } from '../../model/text/secret-shapes.ts';

const guidance = loadGuidance();
const SMALL = 10_000;
const TIMES = 4;
/** A text so much longer takes so much more time at most. What grows with the square of its length takes 16 times as much. */
const MOST_TIMES = 6;
/** What even the cheapest text costs by chance. */
const NOISE_MS = 15;
const ATTEMPTS = 6;
const fill = (unit: string) => (length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

const log = (length: number): string => {
  const lines: string[] = [];
  for (let size = 0, n = 0; size < length; n += 1) {
    const line = `2026-07-02T19:39:${n % 60} ERROR tenant ${n}: {"error":{"code":"Authorization_RequestDenied","message":"AADSTS${50000 + (n % 300)}: x"}} status: 403`;
    lines.push(line);
    size += line.length + 1;
  }
  return lines.join('\n').slice(0, length);
};

const INPUTS: Record<string, (length: number) => string> = {
  'opening braces': fill('{'),
  'nested arrays and objects': fill('[{"error":'),
  backslashes: fill('\\'),
  'escaped quotes': fill('\\"'),
  'one letter': fill('a'),
  'one digit': fill('5'),
  spaces: fill(' '),
  'line breaks with gutters': fill('\n   |   '),
  'AADSTS without a number': fill('AADSTS'),
  'AADSTS with numbers': fill('AADSTS50076 '),
  'error fields': fill('error='),
  'code fields': fill('"code":"abcdef",'),
  'names of secrets': fill('password='),
  'beginnings of tokens': fill('eyJ'),
  'beginnings of refresh tokens': fill('0.A'),
  'dots and dashes': fill('.-'),
  'random-looking runs': fill('aB3_'),
  'private keys without end': fill('-----BEGIN PRIVATE KEY-----'),
  'percent signs': (length) => `error_description=${fill('%3')(length)}`,
  quotes: fill('"\''),
  'trace ids': fill('Trace ID: 0a1b2c3d-1111-4222-8333-aaaabbbbcc00 '),
  'first fragments of wordings': fill('secret '),
  'tenant words': fill("in the tenant '"),
  'surrogates and combining marks': fill('\u{1f600}\u0301\u202e'),
  'letters that grow in lower case': fill('İ'),
  'a log full of errors': log,
};

/** Some of every kind of mark that the cutter, the codes, the speakers and the wordings look for. */
const MARKS = [
  'PRIVATE KEY-----',
  '-----END PRIVATE KEY-----',
  `-----BEGIN PRIVATE KEY-----\n${'aB3_'.repeat(16)}\n`,
  'kennwort: ',
  'x-api-key:',
  'https://hooks.slack.com/services/',
  'https://a.webhook.office.com/webhookb2/a',
  'ghp_',
  'M.A',
  'AADSTS5 0 0 ',
  'aadst 5oo',
  ...guidance.knowledge.speakers.flatMap(({ marks }) => marks.slice(0, 1)).filter((_mark, index) => index % 8 === 0),
  ...guidance.knowledge.wordings
    .filter((_wording, index) => index % 120 === 0)
    .map(({ words }) => `${words.join(' ')} `),
];

/** The beginnings of what people paste with a secret, many in each. */
const PASTED = inGroups(
  ['first', 'second', 'third'].flatMap((name) =>
    readShapes(`./secret-shapes-${name}.txt`).map(({ text }) => text.slice(0, 32)),
  ),
);
/** Every word that labels a secret, bare and with a sign. */
const LABELS = [' ', '=', ': "'].flatMap((sign) =>
  inGroups(Object.values(rules.labels).flatMap((rows) => rows.flatMap((row) => row.split('|')))).map((words) =>
    words.map((word) => `${word}${sign}`),
  ),
);

/** Calls of tools without an end, and what announces a password that never comes. */
const CALLS = [
  rules.switches.map(({ tools, spaced = '-p' }) => `${tools.split(/[|\\]/)[0]} ${spaced.split('|')[0]} a `),
  ['log in with a ', 'changed it all to ', 'a@b.example ', 'old: ', 'u: a p: ', 'x * a\n', 'LOGIN a', 'AUTH a '],
  ['pw? ', 'creds=(a,', 'insert into x(password, ', 'backup codes: a1b2c-a1b2c ', 'password: copper lantern mango '],
];

function inGroups(all: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(all.length / 24) }, (_, index) => all.slice(index * 24, index * 24 + 24));
}

const UNITS: [name: string, make: (length: number) => string][] = [
  ...Object.entries(INPUTS),
  ...[...MARKS.map((mark) => [mark]), ...PASTED, ...LABELS, ...CALLS].map(
    (marks): [string, (length: number) => string] => [
      JSON.stringify(marks[0]),
      // One after the other: each is repeated for itself.
      (length) => marks.map((mark) => fill(mark)(length / (marks.length === 1 ? 1 : 2 * marks.length))).join('\n'),
    ],
  ),
];

const costOf = (text: string): number => cpuTimeOf(() => explainText(text, guidance));

describe('cost to explain', () => {
  it('is looked at for more than ninety kinds of text', () => {
    expect(UNITS.length).toBeGreaterThan(90);
  });

  it.each(UNITS)('grows no faster than the text: %s', (_name, make) => {
    let small = 0;
    let large = Number.POSITIVE_INFINITY;
    // What else the machine does can make one measure too long, but not all of them.
    for (let attempt = 0; attempt < ATTEMPTS && !(large < small * MOST_TIMES + NOISE_MS); attempt += 1) {
      small = Math.max(small, costOf(make(SMALL)));
      large = Math.min(large, costOf(make(SMALL * TIMES)));
    }
    expect(large).toBeLessThan(small * MOST_TIMES + NOISE_MS);
  });
});
