import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toTime } from '../../../../src/adapters/microsoft/graph/read-pages.ts';

/** A zone that is never UTC: what is read and shown must not depend on where the machine stands. */
const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'Asia/Kolkata';
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

describe('toTime', () => {
  it.each([
    ['2026-02-10T11:24:42Z', Date.UTC(2026, 1, 10, 11, 24, 42)],
    ['2026-02-10T11:24:42.3148266Z', Date.UTC(2026, 1, 10, 11, 24, 42, 314)],
    ['2026-02-10T11:24:42.3148266z', Date.UTC(2026, 1, 10, 11, 24, 42, 314)],
    ['2026-02-10T11:24:42+02:00', Date.UTC(2026, 1, 10, 9, 24, 42)],
    // Without a zone: Graph's, never the machine's own.
    ['2026-02-10T11:24:42', Date.UTC(2026, 1, 10, 11, 24, 42)],
    ['2299-12-31T00:00:00Z', Date.UTC(2299, 11, 31)],
  ])('reads %s', (text, time) => expect(toTime(text)).toBe(time));

  it.each([null, undefined, '', '0001-01-01T00:00:00Z', '2026-02-30T99:00:00Z', '10/02/2026', 'soon', '2026'])(
    'finds no time in %s',
    (text) => expect(toTime(text)).toBeNull(),
  );
});
