import { describe, expect, it } from 'vitest';
import { edgedChoices, wordChoices } from '../../../../src/core/guidance/explain/word-choices.ts';

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

describe('edgedChoices', () => {
  it('finds a word whole, and goes on in it only where a star says so', () => {
    const found = new RegExp(edgedChoices(['entra*', '*graph', 'api', 'a.b*']));
    for (const text of ['entra id', 'entraid', 'msgraph', 'the api', 'a.b']) expect(text).toMatch(found);
    for (const text of ['central', 'graphs', 'apis', 'rapi', 'axb']) expect(text).not.toMatch(found);
  });
});
