import type { KeptStatus } from '../../../core/diagnosis/report/run-store.ts';
import { isBad, worstStatus } from '../../../core/model/causes/evidence.ts';
import type { DailyRow } from '../../../core/watch/history/history-store.ts';

/** A stretch as far as a picture needs it: the time in which it was observed. */
export interface CellSpan extends Time {
  status: KeptStatus;
  /** When another verdict took its place; later than `until` where nobody looked in between. */
  heldUntil: number;
}

type Cells = Pick<DailyRow, 'worst' | 'testedMs' | 'failingMs'>;

/**
 * What the days were like, from the spans of one or several checks. `bounds` are the starts of the days and the end of
 * the last. Time is failing while some check is bad, and tested while one is observed; a check that was bad when it was
 * last seen keeps the time after it from counting as good.
 */
export function toDayCells(spans: readonly CellSpan[], bounds: readonly number[]): Cells {
  const days = bounds.length - 1;
  const worst = new Array<KeptStatus | null>(days).fill(null);
  for (const { status, since, until } of spans) {
    for (let day = dayOf(since, bounds); isWithin(day, until, bounds); day += 1) {
      worst[day] = worse(worst[day] ?? null, status);
    }
  }
  const bad = spans.filter(({ status }) => isBad(status));
  const failing = mergeTimes(bad);
  const unsure = mergeTimes(bad.map(({ until, heldUntil }) => ({ since: until, until: heldUntil })));
  const good = subtractTimes(subtractTimes(mergeTimes(spans), failing), unsure);
  const failingMs = msByDay(failing, bounds);
  const goodMs = msByDay(good, bounds);
  return { worst, failingMs, testedMs: failingMs.map((ms, day) => ms + (goodMs[day] ?? 0)) };
}

function msByDay(times: readonly Time[], bounds: readonly number[]): number[] {
  const byDay = new Array<number>(bounds.length - 1).fill(0);
  for (const { since, until } of times) {
    for (let day = dayOf(since, bounds); isWithin(day, until, bounds); day += 1) {
      byDay[day] = (byDay[day] ?? 0) + Math.min(until, bounds[day + 1] ?? 0) - Math.max(since, bounds[day] ?? 0);
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

/** From `since` up to `until`, which is not in it any more. */
interface Time {
  since: number;
  until: number;
}

/** The same time in order, each moment once. */
function mergeTimes(times: readonly Time[]): Time[] {
  const merged: Time[] = [];
  for (const { since, until } of times.toSorted((one, other) => one.since - other.since)) {
    const last = merged.at(-1);
    if (last && since <= last.until) last.until = Math.max(last.until, until);
    else if (until > since) merged.push({ since, until });
  }
  return merged;
}

/** What is in the first and not in the second. Both are merged times. */
function subtractTimes(times: readonly Time[], taken: readonly Time[]): Time[] {
  const left: Time[] = [];
  let next = 0;
  for (const { since, until } of times) {
    let from = since;
    while ((taken[next]?.until ?? Number.POSITIVE_INFINITY) <= from) next += 1;
    for (let at = next; (taken[at]?.since ?? Number.POSITIVE_INFINITY) < until; at += 1) {
      const one = taken[at];
      if (!one) break;
      if (one.since > from) left.push({ since: from, until: one.since });
      from = Math.max(from, one.until);
    }
    if (from < until) left.push({ since: from, until });
  }
  return left;
}
