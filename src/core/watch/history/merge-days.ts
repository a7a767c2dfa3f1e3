import { worstStatus } from '../../model/causes/status.ts';
import type { HistoryCell, HistoryColumn, HistoryRow } from './history-view.ts';

/** With more days than this, a column is a week: thinner ones could not be told apart. */
const MOST_DAY_COLUMNS = 92;
const WEEK = 7;

/** The columns for these days. Weeks are counted from the newest day back, so only the first can be short. */
export function toColumns(days: readonly number[], formatDay: (time: number) => string): HistoryColumn[] {
  const size = days.length > MOST_DAY_COLUMNS ? WEEK : 1;
  const short = days.length % size;
  const columns: HistoryColumn[] = [];
  for (let index = 0; index < days.length; ) {
    const count = index === 0 && short > 0 ? short : size;
    const start = days[index] ?? 0;
    columns.push({ start, label: formatDay(start), days: count });
    index += count;
  }
  return columns;
}

/** Cells of days as cells of columns: the worst counts, minutes add up. */
export function mergeCells(row: HistoryRow, columns: readonly HistoryColumn[]): HistoryRow {
  if (columns.length === row.cells.length) return row;
  let from = 0;
  const cells = columns.map(({ start, days }): HistoryCell => {
    const merged = row.cells.slice(from, from + days);
    from += days;
    const worst = worstStatus(merged.flatMap(({ status }) => (status === 'none' ? [] : [status])));
    const failingMinutes = merged.reduce((sum, cell) => sum + cell.failingMinutes, 0);
    return { day: start, status: worst === 'skipped' ? 'none' : worst, failingMinutes };
  });
  return { ...row, cells };
}
