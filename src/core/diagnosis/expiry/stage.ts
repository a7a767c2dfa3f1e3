export const DAY_MS = 86_400_000;

/** Days left, at most: a matter moves from one to the next and becomes more urgent. */
const DAYS_LEFT = [1, 3, 7, 14, 30] as const;
export type Stage = 'overdue' | (typeof DAYS_LEFT)[number];

/** How urgent an end is: the smallest number of days that it is within, null when it is more than 30 days away. */
export function stageOf(expiresAt: number, now: number): Stage | null {
  const leftMs = expiresAt - now;
  if (leftMs <= 0) return 'overdue';
  return DAYS_LEFT.find((days) => leftMs <= days * DAY_MS) ?? null;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** A day as people say it, `3 March 2027`, in UTC, as Microsoft's portals and interfaces count. */
export function formatDay(time: number): string {
  const day = new Date(time);
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
}

/** `ends on 3 March 2027, within 7 days`, or `ended on …` when it is over. Does not change within a stage. */
export function formatEnd(expiresAt: number, stage: Stage): string {
  const day = formatDay(expiresAt);
  if (stage === 'overdue') return `ended on ${day}`;
  return `ends on ${day}, within ${stage === 1 ? 'a day' : `${stage} days`}`;
}
