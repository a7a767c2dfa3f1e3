import { describe, expect, it } from 'vitest';
import { CAUSE_IDS, causeDefinition } from '../../../../src/core/model/causes/cause.ts';
import {
  countOf,
  formatDuration,
  formatNumber,
  inSentence,
  toSafeText,
} from '../../../../src/core/model/text/format.ts';
import { createReference, internalReason } from '../../../../src/core/model/text/reference.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { cpuTimeOf } from '../../../processes/cpu-time.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('formatDuration', () => {
  it.each([
    [-5, '0.0 s'],
    [840, '0.8 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [59_499, '59 s'],
    [59_500, '1 min'],
    [2 * MINUTE + 14 * SECOND, '2 min 14 s'],
    [HOUR - 1, '1 h'],
    [5 * HOUR + 41 * MINUTE, '5 h 41 min'],
    [47 * HOUR, '47 h'],
    [48 * HOUR, '2 d'],
    [76 * HOUR, '3 d 4 h'],
  ])('%d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it('of a guess has whole seconds', () => expect(formatDuration(8_600, { guessed: true })).toBe('9 s'));
});

describe('countOf', () => {
  it('agrees with its number', () => {
    expect([countOf(0, 'tenant'), countOf(1, 'tenant'), countOf(1204, 'tenant')]).toEqual([
      '0 tenants',
      '1 tenant',
      '1,204 tenants',
    ]);
    expect(countOf(2, 'entry', 'entries')).toBe('2 entries');
    expect(formatNumber(1_000_000)).toBe('1,000,000');
  });
});

describe('inSentence', () => {
  it('lowers the first letter of every headline but of names', () => {
    expect(inSentence('The client secret is wrong')).toBe('the client secret is wrong');
    const kept = CAUSE_IDS.map((id) => causeDefinition(id).title).filter((title) => inSentence(title) === title);
    const first = new Set(kept.map((title) => title.split(' ')[0]));
    expect(first).toEqual(
      new Set(['MFA', 'Conditional', 'Graph', 'Exchange', 'Entra', 'Microsoft', 'Microsoft’s', 'Samaritan']),
    );
  });
});

describe('createReference', () => {
  it('makes two groups of four, without letters that are taken for others', () => {
    expect(createReference(() => 0)).toBe('0000-0000');
    expect(createReference(() => 0.9999999)).toBe('ZZZZ-ZZZZ');
    expect(createReference(Math.random)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(internalReason('0000-0000')).toBe("That didn't work on our side. Reference 0000-0000.");
  });
});

describe('Secret', () => {
  it('shows its value to nobody who prints, joins or serializes it', async () => {
    const { inspect } = await import('node:util');
    const secret = new Secret('hush');
    const shown = [`${secret}`, String(secret), JSON.stringify({ secret }), inspect({ secret }, { showHidden: true })];
    expect(shown.join()).not.toContain('hush');
    expect(shown.every((one) => one.includes('[secret]'))).toBe(true);
    expect(secret.reveal()).toBe('hush');
    expect([secret.equals(new Secret('hush')), secret.equals(new Secret('other'))]).toEqual([true, false]);
  });
});

describe('toSafeText', () => {
  it.each([
    ['control characters', 'a\u0000b\u001B[2Jc\u007F', 'a b [2Jc'],
    ['line breaks of every kind', 'a\r\nb\u2028c\u2029d\u0085e', 'a b c d e'],
    ['reading direction', 'a\u202Eb\u2066c\u200Fd', 'a b c d'],
    ['invisible characters', 'a\u200Bb\uFEFFc\u00ADd\u{E0041}e', 'a b c d e'],
    ['lone surrogates', 'a\uD800b\uDC00c', 'a b c'],
    ['private use', 'a\uE000b', 'a b'],
    ['white space', '  a \t b\u00A0\u3000c  ', 'a b c'],
  ])('takes out %s', (_what, text, safe) => expect(toSafeText(text)).toBe(safe));

  it('leaves other scripts, marks and emoji as they are', () => {
    expect(toSafeText('Żółć 日本 العربية é 👩 <b>*x*</b>')).toBe('Żółć 日本 العربية é 👩 <b>*x*</b>');
  });

  it('cuts 3,000 characters to the length asked for, the ellipsis included', () => {
    const safe = toSafeText('x'.repeat(3000));
    expect(safe).toBe(`${'x'.repeat(119)}…`);
    expect(toSafeText('x'.repeat(120))).toBe('x'.repeat(120));
    expect(toSafeText('abcdef', { maxLength: 3 })).toBe('ab…');
  });

  it('cuts no emoji in half', () => {
    const safe = toSafeText('👩'.repeat(50), { maxLength: 10 });
    expect(safe).toBe(`${'👩'.repeat(9)}…`);
    expect(toSafeText(`a${'👩'.repeat(50)}`, { maxLength: 4 })).toBe('a👩👩…');
    expect(safe.isWellFormed()).toBe(true);
  });

  it('is well formed wherever the text is cut', () => {
    for (let length = 1; length < 40; length += 1)
      expect(toSafeText(`${'a'.repeat(length)}${'👩'.repeat(400)}`, { maxLength: 20 }).isWellFormed()).toBe(true);
  });

  it('is quick with megabytes', () => {
    expect(cpuTimeOf(() => toSafeText('\u202E x'.repeat(5_000_000)))).toBeLessThan(500);
  });
});
