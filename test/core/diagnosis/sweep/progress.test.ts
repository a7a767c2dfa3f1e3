import { describe, expect, it } from 'vitest';
import { type Progress, progressBar, toProgressView } from '../../../../src/core/diagnosis/sweep/progress.ts';

const at: Progress = {
  connection: 'default',
  phase: 'tenants',
  total: 400,
  done: 100,
  failing: 3,
  throttled: 0,
  elapsedMs: 20_000,
};

describe('toProgressView', () => {
  it('says that the connection comes first', () => {
    const view = toProgressView({ ...at, phase: 'partner', total: null, done: 0 });
    expect(view).toEqual({
      title: 'Testing tokens · connection default',
      share: null,
      line: 'testing the connection itself',
    });
  });

  it('counts tenants and failures, and says what is left', () => {
    expect(toProgressView(at)).toMatchObject({
      share: 0.25,
      line: '100 of 400 tenants · 3 failing so far · about 1 min left',
    });
  });

  it('estimates nothing from the first few, and nothing at the end', () => {
    expect(toProgressView({ ...at, done: 19 }).line).not.toMatch(/left/);
    expect(toProgressView({ ...at, done: 20 }).line).toMatch(/left/);
    expect(toProgressView({ ...at, done: 400 }).line).not.toMatch(/left/);
  });

  it('makes no estimate for the last ones, which may hang', () => {
    expect(toProgressView({ ...at, done: 399, elapsedMs: 40_000 }).line).not.toMatch(/left/);
  });

  it('says what waits for Microsoft', () => {
    expect(toProgressView({ ...at, throttled: 1234 }).line).toMatch(/1,234 waiting on Microsoft's rate limit/);
    expect(toProgressView(at).line).not.toMatch(/waiting/);
  });

  it('is whole where there is nothing to do', () => {
    expect(toProgressView({ ...at, total: 0, done: 0 })).toMatchObject({
      share: 1,
      line: '0 of 0 tenants · 3 failing so far',
    });
  });
});

describe('progressBar', () => {
  it('has as many cells as asked for, whatever the share', () => {
    expect(progressBar(0.5, 4)).toBe('▰▰▱▱');
    expect(progressBar(0.999, 4)).toBe('▰▰▰▱');
    expect([progressBar(-1, 2), progressBar(7, 2)]).toEqual(['▱▱', '▰▰']);
    expect(progressBar(1)).toHaveLength(20);
  });
});
