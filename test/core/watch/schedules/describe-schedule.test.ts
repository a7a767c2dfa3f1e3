import { describe, expect, it } from 'vitest';
import { explainSchedule, proposeOffset } from '../../../../src/core/watch/schedules/describe-schedule.ts';
import { HOUR, MINUTE, START } from '../harness.ts';
import { cron, schedule } from './every.ts';

describe('a schedule that is made', () => {
  it('shows its next three times', () => {
    const explained = explainSchedule(schedule({ offsetMs: 30 * MINUTE }), cron, START + 1);
    expect(explained).toEqual({ ok: true, next: [0.5, 1.5, 2.5].map((hours) => START + hours * HOUR) });
  });

  it.each([
    [{ cron: 'nonsense\u202E' }, /^“nonsense” is no schedule: it is not understood\. Examples: 0 6 \* \* \*/],
    [{ timeZone: 'Mars/Olympus' }, /^The time zone “Mars\/Olympus” is not known/],
    [{ jitterMs: HOUR }, /^A jitter of 1 h is too much for runs every 1 h/],
    [{ cron: 'every 1' }, /runs every 1 min: leave at least 5 min/],
  ])('says what is wrong with %j', (rest, problem) => {
    const explained = explainSchedule(schedule(rest), cron, START);
    expect(explained.ok ? '' : explained.problem).toMatch(problem);
  });

  it('starts half an hour after the connections before it, as far as there is room', () => {
    const others = [schedule({ connection: 'a' }), schedule({ connection: 'b', offsetMs: 30 * MINUTE })];
    expect(proposeOffset('c', [], 24 * HOUR)).toBe(0);
    expect(proposeOffset('c', others, 24 * HOUR)).toBe(HOUR);
    expect(proposeOffset('b', others, 24 * HOUR)).toBe(30 * MINUTE);
    expect(proposeOffset('c', others, HOUR)).toBe(30 * MINUTE);
  });
});
