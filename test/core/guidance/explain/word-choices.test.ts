import { describe, expect, it } from 'vitest';
import { wordChoices } from '../../../../src/core/guidance/explain/word-choices.ts';

describe('wordChoices', () => {
  it.each([
    [
      ['how (', 'c++', 'a.b'],
      ['how (', 'c++', 'a.b'],
      ['how', 'c', 'axb'],
    ],
    [['permi*'], ['permi', 'permissions'], ['perm', 'permi sions']],
    [
      ['$1', '^x', '[y]', '{2}', 'a|b', 'c\\d'],
      ['$1', '^x', '[y]', '{2}', 'a|b', 'c\\d'],
      ['1', 'x', 'y', 'a', 'c1'],
    ],
  ])('takes the signs of %j for themselves, but for the star', (words, found, others) => {
    const whole = new RegExp(`^(?:${wordChoices(words)})$`, 'u');
    for (const text of found) expect(text).toMatch(whole);
    for (const text of others) expect(text).not.toMatch(whole);
  });

  it('finds the longest', () => {
    expect(new RegExp(wordChoices(['is it', 'is it possible'])).exec('is it possible?')?.[0]).toBe('is it possible');
  });
});
