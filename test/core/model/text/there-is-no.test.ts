import { describe, expect, it } from 'vitest';
import { thereIsNo } from '../../../../src/core/model/text/there-is-no.ts';

describe('what is said where nothing has a name', () => {
  it.each<[string, string, string[], string]>([
    ['what there is', 'south', ['default', 'north'], 'There is no connection “south”. There are: default, north.'],
    [
      'which was most likely meant',
      'Norht ',
      ['default', 'north'],
      'There is no connection “Norht”. Did you mean north? There are: default, north.',
    ],
    ['what makes one', 'acme', [], 'There is no connection “acme”. There is none yet: connections add makes one.'],
    [
      'no more names than can be read',
      'x',
      Array.from({ length: 1202 }, (_, index) => `n${index}`),
      `There is no connection “x”. There are: ${Array.from({ length: 20 }, (_, index) => `n${index}`).join(', ')} and 1,182 more.`,
    ],
    ['no signs that steer', '\u001b[31mred\u202e', ['a'], 'There is no connection “[31mred”. There are: a.'],
  ])('is %s', (_, name, names, said) => {
    expect(thereIsNo('connection', name, names, 'connections add')).toBe(said);
  });
});
