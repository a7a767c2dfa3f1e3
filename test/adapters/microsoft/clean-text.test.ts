import { describe, expect, it } from 'vitest';
import { cleanOf, createCleaner } from '../../../src/adapters/microsoft/clean-text.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';

const APP = 'Abc8Q~x+/=& "quoted" \\ ü';
const REFRESH = `9.odd${'Zz-_'.repeat(30)}`;
const clean = createCleaner([new Secret(APP), new Secret(REFRESH)]);
const JWT = `eyJ${'a'.repeat(60)}.eyJ${'b'.repeat(60)}.${'c_-'.repeat(20)}`;

describe('createCleaner', () => {
  it.each([
    ['plain', APP],
    ['in an address', encodeURIComponent(APP)],
    ['in a form', new URLSearchParams({ a: APP }).toString().slice(2)],
    ['in JSON', JSON.stringify(APP).slice(1, -1)],
    ['in base64', Buffer.from(APP).toString('base64')],
    ['in base64url', Buffer.from(APP).toString('base64url')],
    ['the refresh token', REFRESH],
  ])('takes the connection’s own secrets out: %s', (_how, value) => {
    const cleaned = clean(`before ${value} after ${value}`);
    expect(cleaned).toMatch(/^before \[secret\]=* after \[secret\]=*$/);
  });

  it.each([
    ['a JWT', JWT],
    ['a JWT that was cut', JWT.slice(0, 40)],
    ['a refresh token', `0.AXoA${'x-Y_'.repeat(20)}`],
    ['a newer refresh token', `1.AXoA${'x-Y_'.repeat(20)}.AgABAwEAAAA`],
  ])('takes out %s that it never saw', (_what, value) => {
    expect(clean(`got ${value}, sorry`)).toBe('got [token], sorry');
  });

  it('leaves ordinary words alone, ids and short secrets included', () => {
    const careful = createCleaner([new Secret('abc'), new Secret('')]);
    const text = 'abc alphabet AADSTS50076 00000000-0000-4000-8000-000000000001 eyJ is no token';
    expect(careful(text)).toBe(text);
  });

  it('takes out the longer of two secrets that overlap', () => {
    const both = createCleaner([new Secret('hunter'), new Secret('hunter2-and-more')]);
    expect(both('hunter2-and-more hunter')).toBe('[secret] [secret]');
  });

  it('leaves no half of a secret where a long text is cut', () => {
    for (const padding of [7900, 7950, 7990, 7999, 8000, 8100])
      expect(clean(`x${' '.repeat(padding)}${REFRESH} and so on`)).not.toMatch(/9\.odd|Zz-_/);
  });

  it('gives one harmless line of at most 2,000 characters', () => {
    expect(clean(`a\r\nb\u202E\u001B[2J${'y'.repeat(9000)}`)).toMatch(/^a b \[2Jy+…$/);
    expect([...clean('z'.repeat(9000))]).toHaveLength(2000);
  });
});

describe('cleanOf', () => {
  it('takes out the token of a request, which need not look like one', () => {
    const own = cleanOf(new Secret('opaque-token-value'), clean);
    expect(own(`Bearer opaque-token-value with ${APP}`)).toBe('Bearer [token] with [secret]');
    expect(cleanOf(new Secret(''), clean)('nothing to take')).toBe('nothing to take');
  });
});
