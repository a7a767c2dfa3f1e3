import type { KeptStatus } from '../../../core/diagnosis/report/run-store.ts';
import { isBad, worstStatus } from '../../../core/model/causes/status.ts';
import type { DailyRow } from '../../../core/watch/history/history-store.ts';

/** A stretch as far as a picture needs it. */
export interface Span {
  status: KeptStatus;
  since: number;
  until: number;
}

type Cells = Pick<DailyRow, 'worst' | 'failingMinutes'>;

const MINUTE_MS = 60_000;

/**
 * What the days were like, from the spans of one or several checks. `bounds` are the starts of the days and the end of
 * the last; days without a mark in `covered` say nothing.
 */
export function toDayCells(spans: readonly Span[], bounds: readonly number[], covered: Uint8Array): Cells {
  const worst = new Array<KeptStatus | null>(covered.length).fill(null);
  const failingMinutes = new Array<number>(covered.length).fill(0);
  for (const { status, since, until } of spans) {
    for (let day = dayOf(since, bounds); isWithin(day, until, bounds); day += 1) {
      if (covered[day]) worst[day] = worse(worst[day] ?? null, status);
    }
  }
  // A failure of seconds is a failure: it takes a minute.
  for (const [day, ms] of badMsByDay(spans, bounds)) if (covered[day]) failingMinutes[day] = Math.ceil(ms / MINUTE_MS);
  return { worst, failingMinutes };
}

function badMsByDay(spans: readonly Span[], bounds: readonly number[]): Map<number, number> {
  const byDay = new Map<number, number>();
  for (const { since, until } of mergeBad(spans)) {
    for (let day = dayOf(since, bounds); isWithin(day, until, bounds); day += 1) {
      const ms = Math.min(until, bounds[day + 1] ?? 0) - Math.max(since, bounds[day] ?? 0);
      byDay.set(day, (byDay.get(day) ?? 0) + ms);
    }
  }
  return byDay;
}

/** The number of the day that a time lies in; the first for an earlier time, one past the last for a later one. */
export function dayOf(time: number, bounds: readonly number[]): number {
  let low = 0;
  let high = bounds.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle + 1] ?? Number.POSITIVE_INFINITY) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isWithin(day: number, until: number, bounds: readonly number[]): boolean {
  return day < bounds.length - 1 && (bounds[day] ?? 0) < until;
}

function worse(one: KeptStatus | null, other: KeptStatus): KeptStatus {
  if (one === null || one === other) return other;
  return worstStatus([one, other]) === one ? one : other;
}

/** The times at which some check was bad, apart from each other and in order. */
function mergeBad(spans: readonly Span[]): { since: number; until: number }[] {
  const bad = spans.filter(({ status }) => isBad(status)).sort((one, other) => one.since - other.since);
  const merged: { since: number; until: number }[] = [];
  for (const { since, until } of bad) {
    const last = merged.at(-1);
    if (last && since <= last.until) last.until = Math.max(last.until, until);
    else merged.push({ since, until });
  }
  return merged;
}
