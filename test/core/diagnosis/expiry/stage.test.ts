import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDay, formatEnd, stageOf } from '../../../../src/core/diagnosis/expiry/stage.ts';
import { NOW, STAGES } from './expiry-fixtures.ts';

/** A zone that is never UTC: what is read and shown must not depend on where the machine stands. */
const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'Asia/Kolkata';
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

describe('stageOf', () => {
  it.each(STAGES)('makes %d ms left %s', (leftMs, stage) => expect(stageOf(NOW + leftMs, NOW)).toBe(stage));
});

describe('formatEnd', () => {
  it('names the day in UTC, whatever the machine’s own zone', () => {
    expect(formatDay(Date.UTC(2026, 11, 31, 23, 59, 59, 999))).toBe('31 December 2026');
    expect(formatDay(Date.UTC(2027, 0, 1))).toBe('1 January 2027');
  });

  it('stays the same within a stage', () => {
    const end = Date.UTC(2027, 2, 3);
    expect(formatEnd(end, 7)).toBe('ends on 3 March 2027, within 7 days');
    expect(formatEnd(end, 1)).toBe('ends on 3 March 2027, within a day');
    expect(formatEnd(end, 'overdue')).toBe('ended on 3 March 2027');
  });
});
