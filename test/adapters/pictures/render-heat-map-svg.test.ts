import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { drawCell } from '../../../src/adapters/pictures/draw-cell.ts';
import { LOOK_WORDS, lookOf, PALETTE } from '../../../src/adapters/pictures/palette.ts';
import { renderHeatMapSvg } from '../../../src/adapters/pictures/render-heat-map-svg.ts';
import type { DailyRow } from '../../../src/core/watch/history/history-store.ts';
import { toHistoryReading } from '../../../src/core/watch/history/to-history-reading.ts';
import { daily, NO_INCIDENTS, row, TO } from '../../core/watch/history/daily.ts';
import { contrast } from '../reports/contrast.ts';

function draw(...rows: DailyRow[]): string {
  const view = toHistoryReading({
    connection: 'default',
    daily: daily(...rows),
    record: NO_INCIDENTS,
    now: TO,
  });
  return renderHeatMapSvg(view);
}

function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
}

const eventful = row('1', 'pwuf-', 90);

describe('renderHeatMapSvg', () => {
  it('shows title, period, dates, rows with their uptime, and every status in words', () => {
    const texts = textsOf(draw(row('partner', 'ppppp'), eventful));
    for (const text of [
      'Connection default · 5 days',
      '26 Oct to 30 Oct 2026, days in UTC',
      '26 Oct',
      'The connection itself',
    ])
      expect(texts).toContain(text);
    for (const text of ['Tenant 1', '96.87 %', '100 %', ...LOOK_WORDS.map(([, word]) => word)])
      expect(texts).toContain(text);
  });

  it('says that nothing was tested where there is nothing to draw', () => {
    const svg = draw();
    expect(textsOf(svg)).toContain('Connection default: nothing was tested in 3 days');
    expect(textsOf(svg)).not.toContain('100 %');
  });

  it('is well-formed whatever a tenant calls itself', () => {
    const names = [
      '</text><script>alert(1)</script>',
      '&lt;&amp;]]>',
      '"\'onload="x',
      'a\ufffe\uffff\u0000\ud800b',
      '\u202egnp.exe',
      '<![CDATA[',
    ];
    const svg = draw(...names.map((displayName, index) => ({ ...row(String(index), 'pfp', 5), displayName })));
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).not.toMatch(/<script|onload="x|[\ufffe\uffff]/);
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(svg);
    const shown = parsed.svg.text.map((one: { '#text': string }) => String(one['#text']));
    expect(shown).toContain('&lt;&amp;]]>');
  });

  it('keeps its width for any number of days and grows only by its rows', () => {
    const sizeOf = (svg: string) => /width="(\d+)" height="([\d.]+)"/.exec(svg)?.slice(1).map(Number);
    const [week, year] = [draw(row('1', 'pfppppp', 5)), draw(row('1', `f${'p'.repeat(364)}`, 5))];
    expect(sizeOf(week)).toEqual(sizeOf(year));
    for (const svg of [week, year])
      for (const [, x = '', width = ''] of svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g))
        expect(Number(x) + Number(width)).toBeLessThanOrEqual(560);
  });

  it('loads nothing from anywhere', () => {
    expect(draw(eventful).replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /href|url\(|https?:|<image|<style|@import/,
    );
  });
});

describe('a cell', () => {
  it.each([9, 3])('has a shape of its own for every status, %i pixels wide', (width) => {
    const shapes = LOOK_WORDS.map(([look]) =>
      drawCell(look, { x: 0, y: 0, width, height: 15 }).text.replace(/#[0-9a-f]{6}/g, ''),
    );
    expect(new Set(shapes).size).toBe(LOOK_WORDS.length);
  });

  it('tells a brief failure from one that lasted, and never a failure from good', () => {
    const cell = (failingMinutes: number) => ({ day: 0, status: 'fail' as const, failingMinutes });
    expect([0, 60, 61].map((minutes) => lookOf(cell(minutes)))).toEqual(['brief', 'brief', 'fail']);
  });
});

describe('the palette', () => {
  it('has texts and shapes that stand out from the ground, and marks from their cells', () => {
    for (const text of [PALETTE.text, PALETTE.muted])
      expect(contrast(text, PALETTE.ground)).toBeGreaterThanOrEqual(4.5);
    for (const shape of [PALETTE.pass, PALETTE.warn, PALETTE.fail, PALETTE.unknown, PALETTE.none])
      expect(contrast(shape, PALETTE.ground)).toBeGreaterThanOrEqual(3);
    for (const cell of [PALETTE.warn, PALETTE.fail, PALETTE.unknown])
      expect(contrast(PALETTE.ink, cell)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(PALETTE.fail, PALETTE.failSoft)).toBeGreaterThanOrEqual(3);
  });

  it('tells failing from fine by brightness too', () => {
    expect(contrast(PALETTE.fail, PALETTE.pass)).toBeGreaterThanOrEqual(2);
  });
});
