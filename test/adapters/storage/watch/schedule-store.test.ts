import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../../../src/core/watch/schedules/schedule.ts';
import { keepRun, useDatabase } from '../fixtures.ts';
import { commit } from './rows.ts';

const schedule: Schedule = {
  id: 'S1',
  name: 'hourly',
  connection: 'default',
  cron: '0 * * * *',
  timeZone: 'Europe/Berlin',
  only: null,
  tenants: [],
  offsetMs: 0,
  jitterMs: 5,
  paused: false,
  activeSince: 1000,
};
const state = { scheduleId: 'S1', handledUntil: 2000, running: { dueAt: 1900, startedAt: 2000 }, lastStartedAt: 2000 };

describe('schedules', () => {
  const database = useDatabase();

  it('are kept with the state of their runs, which a change leaves alone', async () => {
    const { schedules } = await database.open();
    const other = { ...schedule, id: 'S2', only: 'exchange', tenants: ['a', 'b'], paused: true } as const;
    await schedules.put(schedule);
    await schedules.put(other);
    await schedules.putState(state);
    await schedules.put({ ...schedule, name: 'renamed' });
    expect(await schedules.list()).toEqual([{ ...schedule, name: 'renamed' }, other]);
    expect(await schedules.states()).toEqual([state]);
    await schedules.putState({ ...state, running: null });
    expect(await schedules.states()).toEqual([{ ...state, running: null }]);
  });

  it('go with their state, which does not come back when a run of theirs ends', async () => {
    const { schedules } = await database.open();
    await schedules.put(schedule);
    await schedules.putState(state);
    expect(await schedules.remove('S1')).toBe(true);
    expect(await schedules.remove('S1')).toBe(false);
    await schedules.putState({ ...state, running: null });
    expect(await schedules.states()).toEqual([]);
  });

  it('have one re-check for each connection, which is taken only as it was seen', async () => {
    const { schedules, incidents } = await database.open();
    const target = { tenantId: 'a', displayName: '"A"', defaultDomainName: null, only: 'graph' } as const;
    const recheck = { connection: 'default', targets: [target], partnerTenantId: 'p', notBefore: 5000 };
    await commit(incidents, { recheck });
    await commit(incidents, { recheck: { ...recheck, connection: 'other', targets: 'all' } });
    await commit(incidents, { recheck: { ...recheck, notBefore: 6000 } });
    await schedules.takeRecheck('default', 5000);
    expect(await schedules.rechecks()).toEqual([
      { ...recheck, notBefore: 6000 },
      { ...recheck, connection: 'other', targets: 'all' },
    ]);
    await schedules.takeRecheck('default', 6000);
    expect(await schedules.rechecks()).toMatchObject([{ connection: 'other' }]);
  });

  it('know when the last whole sweep of each connection completed', async () => {
    const storage = await database.open();
    await keepRun(storage, database.clock, 'one', { at: 1000 });
    await keepRun(storage, database.clock, 'two', { at: 2000 });
    await keepRun(storage, database.clock, 'named', { at: 3000, scope: 'named' });
    await keepRun(storage, database.clock, 'retest', { at: 4000, kind: 'retest' });
    await keepRun(storage, database.clock, 'stopped', { at: 5000, status: 'interrupted' });
    await keepRun(storage, database.clock, 'third', { at: 1500, connection: 'third' });
    await keepRun(storage, database.clock, 'only named', { at: 1500, connection: 'second', scope: 'named' });
    expect(await storage.schedules.lastFinished(Number.MAX_SAFE_INTEGER)).toEqual(
      new Map([
        ['default', 2010],
        ['third', 1510],
      ]),
    );
  });
});
