import type { HistoryRow, HistoryView } from '../../core/watch/history/history-view.ts';
import { formatUptime } from '../../core/watch/history/history-words.ts';
import { drawCell } from './draw-cell.ts';
import { LOOK_WORDS, lookOf, PALETTE } from './palette.ts';
import { CELL_HEIGHT, dateStep, type Layout, PADDING, planLayout } from './plan-layout.ts';
import { round, type SvgText, svg } from './svg-text.ts';

/** The family of the files that `picture-fonts.ts` names. */
const FONT = 'Inter';
const LABEL_SIZE = 12;
const SMALL_SIZE = 11;
/** Widths of the legend's words in this font and size, in its order. */
const LEGEND_WIDTHS = [22, 43, 79, 68, 50, 55];
const LEGEND_GAP = 19;

/** A view as a heat map: rows of days, every status as a colour and as a shape, in words below. Pure. */
export function renderHeatMapSvg(view: HistoryView): string {
  const layout = planLayout(view);
  const { width, height } = layout;
  return svg`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${round(height)}" viewBox="0 0 ${width} ${round(height)}" font-family="${FONT}">
<rect x=".5" y=".5" width="${width - 1}" height="${round(height - 1)}" rx="8" fill="${PALETTE.ground}" stroke="${PALETTE.edge}"/>
${drawHead(view, layout)}
${drawDates(view, layout)}
${view.rows.map((row, index) => drawRow(row, layout.rows[index] ?? 0, layout))}
${view.rows.length === 0 ? drawEmpty(view, layout) : ''}
${layout.notes.map(({ text, y }) => drawText(PADDING, y, text, SMALL_SIZE, PALETTE.muted))}
${view.rows.length === 0 ? '' : drawLegend(layout)}
</svg>`.text;
}

function drawHead(view: HistoryView, { width }: Layout): SvgText {
  const title = fitWidth(toDrawable(view.title, view.plainTitle), width - 2 * PADDING - 120, 15);
  const right = width - PADDING;
  const uptime = `${formatUptime(view.uptimePercent)}${view.uptimePercent === null ? '' : ' up'}`;
  return svg`${drawText(PADDING, 34, title, 15, PALETTE.text, 600)}
${drawText(PADDING, 52, view.period, SMALL_SIZE, PALETTE.muted)}
${drawText(right, 34, uptime, 15, PALETTE.text, 600, 'end')}
${view.uptimePercent === null ? '' : drawText(right, 52, 'of the tested time', SMALL_SIZE, PALETTE.muted, 400, 'end')}`;
}

function drawDates({ columns, rows }: HistoryView, { grid, pitch, axisY, width }: Layout): SvgText {
  if (rows.length === 0) return svg``;
  const step = dateStep(pitch);
  const dates = columns.flatMap(({ label }, index) => {
    // A date near the end would run into the numbers.
    if (index % step !== 0 || (columns.length - index) * pitch < 30) return [];
    return [drawText(grid.x + index * pitch, axisY, label, SMALL_SIZE, PALETTE.muted)];
  });
  return svg`${dates}${drawText(width - PADDING, axisY, 'Up', SMALL_SIZE, PALETTE.muted, 400, 'end')}`;
}

function drawRow(row: HistoryRow, top: number, { grid, pitch, cellWidth, width }: Layout): SvgText {
  const baseline = top + CELL_HEIGHT / 2 + 4.2;
  const label = fitWidth(toDrawable(row.label, row.plainLabel), grid.x - PADDING - 8, LABEL_SIZE);
  const quiet = row.kind === 'rest' ? PALETTE.muted : PALETTE.text;
  const weight = row.kind === 'partner' ? 600 : 400;
  const up = row.uptimePercent === null ? '–' : formatUptime(row.uptimePercent);
  const cells = row.cells.map((cell, index) =>
    drawCell(lookOf(cell), { x: grid.x + index * pitch, y: top, width: cellWidth, height: CELL_HEIGHT }),
  );
  return svg`${drawText(PADDING, baseline, label, LABEL_SIZE, quiet, weight)}${cells}${drawText(width - PADDING, baseline, up, SMALL_SIZE, quiet, 400, 'end')}
`;
}

function drawEmpty(view: HistoryView, { axisY }: Layout): SvgText {
  return drawText(PADDING, axisY + 20, view.verdict, LABEL_SIZE, PALETTE.text);
}

function drawLegend({ legendY, cellWidth }: Layout): SvgText {
  const width = Math.min(12, cellWidth);
  let x = PADDING;
  const items = LOOK_WORDS.map(([look, word], index) => {
    const item = svg`${drawCell(look, { x, y: legendY, width, height: CELL_HEIGHT })}${drawText(x + width + 6, legendY + CELL_HEIGHT / 2 + 4, word, SMALL_SIZE, PALETTE.muted)}`;
    x += width + 6 + (LEGEND_WIDTHS[index] ?? 0) + LEGEND_GAP;
    return item;
  });
  return svg`${items}`;
}

function drawText(
  x: number,
  y: number,
  text: string,
  size: number,
  colour: string,
  weight = 400,
  anchor: 'start' | 'end' = 'start',
): SvgText {
  return svg`<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${weight}" fill="${colour}" text-anchor="${anchor}">${text}</text>`;
}

/**
 * Letters and signs that the picture's font has: Latin with its extensions, Greek, Cyrillic, punctuation. Held to the
 * font by a test. Everything else would be drawn as an empty box.
 */
const IN_FONT =
  /[\u0020-\u007e\u00a0-\u00ac\u00ae-\u0148\u014a-\u01c3\u01c5-\u024f\u0384-\u03ce\u0400-\u045f\u1e00-\u1e9b\u1e9e-\u1eff\u2010-\u2015\u2018-\u2022\u2026\u20ac\u2116\u2122]/u;
const LETTER = /[\p{L}\p{N}]/u;

/**
 * A text the font can draw: signs it lacks, such as emoji, are left out. Where it lacks a letter, `plain` stands in
 * for the whole text: half a name would be another name.
 */
export function toDrawable(text: string, plain: string): string {
  const characters = [...text.normalize('NFC')];
  const kept = characters.filter((character) => IN_FONT.test(character));
  const lacksLetter = characters.some((character) => LETTER.test(character) && !IN_FONT.test(character));
  const drawable = kept.join('').replace(/\s+/g, ' ').trim();
  if (!lacksLetter && kept.some((character) => LETTER.test(character))) return drawable;
  return [...plain].filter((character) => IN_FONT.test(character)).join('');
}

/** Widths in em of the font's letters: upper bounds of groups, so that a text is never wider than estimated. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl.,:;'|!I ]/, 0.3],
  [/[frt()[\]/\\-]/, 0.42],
  [/[aceksvxyzJ]/, 0.6],
  [/[bdghnopqu0-9*]/, 0.66],
  [/[mwMW@%–—…]/, 0.98],
];

/** The text, cut with an ellipsis where it could be wider than `width`. */
export function fitWidth(text: string, width: number, fontSize: number): string {
  const characters = [...text];
  if (widthOf(characters) * fontSize <= width) return text;
  const room = width / fontSize - 0.98;
  let used = 0;
  const kept = characters.filter((character) => {
    used += widthOf([character]);
    return used <= room;
  });
  return `${kept.join('').trimEnd()}…`;
}

function widthOf(characters: readonly string[]): number {
  return characters.reduce(
    (sum, character) => sum + (WIDTHS.find(([pattern]) => pattern.test(character))?.[1] ?? 0.78),
    0,
  );
}
