import type { HistoryRow, HistoryView } from '../../core/watch/history/history-view.ts';

export interface Layout {
  width: number;
  height: number;
  grid: { x: number; width: number };
  /** From one column to the next, and how much of it the cell takes. */
  pitch: number;
  cellWidth: number;
  axisY: number;
  /** Top of each row. */
  rows: readonly number[];
  notes: readonly { text: string; y: number }[];
  legendY: number;
}

/** As wide as a picture is shown in a Discord channel, so that its texts appear in their own size there. */
const WIDTH = 560;
export const PADDING = 20;
export const ROW_HEIGHT = 19;
export const CELL_HEIGHT = 15;
const LABEL_WIDTH = 152;
const PERCENT_WIDTH = 58;
const HEAD_HEIGHT = 84;
/** Between the partner connection, the tenants and the rest. */
const GROUP_GAP = 7;
const NOTE_HEIGHT = 17;
/** Cells of a few days need not fill the width. */
const WIDEST_PITCH = 48;

export function planLayout(view: HistoryView): Layout {
  const gridX = PADDING + LABEL_WIDTH;
  const gridWidth = WIDTH - PADDING - PERCENT_WIDTH - gridX;
  const pitch = Math.min(WIDEST_PITCH, gridWidth / Math.max(1, view.columns.length));
  const rows: number[] = [];
  let y = HEAD_HEIGHT;
  for (const [index, row] of view.rows.entries()) {
    if (index > 0 && isGroupEdge(view.rows[index - 1], row)) y += GROUP_GAP;
    rows.push(y);
    y += ROW_HEIGHT;
  }
  if (view.rows.length === 0) y += ROW_HEIGHT;
  const notes = [view.more, view.note]
    .filter((text) => text !== '')
    .map((text, index) => ({ text, y: y + 15 + index * NOTE_HEIGHT }));
  const legendY = y + 12 + (notes.length > 0 ? notes.length * NOTE_HEIGHT + 4 : 0);
  const legendHeight = view.rows.length === 0 ? 0 : CELL_HEIGHT;
  return {
    width: WIDTH,
    height: legendY + legendHeight + PADDING - 2,
    grid: { x: gridX, width: pitch * view.columns.length },
    pitch,
    cellWidth: pitch - Math.min(2, Math.max(0.8, pitch * 0.16)),
    axisY: HEAD_HEIGHT - 8,
    rows,
    notes,
    legendY,
  };
}

/** Every how many columns a date is written, so that dates don't touch. */
export function dateStep(pitch: number): number {
  const steps = [1, 2, 7, 14, 28];
  return steps.find((step) => step * pitch >= 46) ?? 56;
}

function isGroupEdge(before: HistoryRow | undefined, row: HistoryRow): boolean {
  return before?.kind === 'partner' || row.kind === 'rest';
}
