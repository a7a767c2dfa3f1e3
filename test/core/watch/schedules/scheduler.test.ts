import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../../../src/core/watch/schedules/schedule.ts';
import { Scheduler } from '../../../../src/core/watch/schedules/scheduler.ts';
import { VirtualTime } from '../../virtual-time.ts';
import { HOUR, MINUTE, START } from '../harness.ts';
import { memorySchedules } from '../memory-stores.ts';
import { MemoryTables } from '../memory-tables.ts';
import { cron, recheck, schedule, words } from './every.ts';

describe('the scheduler', () => {
  function start(tables: MemoryTables, time: VirtualTime, sweepMs: number) {
    const started: string[] = [];
    const running = { most: 0, now: 0 };
    const scheduler = new Scheduler({
      store: memorySchedules(tables),
      cron,
      clock: time,
      timers: time,
      busy: () => new Set(),
      sweep: async (order) => {
        started.push(`${words([order])[0]} ${(time.now() - START) / MINUTE}`);
        running.now += 1;
        running.most = Math.max(running.most, running.now);
        await new Promise<void>((resolve) => time.after(sweepMs, resolve));
        running.now -= 1;
        return 'completed';
      },
    });
    void scheduler.wake();
    return { scheduler, started, running };
  }

  it('runs each schedule at its time, one sweep of a connection after the other', async () => {
    const [tables, time] = [new MemoryTables(), new VirtualTime(START - MINUTE)];
    tables.schedules.set('s1', schedule());
    tables.schedules.set('s2', schedule({ id: 's2' }));
    const { started, running } = start(tables, time, 10 * MINUTE);
    await time.advance(2 * HOUR);
    expect(started).toEqual(['sweep s1 0', 'sweep s2 10', 'sweep s1 60', 'sweep s2 70']);
    expect(running.most).toBe(1);
  });

  it.each([24, 450 * 24])('goes on with its schedules after a clock that was %d hours ahead', async (hours) => {
    const [tables, time] = [new MemoryTables(), new VirtualTime(START - MINUTE)];
    time.setBy(hours * HOUR);
    tables.schedules.set('s1', schedule({ activeSince: time.now() }));
    const ahead = start(tables, time, MINUTE);
    await time.advance(70 * MINUTE);
    expect(ahead.started.length).toBeGreaterThan(0);
    // Set right while it runs, and the same again after a restart.
    tables.rechecks.set('default', recheck({ notBefore: time.now() + 3 * MINUTE }));
    time.setBy(-hours * HOUR);
    await ahead.scheduler.stop();
    const back = start(tables, time, MINUTE);
    await time.advance(3 * HOUR);
    expect(back.started.map((one) => one.split(' ', 2).join(' '))).toContain('recheck default');
    expect(back.started.filter((one) => one.startsWith('sweep s1')).length).toBeGreaterThanOrEqual(3);
  });

  it('takes a re-check when its time has come', async () => {
    const [tables, time] = [new MemoryTables(), new VirtualTime(START)];
    tables.rechecks.set('default', recheck({ notBefore: START + 3 * MINUTE }));
    const { started } = start(tables, time, MINUTE);
    await time.advance(HOUR);
    expect(started).toEqual(['recheck default 3']);
    expect(tables.rechecks.size).toBe(0);
  });

  it('killed in the middle of a sweep, it runs that again when it comes back', async () => {
    const [tables, time] = [new MemoryTables(), new VirtualTime(START - MINUTE)];
    tables.schedules.set('s1', schedule());
    const killed = start(tables, time, 1000 * HOUR);
    await time.advance(5 * MINUTE);
    expect(killed.started).toEqual(['sweep s1 0']);
    const next = start(tables, time, MINUTE);
    await time.advance(5 * MINUTE);
    expect(next.started).toEqual(['sweep s1 4']);
    expect(tables.scheduleStates.get('s1')?.running).toBeNull();
  });

  it('goes on after a sweep that failed and a store that was busy', async () => {
    const [tables, time] = [new MemoryTables(), new VirtualTime(START - MINUTE)];
    tables.schedules.set('s1', schedule());
    const faults: string[] = [];
    let asked = 0;
    const store = memorySchedules(tables);
    const list = async (): Promise<Schedule[]> => {
      asked += 1;
      if (asked === 1) throw new Error('database is locked');
      return await store.list();
    };
    const sweep = async () => {
      throw new Error('no');
    };
    const onFault = (what: string) => faults.push(what);
    const scheduler = new Scheduler({
      store: { ...store, list },
      cron,
      clock: time,
      timers: time,
      busy: () => new Set(),
      sweep,
      onFault,
    });
    void scheduler.wake();
    await time.advance(2 * HOUR);
    expect(faults).toEqual(['schedules could not be planned', 'a scheduled sweep failed', 'a scheduled sweep failed']);
    await scheduler.stop();
  });
});
