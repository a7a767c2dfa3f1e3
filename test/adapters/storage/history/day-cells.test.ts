import { describe, expect, it } from 'vitest';
import { type CellSpan, dayOf, toDayCells } from '../../../../src/adapters/storage/history/day-cells.ts';

const MINUTE = 60_000;
// Three days of 100 minutes each.
const BOUNDS = [0, 100, 200, 300].map((minutes) => minutes * MINUTE);

const span = (status: CellSpan['status'], since: number, until: number, heldUntil = until): CellSpan => ({
  status,
  since: since * MINUTE,
  until: until * MINUTE,
  heldUntil: heldUntil * MINUTE,
});

function cellsOf(...spans: CellSpan[]) {
  const { worst, failingMs, testedMs } = toDayCells(spans, BOUNDS);
  const minutes = (times: readonly number[]): number[] => times.map((ms) => ms / MINUTE);
  return { worst, failing: minutes(failingMs), tested: minutes(testedMs) };
}

describe('the cells of days', () => {
  it('have the worst of each day, for how long it was observed and for how long it failed', () => {
    const spans = [span('pass', -50, 30), span('fail', 30, 120), span('warn', 120, 200), span('pass', 200, 300)];
    expect(cellsOf(...spans)).toEqual({
      worst: ['fail', 'fail', 'pass'],
      failing: [70, 20, 0],
      tested: [100, 100, 100],
    });
  });

  it('take what is worse of several checks, and count a minute once', () => {
    const spans = [span('fail', 10, 40), span('unknown', 30, 60), span('pass', 0, 300), span('fail', 90, 110)];
    expect(cellsOf(...spans)).toEqual({
      worst: ['fail', 'fail', 'pass'],
      failing: [60, 10, 0],
      tested: [100, 100, 100],
    });
  });

  it('count an unknown as failing, a warning not', () => {
    expect(cellsOf(span('unknown', 0, 100), span('warn', 100, 300))).toMatchObject({
      worst: ['unknown', 'warn', 'warn'],
      failing: [100, 0, 0],
    });
  });

  it('say nothing of time that nobody observed', () => {
    expect(cellsOf(span('fail', 0, 40, 250), span('fail', 250, 300))).toEqual({
      worst: ['fail', null, 'fail'],
      failing: [40, 0, 50],
      tested: [40, 0, 50],
    });
  });

  it('do not call time good in which another check, bad when it was last seen, was not looked at', () => {
    expect(cellsOf(span('pass', 0, 300), span('fail', 20, 40, 250), span('pass', 250, 300))).toEqual({
      worst: ['fail', 'pass', 'pass'],
      failing: [20, 0, 0],
      tested: [40, 0, 50],
    });
  });

  it('leave out what was before and after, and what took no time', () => {
    const spans = [span('fail', -20, 0), span('fail', 300, 400), span('fail', 100, 100)];
    expect(cellsOf(...spans)).toEqual({ worst: [null, null, null], failing: [0, 0, 0], tested: [0, 0, 0] });
  });
});

describe('dayOf', () => {
  it('finds the day, and one past the last for a later time', () => {
    expect([-1, 0, 99, 100, 299, 300, 999].map((minutes) => dayOf(minutes * MINUTE, BOUNDS))).toEqual([
      0, 0, 0, 1, 2, 3, 3,
    ]);
  });
});
