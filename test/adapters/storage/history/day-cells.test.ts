import { describe, expect, it } from 'vitest';
import { dayOf, type Span, toDayCells } from '../../../../src/adapters/storage/history/day-cells.ts';

const MINUTE = 60_000;
// Three days of 100 minutes each.
const BOUNDS = [0, 100, 200, 300].map((minutes) => minutes * MINUTE);
const ALL = Uint8Array.of(1, 1, 1);

const span = (status: Span['status'], since: number, until: number): Span => ({
  status,
  since: since * MINUTE,
  until: until * MINUTE,
});

describe('the cells of days', () => {
  it('have the worst of each day and for how long it failed', () => {
    const spans = [span('pass', -50, 30), span('fail', 30, 120), span('warn', 120, 200), span('pass', 200, 300)];
    expect(toDayCells(spans, BOUNDS, ALL)).toEqual({ worst: ['fail', 'fail', 'pass'], failingMinutes: [70, 20, 0] });
  });

  it('take what is worse of several checks, and count a minute once', () => {
    const spans = [span('fail', 10, 40), span('unknown', 30, 60), span('pass', 0, 300), span('fail', 90, 110)];
    expect(toDayCells(spans, BOUNDS, ALL)).toEqual({ worst: ['fail', 'fail', 'pass'], failingMinutes: [60, 10, 0] });
  });

  it('count an unknown as failing, a warning not', () => {
    const spans = [span('unknown', 0, 100), span('warn', 100, 300)];
    expect(toDayCells(spans, BOUNDS, ALL)).toEqual({ worst: ['unknown', 'warn', 'warn'], failingMinutes: [100, 0, 0] });
  });

  it('say nothing of a day without a run, whatever lasted', () => {
    expect(toDayCells([span('fail', 0, 300)], BOUNDS, Uint8Array.of(1, 0, 1))).toEqual({
      worst: ['fail', null, 'fail'],
      failingMinutes: [100, 0, 100],
    });
  });

  it('leave out what was before and after, and what took no time', () => {
    const spans = [span('fail', -20, 0), span('fail', 300, 400), span('fail', 100, 100)];
    expect(toDayCells(spans, BOUNDS, ALL)).toEqual({ worst: [null, null, null], failingMinutes: [0, 0, 0] });
  });
});

describe('dayOf', () => {
  it('finds the day, and one past the last for a later time', () => {
    expect([-1, 0, 99, 100, 299, 300, 999].map((minutes) => dayOf(minutes * MINUTE, BOUNDS))).toEqual([
      0, 0, 0, 1, 2, 3, 3,
    ]);
  });
});
