import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findNeededWords } from '../../../../.ci/docs/find-needed-words.ts';
import { renderNeededWords } from '../../../../.ci/docs/render-needed-words.ts';
import { neededBy, searchWords } from '../../../../src/core/model/text/may-match.ts';
import { SHAPES, SWITCHES } from '../../../../src/core/model/text/secret-rules.ts';
import { readShapes } from './secret-shapes.ts';

const FILE = new URL('../../../../src/core/model/text/needed-words.json', import.meta.url);
const ALL = [...SHAPES, ...SWITCHES];
/** So long that all words are searched for in one pass. */
const LONG = 5000;

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

  it('stands in each text in which the pattern matches, whatever its case, and in a long one too', () => {
    const texts = readdirSync(new URL('.', import.meta.url))
      .filter((name) => name.startsWith('secret-shapes-') && name.endsWith('.txt'))
      .flatMap((name) => readShapes(`./${name}`))
      .flatMap(({ text }) => [text, text.toUpperCase()]);
    const met = new Set<RegExp>();
    const missed = texts.flatMap((text) => {
      const [short, long] = [searchWords(text), searchWords(text.padEnd(LONG, '\n'))];
      const matching = ALL.filter(({ pattern }) => text.search(pattern) >= 0);
      for (const { pattern } of matching) met.add(pattern);
      return matching.filter(({ needed }) => !short(needed) || !long(needed)).map(({ pattern }) => pattern.source);
    });
    expect(missed).toEqual([]);
    expect(met.size).toBeGreaterThan(ALL.length * 0.9);
  });

  it('is told to be missing', () => {
    for (const length of [0, LONG]) {
      const has = searchWords('a plain sentence, k\u212Aey'.padEnd(length, 'x'));
      expect([has([['plain', 'token']]), has([['plain'], ['token']]), has([['token']]), has([[',']])]).toEqual([
        ...[true, false, false, true],
      ]);
    }
  });
});
