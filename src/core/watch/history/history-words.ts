import { countOf, formatDuration, formatNumber } from '../../model/text/format.ts';
import type { HistoryView } from './history-view.ts';

/** `100 %`, `99.98 %`, `0 %`. Cut, never rounded up: what failed once is never shown as 100 %. */
export function formatUptime(percent: number | null): string {
  if (percent === null) return 'not tested';
  const cut = Math.floor(percent * 100 + 1e-7) / 100;
  return `${Number.isInteger(cut) ? cut : cut.toFixed(2)} %`;
}

export function createDayFormat(timeZone: string): (time: number, withYear?: boolean) => string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' });
  const dated = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' });
  return (time, withYear = false) => (withYear ? dated : day).format(time);
}

export interface HistoryExtent {
  subject: string;
  rowsAre: HistoryView['rowsAre'];
  /** Tenants or checks. */
  rows: Tally;
  /** Somebody's own tenants, and not all there are. */
  yours: boolean;
  partnerBad: boolean;
  days: number;
  testedDays: number;
  uptimePercent: number | null;
}

/** How many there are, and how many of them ever failed, or failed or were unknown. */
export interface Tally {
  all: number;
  failed: number;
  bad: number;
}

/** What the days were like. Days without a test are never called good. */
export function verdictOf({ subject, rowsAre, rows, yours, partnerBad, ...extent }: HistoryExtent): string {
  const span = extent.days === extent.testedDays ? spanOf(extent.days) : testedSpanOf(extent);
  if (extent.testedDays === 0) return `${subject}: nothing was tested in ${spanOf(extent.days)}`;
  if (rowsAre === 'checks') {
    if (rows.bad === 0) return `${subject} did not fail in ${span}`;
    return `${subject} was up ${formatUptime(extent.uptimePercent)} of the tested time in ${span}`;
  }
  const whole = `${yours ? 'your ' : ''}${countOf(rows.all, 'tenant')}`;
  if (rows.bad > 0) {
    const ours = partnerBad ? 'the connection itself failed too' : 'the connection itself did not fail';
    return `${formatNumber(rows.bad)} of ${whole} ${badWords(rows)} in ${span} · ${ours}`;
  }
  if (partnerBad) return `The connection itself failed at some time in ${span}, no tenant by itself`;
  return `No failure in ${span}: ${whole}`;
}

export function noteOf({ days, testedDays }: Pick<HistoryExtent, 'days' | 'testedDays'>): string {
  const untested = days - testedDays;
  if (untested === 0) return '';
  if (testedDays === 0) return 'No sweep ran on these days, so nothing is known of them.';
  const which = untested === 1 ? 'it is not counted as up' : 'they are not counted as up';
  return `Nothing was tested on ${formatNumber(untested)} of ${countOf(days, 'day')}; ${which}.`;
}

/** On the tenants that have no row of their own. */
export function moreOf(hidden: Tally, shown: number): string {
  if (hidden.all === 0) return '';
  if (shown === 0) return `${formatNumber(hidden.all)} tenants in one row: none of them failed.`;
  const others = `the other ${countOf(hidden.all, 'tenant')}`;
  if (hidden.bad === 0) return `None of ${others} failed.`;
  return `Of ${others}, ${formatNumber(hidden.bad)} ${badWords(hidden)}.`;
}

/** What the picture shows, without what its card says beside it. */
export function describePicture(view: HistoryView): string {
  const worst = view.rows
    .filter(({ kind, uptimePercent }) => kind !== 'rest' && uptimePercent !== null && uptimePercent < 100)
    .slice(0, 3)
    .map(({ label, uptimePercent }) => `${label} ${formatUptime(uptimePercent)}`);
  const parts = [
    `Heat map, ${view.rowsAre} by ${view.columns.some(({ days }) => days > 1) ? 'week' : 'day'}`,
    worst.length > 0 ? `Least up: ${worst.join(', ')}` : '',
    view.more.replace(/\.$/, ''),
  ];
  return `${parts.filter((part) => part !== '').join('. ')}.`;
}

/** `18 h 20 min`, or that nothing failed. */
export function failingWords({
  failingMs,
  testedDays,
  rowsAre,
}: Pick<HistoryView, 'failingMs' | 'testedDays' | 'rowsAre'>): string {
  if (testedDays === 0) return 'not tested';
  if (failingMs === 0) return 'none';
  return `${formatDuration(failingMs)}${rowsAre === 'tenants' ? ', all tenants added up' : ''}`;
}

function badWords({ failed, bad }: Tally): string {
  const unknown = `${bad === 1 ? 'was' : 'were'} unknown at some time`;
  if (failed === 0) return unknown;
  return failed === bad ? 'failed at some time' : `failed or ${unknown}`;
}

function spanOf(days: number): string {
  return days === 1 ? 'one day' : `${formatNumber(days)} days`;
}

function testedSpanOf({ days, testedDays }: Pick<HistoryExtent, 'days' | 'testedDays'>): string {
  return `the ${formatNumber(testedDays)} of ${countOf(days, 'day')} that were tested`;
}
