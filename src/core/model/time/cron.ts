/** Reads cron expressions. `next` gives fire times after a moment, in rising order, all times in milliseconds since the epoch. */
export interface Cron {
  /** `problem`: one sentence for the technician, of what can't be read or never fires. */
  parse(expression: string, timeZone: string): CronSchedule | { ok: false; problem: string };
}

export interface CronSchedule {
  ok: true;
  /** At most `count` times, all later than `after`; fewer where it fires no more. */
  next(after: number, count: number): number[];
}

/** Whether the name is an IANA time zone that this system knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return name !== '';
  } catch {
    // A RangeError is the only way in which Intl says no.
    return false;
  }
}
