const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
// Longer than any day, also one on which a zone moved to the other side of the date line.
const LONGEST_DAY_MS = 49 * HOUR_MS;
const MOST_DAYS = 1100;

/**
 * When each day begins from the one that `from` lies in, and at the end when the last one ends, which is not before
 * `to`. A day may have 23 or 25 hours. Empty when `to` is not after `from`.
 * Throws a RangeError for an unknown time zone or too many days.
 */
export function toDayBounds(from: number, to: number, timeZone = 'UTC'): number[] {
  const dateOf = createDateOf(timeZone);
  if (to <= from) return [];
  const today = dateOf(from);
  const bounds = [firstMinute(from - LONGEST_DAY_MS, from, (time) => dateOf(time) >= today)];
  for (let start = bounds[0] ?? from; start < to; ) {
    start = nextDay(start, dateOf);
    bounds.push(start);
    if (bounds.length > MOST_DAYS + 1) throw new RangeError(`more than ${MOST_DAYS} days`);
  }
  return bounds;
}

function nextDay(start: number, dateOf: (time: number) => number): number {
  const date = dateOf(start);
  const usual = start + 24 * HOUR_MS;
  if (dateOf(usual) > date && dateOf(usual - MINUTE_MS) === date) return usual;
  return firstMinute(start, start + LONGEST_DAY_MS, (time) => dateOf(time) > date);
}

/** The first whole minute after `before` at which `holds` is true; it is false at `before`, and true from some time on. */
function firstMinute(before: number, at: number, holds: (time: number) => boolean): number {
  let low = Math.floor(before / MINUTE_MS);
  let high = Math.floor(at / MINUTE_MS);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle * MINUTE_MS)) high = middle;
    else low = middle;
  }
  return high * MINUTE_MS;
}

/** The calendar's date at a time, as a number that grows with it: 20250131. */
function createDateOf(timeZone: string): (time: number) => number {
  const options = { timeZone, year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory', options);
  return (time) => {
    const [month = 0, day = 0, year = 0] = format.format(time).split('/').map(Number);
    return (year * 100 + month) * 100 + day;
  };
}
