import { describe, expect, it } from 'vitest';
import { pictureFontFiles } from '../../../src/adapters/pictures/rasterize-svg.ts';
import { fitWidth, toDrawable } from '../../../src/adapters/pictures/render-heat-map-svg.ts';
import { readLetters } from './font-letters.ts';

describe('toDrawable', () => {
  it('draws only what each of the fonts has', () => {
    for (const file of pictureFontFiles()) {
      const letters = readLetters(file);
      const missing: string[] = [];
      for (let code = 0x20; code < 0x3000; code += 1) {
        const character = String.fromCodePoint(code);
        // Of no meaning yet, or drawn as something else after normalization.
        if (/\p{Cn}/u.test(character) || character.normalize('NFC') !== character) continue;
        if (toDrawable(`a${character}`, '') === `a${character}` && !letters.has(code)) missing.push(code.toString(16));
      }
      expect(missing).toEqual([]);
    }
  });

  it('keeps names in Latin, Greek and Cyrillic letters', () => {
    for (const name of ['Müller & Söhne', 'Żółć', 'Ελληνική', 'Киевская', 'O’Neill – “A”', 'Mu\u0308ller'])
      expect(toDrawable(name, 'id')).toBe(name.normalize('NFC'));
  });

  it('leaves out signs it lacks, and gives the domain where it lacks a letter', () => {
    expect(toDrawable('Wide World 🚀', 'wide.example')).toBe('Wide World');
    expect(toDrawable('Contoso 株式会社', 'contoso.example')).toBe('contoso.example');
    expect(toDrawable('🚀', 'rocket.example')).toBe('rocket.example');
  });
});

describe('fitText', () => {
  it('cuts what could be too wide', () => {
    expect(fitWidth('Contoso', 100, 12)).toBe('Contoso');
    const cut = fitWidth('M'.repeat(60), 100, 12);
    expect(cut).toMatch(/^M+…$/);
    expect(cut.length * 0.9 * 12).toBeLessThanOrEqual(110);
  });
});
