import { describe, expect, it } from 'vitest';
import { renderManifest } from '../../manifest/render-manifest.ts';

const slot = (name: string): string => `\${{${name}}}`;

describe('renderManifest', () => {
  it('puts texts into texts, and a value of any type in the place of a whole text', () => {
    const template = {
      name: `Bot ${slot('NAME')} of ${slot('FIRM')}`,
      lists: slot('LISTS'),
      deep: [{ id: slot('ID') }],
    };
    expect(renderManifest(template, { NAME: 'A', FIRM: 'B', LISTS: [1, { two: true }], ID: 'x' })).toEqual({
      name: 'Bot A of B',
      lists: [1, { two: true }],
      deep: [{ id: 'x' }],
    });
  });

  it('takes values as they are: quotation marks, dollar signs and placeholders in them mean nothing', () => {
    const value = `"}, $& ${slot('NAME')}`;
    expect(renderManifest({ a: slot('FIRM'), b: `by ${slot('FIRM')}` }, { FIRM: value, NAME: 'A' })).toEqual({
      a: value,
      b: `by ${value}`,
    });
  });

  it('leaves an unknown placeholder, and a list inside a text, for the check to find', () => {
    const template = { a: slot('NOBODY'), b: `x ${slot('LISTS')}` };
    expect(renderManifest(template, { LISTS: [] })).toEqual(template);
  });
});
