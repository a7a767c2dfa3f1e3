import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';
import { cpuTimeOf } from '../../../processes/cpu-time.ts';

const guidance = loadGuidance();
const SMALL = 100_000;
const LARGE = 1_000_000;
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
const HALF = 200_000;

const costOf = (text: string): number => cpuTimeOf(() => explainText(text, guidance));

describe('cost to explain', () => {
  it.each(Object.entries(INPUTS))('grows no faster than the text: %s', (_name, make) => {
    const small = Math.min(costOf(make(SMALL)), costOf(make(SMALL)));
    // Ten times the text; twice that for caches, and a constant for what a small text doesn't pay.
    expect(costOf(make(LARGE))).toBeLessThan(small * 20 + 1500);
  });

  it.each(MARKS)('is at most half as much again a byte when the text doubles: %j', (mark) => {
    const once = Math.max(costOf(fill(mark)(HALF)), costOf(fill(mark)(HALF)));
    const twice = Math.min(costOf(fill(mark)(2 * HALF)), costOf(fill(mark)(2 * HALF)));
    expect(twice).toBeLessThan(2 * 1.5 * once + 100);
  });
});
