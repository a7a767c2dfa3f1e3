import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findNeededWords } from '../../../../.ci/docs/find-needed-words.ts';
import { renderNeededWords } from '../../../../.ci/docs/render-needed-words.ts';
import { neededBy, searchWords } from '../../../../src/core/model/text/may-match.ts';
import { SHAPES, SWITCHES } from '../../../../src/core/model/text/secret-rules.ts';
import { randomOf, readShapes } from './secret-shapes.ts';

const FILE = new URL('../../../../src/core/model/text/needed-words.json', import.meta.url);
const ALL = [...SHAPES, ...SWITCHES];

describe('what a pattern needs', () => {
  it.each([
    [/abc/, [['abc']]],
    [/a(?:b|cd)e/, [['abe', 'acde']]],
    [/ab?c/i, [['ac', 'abc']]],
    [/ab*c/, [['a'], ['c']]],
    [/ab+c/, [['ab'], ['bc']]],
    [/(?:ab){2,3}c/, [['abc']]],
    [/ab{0}c/, [['ac', 'abc']]],
    [/x\.[yz]=/, [['x.y=', 'x.z=']]],
    [/x[a-z]y/, [['x'], ['y']]],
    [/x[^a]y/, [['x'], ['y']]],
    [/\bpin\d(?=to|by)(?!no)(?<=q|r)/, [['pin'], ['to', 'by'], ['q', 'r']]],
    [/a\d|b/, [['a', 'b']]],
    [/a\d|\d/, []],
    [/(?:key|k\w|schlüssel)=/, [['k', 'schl'], ['=']]],
    [/(?-i:Ab)(?<name>c)/, [['abc']]],
    [/foo|/, []],
    [/a{x}/, [['a{x}']]],
    [/k\u0065y\x41z/, [['k'], ['y'], ['z']]],
    [/key/u, []],
  ])('is read from its source: %s', (pattern, needed) => {
    expect(findNeededWords(pattern)).toEqual(needed);
  });

  it('is written down for each pattern as it is now (`npm run docs` writes it)', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(renderNeededWords());
    expect(ALL.filter(({ needed }) => needed.length > 0).length).toBeGreaterThan(ALL.length * 0.9);
  });

  it('is nothing for a pattern that nobody wrote it down for', () => {
    expect(neededBy(/a new pattern/g)).toEqual([]);
    expect(searchWords('any text')([])).toBe(true);
  });

  it('stands in each text in which the pattern matches, whatever its case', () => {
    const texts = readdirSync(new URL('.', import.meta.url))
      .filter((name) => name.startsWith('secret-shapes-') && name.endsWith('.txt'))
      .flatMap((name) => readShapes(`./${name}`))
      .flatMap(({ text }) => [text, text.toUpperCase()]);
    const met = new Set<RegExp>();
    const missed = texts.flatMap((text) => {
      const has = searchWords(text);
      const matching = ALL.filter(({ pattern }) => text.search(pattern) >= 0);
      for (const { pattern } of matching) met.add(pattern);
      return matching.filter(({ needed }) => !has(needed)).map(({ pattern }) => pattern.source);
    });
    expect(missed).toEqual([]);
    expect(met.size).toBeGreaterThan(ALL.length * 0.9);
  });

  it('is found where any text has the words, and not where it lacks some', () => {
    const random = randomOf('words in any text');
    const wrong = ALL.filter(({ pattern, needed }) => {
      const lists = findNeededWords(pattern);
      // Without what the others need, which may have a word of a list in it as well.
      const isIn = (text: string): boolean => lists.every((words) => words.some((word) => text.includes(word)));
      const chosen = lists.map((words) => words[random(words.length)] ?? '');
      const texts = [chosen.join('~ä'), chosen.slice(1).join('\n'), chosen.join('').slice(1), ''];
      return !texts.every((text) => searchWords(text.toUpperCase())(needed) === isIn(text.toUpperCase().toLowerCase()));
    });
    expect(wrong.map(({ pattern }) => pattern.source)).toEqual([]);
  });
});
