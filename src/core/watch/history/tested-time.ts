import { isBad } from '../../model/causes/status.ts';
import type { DailyRow, Stretch } from './history-store.ts';

const MINUTE_MS = 60_000;

/** The days of a reading. `end` is when the last one ends, or now. */
export interface Days {
  starts: readonly number[];
  end: number;
}

/** Minutes of one row. A day on which nothing was tested adds to neither. */
export interface TestedTime {
  tested: number;
  failing: number;
}

/** What one row was like: its time, and what it ever was. */
export interface Measurement extends TestedTime {
  failed: boolean;
  wasUnknown: boolean;
  warned: boolean;
}

/** Minutes of each day, up to the end of the reading. */
export function toLengths({ starts, end }: Days): number[] {
  return starts.map((start, day) => Math.max(0, (Math.min(starts[day + 1] ?? end, end) - start) / MINUTE_MS));
}

/**
 * How long a row was tested and how much of that it was bad. `blind` are the minutes of each day in which the partner
 * connection itself failed: no tenant could be tested then, so they prove nothing good. Loops by index: there may be
 * thousands of rows of a year.
 */
export function measure(
  { worst, failingMinutes }: Pick<DailyRow, 'worst' | 'failingMinutes'>,
  lengths: readonly number[],
  blind: readonly number[] = [],
): Measurement {
  const found = { tested: 0, failing: 0, failed: false, wasUnknown: false, warned: false };
  for (let day = 0; day < worst.length; day += 1) {
    const status = worst[day] ?? null;
    if (status === null) continue;
    const length = lengths[day] ?? 0;
    const failing = Math.min(failingMinutes[day] ?? 0, length);
    found.failing += failing;
    found.tested += Math.max(failing, length - (blind[day] ?? 0));
    if (status === 'fail') found.failed = true;
    else if (status === 'unknown') found.wasUnknown = true;
    else if (status === 'warn') found.warned = true;
  }
  return found;
}

export function addTimes(times: readonly TestedTime[]): TestedTime {
  const sum = { tested: 0, failing: 0 };
  for (const { tested, failing } of times) {
    sum.tested += tested;
    sum.failing += failing;
  }
  return sum;
}

/** Null where nothing was tested. */
export function toUptimePercent({ tested, failing }: TestedTime): number | null {
  return tested <= 0 ? null : 100 * (1 - failing / tested);
}

/** Of each day, the minutes in which some check was bad: two that fail at once count once. */
export function toFailingMinutes(stretches: readonly Stretch[], days: Days): number[] {
  const bad = stretches
    .filter(({ status }) => isBad(status))
    .map(({ since, until }) => ({ since, until: Math.min(until ?? days.end, days.end) }))
    .sort((one, other) => one.since - other.since);
  return days.starts.map((start, day) => {
    const end = days.starts[day + 1] ?? days.end;
    let reached = start;
    let failing = 0;
    for (const { since, until } of bad) {
      const from = Math.max(since, reached);
      const to = Math.min(until, end);
      if (to <= from) continue;
      failing += to - from;
      reached = to;
    }
    return Math.round(failing / MINUTE_MS);
  });
}
