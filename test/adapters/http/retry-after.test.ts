import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../../src/adapters/http/retry-after.ts';

const NOW = Date.UTC(2026, 0, 1);

const parse = (value: string | string[] | undefined) => parseRetryAfter({ headers: { 'retry-after': value } }, NOW);

describe('parseRetryAfter', () => {
  it.each([
    ['7', 7000],
    [' 0 ', 0],
    ['1.5', 1500],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
  ])('reads “%s” as %d ms', (text, ms) => expect(parse(text)).toBe(ms));

  it.each([undefined, '', 'soon', '-3', '-5', '1e9', 'NaN', '5 s'])('makes nothing of “%s”', (text) => {
    expect(parse(text)).toBeUndefined();
  });

  it('takes the first of several', () => expect(parse(['3', '9'])).toBe(3000));
});
