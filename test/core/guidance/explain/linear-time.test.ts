import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';

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

function timeOf(text: string): number {
  const start = performance.now();
  explainText(text, guidance);
  return performance.now() - start;
}

describe('time to explain', () => {
  it.each(Object.entries(INPUTS))('grows no faster than the text: %s', (_name, make) => {
    const small = Math.min(timeOf(make(SMALL)), timeOf(make(SMALL)));
    const large = timeOf(make(LARGE));
    // Ten times the text; twice that for caches, and a constant for a busy machine.
    expect(large).toBeLessThan(small * 20 + 1500);
  });
});
