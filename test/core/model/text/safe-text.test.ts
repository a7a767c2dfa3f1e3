import { describe, expect, it } from 'vitest';
import { toSafeText } from '../../../../src/core/model/text/safe-text.ts';
import { cpuTimeOf } from '../../../processes/cpu-time.ts';

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
