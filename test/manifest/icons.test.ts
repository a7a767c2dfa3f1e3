import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { afterAll, describe, expect, it } from 'vitest';
import { checkIcons } from '../../manifest/check-icons.ts';
import { drawIcons } from '../../manifest/draw-icons.ts';
import { readPng } from '../../manifest/read-png.ts';
import { manifestOf } from './fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'samaritan-icons-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ICONS = drawIcons();
const svg = (side: number, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 ${side} ${side}">${content}</svg>`;
const draw = (source: string): Uint8Array => new Uint8Array(new Resvg(source).render().asPng());
const source = (name: string): string =>
  readFileSync(new URL(`../../manifest/icons/${name}.svg`, import.meta.url), 'utf8');

describe('the icons', () => {
  it('are what Teams asks for', () => {
    expect(checkIcons(ICONS)).toEqual([]);
    expect(readPng(ICONS.color)).toMatchObject({ width: 192, height: 192 });
    expect(readPng(ICONS.outline)).toMatchObject({ width: 32, height: 32 });
  });

  it('are the same bytes each time they are drawn', () => {
    expect(drawIcons()).toEqual(ICONS);
  });

  it('keep the symbol within the 120 by 120 that Teams’ masks leave alone', () => {
    const symbol = source('color').replace(/<rect id="background"[^>]*>/, '');
    expect(symbol).not.toEqual(source('color'));
    const { rgba } = readPng(draw(symbol)) ?? { rgba: new Uint8Array() };
    const drawn = Array.from({ length: 192 * 192 }, (_, at) => at).filter((at) => rgba[at * 4 + 3] !== 0);
    expect(drawn.length).toBeGreaterThan(5000);
    for (const place of [(at: number) => at % 192, (at: number) => Math.floor(at / 192)]) {
      const places = drawn.map(place);
      expect(places.reduce((least, one) => Math.min(least, one))).toBeGreaterThanOrEqual(36);
      expect(places.reduce((most, one) => Math.max(most, one))).toBeLessThan(156);
    }
  });

  it('share their colour with the manifest', () => {
    const { accentColor } = manifestOf() as { accentColor: string };
    expect(source('color')).toContain(accentColor);
  });
});

describe('checkIcons', () => {
  const square = (fill: string, side = 192): string =>
    svg(side, `<rect width="${side}" height="${side}" fill="${fill}"/>`);
  const ring = (stroke: string): string => svg(32, `<circle cx="16" cy="16" r="10" fill="none" stroke="${stroke}"/>`);

  it.each([
    [
      'a colour icon of another size',
      { color: draw(square('teal', 96)) },
      /color.svg must be 192 by 192 .* is 96 by 96/,
    ],
    ['a colour icon with gaps', { color: draw(svg(192, '<circle cx="96" cy="96" r="96"/>')) }, /color.svg must fill/],
    ['an outline icon of another size', { outline: draw(svg(64, '')) }, /outline.svg must be 32 by 32/],
    ['an outline icon that is not white', { outline: draw(ring('#fefefe')) }, /outline.svg may only be white/],
    ['an outline icon with nothing in it', { outline: draw(svg(32, '')) }, /outline.svg is empty/],
    ['an outline icon without transparency', { outline: draw(square('white', 32)) }, /outline.svg needs a transparent/],
    ['what is no picture', { outline: new Uint8Array([1, 2, 3]) }, /outline.svg could not be drawn/],
  ])('refuses %s', (_, icons, reason) => {
    expect(checkIcons({ ...ICONS, ...icons })).toEqual([expect.stringMatching(reason)]);
  });

  it('draws from any folder with the two sources', () => {
    writeFileSync(join(folder, 'color.svg'), square('teal'));
    writeFileSync(join(folder, 'outline.svg'), ring('white'));
    expect(checkIcons(drawIcons(pathToFileURL(`${folder}/`)))).toEqual([]);
  });
});
