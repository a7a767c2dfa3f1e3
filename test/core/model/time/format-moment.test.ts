import { describe, expect, it } from 'vitest';
import { formatMoment } from '../../../../src/core/model/time/format-moment.ts';

const AT = Date.UTC(2026, 10, 21, 23, 32, 59);

describe('formatMoment', () => {
  it.each([
    [0, '2026-11-21 23:32 UTC'],
    [60, '2026-11-22 00:32 UTC+1'],
    [-210, '2026-11-21 20:02 UTC−3:30'],
    [345, '2026-11-22 05:17 UTC+5:45'],
  ])('tells a moment where local time is %i minutes ahead, with the distance to UTC', (offset, told) => {
    expect(formatMoment(AT, offset)).toBe(told);
  });

  it('takes the zone of the program', () => {
    expect(formatMoment(AT)).toBe(formatMoment(AT, -new Date(AT).getTimezoneOffset()));
  });
});
