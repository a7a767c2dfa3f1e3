import { describe, expect, it } from 'vitest';
import { cron } from '../../../src/adapters/cron/create-cron.ts';

const at = (iso: string): number => Date.parse(iso);
const times = (expression: string, zone: string, after: string, count = 3): string[] => {
  const parsed = cron.parse(expression, zone);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.next(at(after), count).map((time) => new Date(time).toISOString());
};
const problem = (expression: string, zone = 'UTC'): string => {
  const parsed = cron.parse(expression, zone);
  return parsed.ok ? 'none' : parsed.problem;
};

describe('cron', () => {
  it('gives the times after a moment, in rising order and never the moment itself', () => {
    expect(times('0 6 * * *', 'UTC', '2026-11-21T06:00:00Z', 2)).toEqual([
      '2026-11-22T06:00:00.000Z',
      '2026-11-23T06:00:00.000Z',
    ]);
  });

  it('reads the hour by the clock on the wall, before and after the clocks change', () => {
    expect(times('0 6 * * *', 'Europe/Berlin', '2026-03-28T00:00:00Z', 3)).toEqual([
      '2026-03-28T05:00:00.000Z',
      '2026-03-29T04:00:00.000Z',
      '2026-03-30T04:00:00.000Z',
    ]);
  });

  it('fires once on the day on which the hour is left out, and once where it comes twice', () => {
    expect(times('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toHaveLength(2);
    const autumn = times('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2);
    expect(new Set(autumn.map((time) => time.slice(0, 10))).size).toBe(2);
  });

  it('says the same to whoever asks again later or earlier, as to whoever asks first', () => {
    const asked = Array.from({ length: 24 }, (_, index) => at('2026-10-24T00:00:00Z') + index * 7_777_777);
    for (const [index, after] of [...asked, ...asked.toReversed()].entries()) {
      const moment = new Date(after).toISOString();
      const count = 1 + (index % 4);
      const first = times(`*/30 1-3 * * *${' '.repeat(index + 1)}`, 'Europe/Berlin', moment, count);
      expect(times('*/30 1-3 * * *', 'Europe/Berlin', moment, count)).toEqual(first);
    }
  });

  it.each([
    ['too few fields', '0 6 * *', /4 fields and not five/],
    ['seconds', '0 0 6 * * *', /6 fields and not five/],
    ['a value out of range', '61 6 * * *', /no cron expression/],
    ['words', 'every morning at six o’clock', /not five|no cron expression/],
    ['a date that never comes', '0 6 31 2 *', /never fires/],
    ['nothing', '', /not five/],
  ])('explains %s and shows a right one', (_what, expression, expected) => {
    expect(problem(expression)).toMatch(expected);
  });

  it('names a time zone that does not exist', () => {
    expect(problem('0 6 * * *', 'Mars/Olympus')).toMatch(/“Mars\/Olympus”.*Europe\/Berlin/);
  });
});
