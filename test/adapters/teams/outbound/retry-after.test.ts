import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../../../src/adapters/teams/outbound/retry-after.ts';

const NOW = Date.UTC(2026, 10, 21, 12);

describe('parseRetryAfter', () => {
  it.each([
    ['5', 5000],
    ['0', 0],
    ['1.5', 1500],
    ['Sat, 21 Nov 2026 12:00:07 GMT', 7000],
    ['Sat, 21 Nov 2026 11:59:00 GMT', 0],
    ['-3', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads %s', (value, ms) => {
    expect(parseRetryAfter(value, NOW)).toBe(ms);
  });
});
