import { describe, expect, it } from 'vitest';
import { describeLateness } from '../../../../src/core/watch/schedules/describe-schedule.ts';
import { planSchedules, type ScheduleInput } from '../../../../src/core/watch/schedules/plan-schedules.ts';
import { HOUR, MINUTE, START } from '../harness.ts';
import { cron, recheck, schedule, words } from './every.ts';

function plan(rest: Partial<ScheduleInput>) {
  const none = { states: [], underWay: new Set<string>(), busy: new Set<string>(), rechecks: [] };
  return planSchedules({ now: START, awakeSince: START - HOUR, schedules: [schedule()], ...none, cron, ...rest });
}

describe('what to start', () => {
  it('is what is due, and says what comes next', () => {
    const { start, nextAt } = plan({});
    expect(start).toMatchObject([{ kind: 'schedule', dueAt: START, handledUntil: START, late: null }]);
    expect(nextAt).toBe(START + HOUR);
    expect(plan({ now: START - 1 })).toMatchObject({ start: [], nextAt: START });
  });

  it('is nothing of a schedule that is paused, under way, dealt with or from before it was made', () => {
    const handled = { scheduleId: 's1', handledUntil: START, running: null, lastStartedAt: START };
    expect(plan({ schedules: [schedule({ paused: true })] }).start).toEqual([]);
    expect(plan({ underWay: new Set(['s1']) }).start).toEqual([]);
    expect(plan({ states: [handled] }).start).toEqual([]);
    expect(plan({ schedules: [schedule({ activeSince: START })] }).start).toEqual([]);
  });

  it('runs what was missed once, and says why it is late', () => {
    const now = START + 5 * HOUR + 10 * MINUTE;
    const { start, nextAt } = plan({ now, awakeSince: now - 1000 });
    expect(start).toMatchObject([{ handledUntil: START + 5 * HOUR, late: { dueAt: START, why: 'down', missed: 6 } }]);
    expect(nextAt).toBe(START + 6 * HOUR);
    const late = start[0]?.kind === 'schedule' ? start[0].late : null;
    expect(late && describeLateness(late, now)).toBe(
      'Run 5 h 10 min late: Samaritan was not running. It stands for 6 runs.',
    );
  });

  it('does not count a year of missed runs one by one', () => {
    const now = START + 365 * 24 * HOUR + MINUTE;
    const [order] = plan({ now, awakeSince: now }).start;
    expect(order).toMatchObject({ late: { missed: 100 }, handledUntil: now });
  });

  it('runs again what was under way when the process was killed', () => {
    const running = { dueAt: START, startedAt: START };
    const states = [{ scheduleId: 's1', handledUntil: START, running, lastStartedAt: START }];
    const { start } = plan({ states, now: START + 10 * MINUTE });
    expect(start).toMatchObject([{ late: { why: 'killed', dueAt: START } }]);
  });

  it('never sweeps a connection twice at once: what finds it busy stays due', () => {
    const schedules = [schedule(), schedule({ id: 's2' }), schedule({ id: 's3', connection: 'other' })];
    expect(words(plan({ schedules }).start)).toEqual(['sweep s1', 'sweep s3']);
    expect(words(plan({ schedules, busy: new Set(['default']) }).start)).toEqual(['sweep s3']);
    const later = plan({ schedules: [schedule()], now: START + 5 * MINUTE });
    expect(later.start).toMatchObject([{ late: { why: 'busy' } }]);
  });

  it('lets a full sweep stand for the re-check that waits', () => {
    const both = plan({ rechecks: [recheck()] });
    expect(words(both.start)).toEqual(['sweep s1']);
    expect(both.start).toMatchObject([{ supersedes: { notBefore: START } }]);
    const alone = plan({
      schedules: [],
      rechecks: [recheck(), recheck({ connection: 'other', notBefore: START + 1 })],
    });
    expect(words(alone.start)).toEqual(['recheck default']);
    expect(alone.nextAt).toBe(START + 1);
  });

  it('adds the offset and a jitter that is the same each time it is asked', () => {
    const one = schedule({ offsetMs: 30 * MINUTE, jitterMs: 5 * MINUTE });
    const first = plan({ schedules: [one] });
    expect(first.start).toEqual([]);
    expect(first.nextAt).toBeGreaterThanOrEqual(START - HOUR + 90 * MINUTE);
    expect(first.nextAt).toBeLessThanOrEqual(START + 35 * MINUTE);
    expect(plan({ schedules: [one] }).nextAt).toBe(first.nextAt);
  });

  it('tells which schedule cannot be read, and runs the others', () => {
    const result = plan({ schedules: [schedule({ id: 'bad', cron: 'nonsense' }), schedule()] });
    expect(result.problems).toMatchObject([{ schedule: { id: 'bad' }, problem: 'it is not understood.' }]);
    expect(words(result.start)).toEqual(['sweep s1']);
  });
});
