import type { DailyRow } from './history-store.ts';

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

/** How long a row was observed and how much of that it was bad. Loops by index: there may be thousands of rows of a year. */
export function measure({ worst, testedMs, failingMs }: DailyRow): Measurement {
  const found = { tested: 0, failing: 0, failed: false, wasUnknown: false, warned: false };
  for (let day = 0; day < worst.length; day += 1) {
    const status = worst[day] ?? null;
    if (status === null) continue;
    found.failing += failingMs[day] ?? 0;
    found.tested += testedMs[day] ?? 0;
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

/** Null where nothing was observed. */
export function toUptimePercent({ tested, failing }: TestedTime): number | null {
  return tested <= 0 ? null : 100 * (1 - failing / tested);
}
