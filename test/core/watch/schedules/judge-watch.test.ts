import { describe, expect, it } from 'vitest';
import { judgeWatch, toWatchReading, type WatchHealthInput } from '../../../../src/core/watch/schedules/judge-watch.ts';
import { HOUR, MINUTE, START } from '../harness.ts';
import { cron, schedule } from './every.ts';

describe('the dead man’s switch', () => {
  const judge = (rest: Partial<WatchHealthInput>) => {
    const now = rest.now ?? START + 10 * HOUR;
    const lastFinished = new Map([['default', now - 10 * MINUTE]]);
    const input = { now, awakeSince: START, schedules: [schedule()], lastFinished, lastTick: now - MINUTE, cron };
    return judgeWatch({ ...input, ...rest });
  };

  it('is content while sweeps finish', () => expect(judge({})).toEqual({ kind: 'healthy' }));

  it('speaks when none has finished in twice the interval', () => {
    const at = START + 10 * HOUR + 40 * MINUTE;
    const finished = (ms: number) => new Map([['default', at - ms]]);
    expect(judge({ now: at, lastTick: at, lastFinished: finished(100 * MINUTE) }).kind).toBe('healthy');
    expect(judge({ now: at, lastTick: at, lastFinished: finished(3 * HOUR) })).toMatchObject({
      kind: 'stalled',
      connections: [{ connection: 'default', since: at - 3 * HOUR, reason: 'No sweep has finished for 3 h.' }],
      schedulerReason: null,
    });
    expect(judge({ lastFinished: new Map() }).kind).toBe('stalled');
  });

  it('speaks when the scheduler itself stands still', () => {
    const health = judge({ lastTick: START + 9 * HOUR });
    expect(health).toMatchObject({ kind: 'stalled', schedulerReason: expect.stringContaining('1 h') });
    expect(toWatchReading('default', health, 5).findings).toMatchObject([{ key: 'stalled', severity: 'critical' }]);
    expect(toWatchReading('default', { kind: 'healthy' }, 5).findings).toEqual([]);
  });

  it('blames nothing that stood still with the whole machine', () => {
    const awakeSince = START + 10 * HOUR - MINUTE;
    expect(judge({ awakeSince, lastTick: START }).kind).toBe('healthy');
    expect(judge({ awakeSince, lastFinished: new Map([['default', START]]) }).kind).toBe('healthy');
    const later = START + 10 * HOUR + 5 * MINUTE;
    expect(judge({ awakeSince, lastTick: START, now: later })).toMatchObject({
      schedulerReason: 'The scheduler has not looked at its schedules for 6 min.',
    });
  });

  it('gives a start the time for a sweep, and asks nothing of what is paused or only in part', () => {
    const none = { lastFinished: new Map<string, number>() };
    expect(judge({ ...none, awakeSince: START + 10 * HOUR - 14 * MINUTE }).kind).toBe('healthy');
    expect(judge({ ...none, schedules: [schedule({ paused: true })] }).kind).toBe('healthy');
    expect(judge({ ...none, schedules: [schedule({ tenants: ['contoso'] })] }).kind).toBe('healthy');
    expect(judge({ ...none, schedules: [] }).kind).toBe('healthy');
  });
});
