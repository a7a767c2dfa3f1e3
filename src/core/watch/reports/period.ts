import { LEAST_JUMP_MS } from '../../model/time/clock.ts';
import { toDayBounds } from '../../model/time/day-bounds.ts';
import type { ReportSpan, StandingReport } from './standing-report.ts';

/** Whole days of a time zone, the end not among them. Milliseconds since the epoch. */
export interface Period {
  from: number;
  to: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** More than two months. */
const LOOK_BACK_MS = 64 * DAY_MS;
/** No period is shorter, wherever clocks are changed. */
const SHORTEST_MS: Readonly<Record<ReportSpan, number>> = { week: 6 * DAY_MS, month: 27 * DAY_MS };
/** No clock is set by more at once, but by who crosses the date line. */
const STEP_MS = HOUR_MS / 2;

/** The last week or month that was over at a time. Throws a RangeError for an unknown time zone. */
export function lastPeriod(every: ReportSpan, timeZone: string, at: number): Period {
  const format = new Intl.DateTimeFormat(
    'en-US-u-ca-gregory',
    every === 'week' ? { timeZone, weekday: 'short' } : { timeZone, day: 'numeric' },
  );
  const first = every === 'week' ? 'Mon' : '1';
  const starts = toDayBounds(at - LOOK_BACK_MS, at + 1, timeZone).filter(
    (start) => start <= at && format.format(start) === first,
  );
  const [from = at, to = at] = starts.slice(-2);
  return { from, to };
}

/** The first moment at or after `start`, which begins a day, at which the clock on the wall shows this hour or a later one. */
export function atHour(start: number, hour: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', hourCycle: 'h23' });
  let at = Math.max(start, start + (hour - 2) * HOUR_MS);
  while (Number(format.format(at)) < hour) at += STEP_MS;
  return at;
}

/** A period that is to be reported now, and when it was to be. */
export interface DuePeriod extends Period {
  dueAt: number;
}

/** Of the periods that were not reported the last one whose hour has come; undefined for none. */
export function findDuePeriod(report: StandingReport, now: number): DuePeriod | undefined {
  const { every, timeZone, hour, reportedUntil } = report;
  if (now < reportedUntil + SHORTEST_MS[every]) return undefined;
  const last = lastPeriod(every, timeZone, now);
  for (const period of [last, lastPeriod(every, timeZone, last.to - 1)]) {
    const dueAt = atHour(period.to, hour, timeZone);
    if (dueAt <= now) return period.to > reportedUntil ? { ...period, dueAt } : undefined;
  }
  return undefined;
}

/** When it is made next: at once where that is due. */
export function nextReportAt({ every, timeZone, hour, reportedUntil }: StandingReport, now: number): number {
  const last = lastPeriod(every, timeZone, now);
  const end = last.to > reportedUntil ? last.to : lastPeriod(every, timeZone, last.to + 1.5 * (last.to - last.from)).to;
  return Math.max(now, atHour(end, hour, timeZone));
}

/** The report itself where its time is right. One that lies ahead was written while the clock was wrong. */
export function mendReportTime(report: StandingReport, now: number): StandingReport {
  return report.reportedUntil - now > LEAST_JUMP_MS ? { ...report, reportedUntil: now } : report;
}
