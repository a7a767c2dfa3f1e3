import { describe, expect, it } from 'vitest';
import { cron } from '../../../../src/adapters/cron/create-cron.ts';
import { PARTNER_STATE_KEY } from '../../../../src/core/diagnosis/report/run-store.ts';
import type { DailyRow } from '../../../../src/core/watch/history/history-store.ts';
import { keepRun, useDatabase } from '../fixtures.ts';
import { check, fail, partner, pass, tenant } from '../results.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OKAY = partner(check('pass', { id: 'partner.token' }));

/** Worst of each day, `.` for none. */
const picture = (row: DailyRow | undefined): string => row?.worst.map((status) => status?.[0] ?? '.').join('') ?? '';

describe('the daily history', () => {
  const database = useDatabase();
  const at = (day: number, hour: number): number => day * DAY_MS + hour * HOUR_MS;
  const hours = (row: DailyRow | undefined) => ({
    tested: row?.testedMs.map((ms) => Math.round(ms / HOUR_MS)),
    failing: row?.failingMs.map((ms) => Math.round(ms / HOUR_MS)),
  });

  it('has a row for the partner and for each tenant, by name', async () => {
    const storage = await database.open();
    const { clock } = database;
    const results = { partner: OKAY, tenants: [tenant('b', pass()), tenant('a', pass(), pass('graph.read'))] };
    await keepRun(storage, clock, 'one', { at: at(0, 6), results });
    const broken = { partner: OKAY, tenants: [tenant('b', pass()), tenant('a', fail('gdap.expired'))] };
    await keepRun(storage, clock, 'two', { at: at(1, 5), results: broken });
    await keepRun(storage, clock, 'three', { at: at(1, 11), results });
    clock.set(at(3, 6));
    const { days, rows } = await storage.history.daily('default', { from: at(0, 0), to: at(4, 0) });
    expect(days).toEqual([at(0, 0), at(1, 0), at(2, 0), at(3, 0)]);
    expect(rows.map(({ tenantId, displayName, checkId }) => [tenantId, displayName, checkId])).toEqual([
      [PARTNER_STATE_KEY, null, null],
      ['a', 'Name of a', null],
      ['b', 'Name of b', null],
    ]);
    expect(rows.map(picture)).toEqual(['ppp.', 'pfp.', 'ppp.']);
    expect(rows.map(hours)).toEqual([
      { tested: [18, 24, 11, 0], failing: [0, 0, 0, 0] },
      { tested: [18, 24, 11, 0], failing: [0, 6, 0, 0] },
      { tested: [18, 24, 11, 0], failing: [0, 0, 0, 0] },
    ]);
  });

  it('has a row for one tenant and for each of its checks', async () => {
    const storage = await database.open();
    const results = { tenants: [tenant('a', fail('gdap.expired'), pass('exchange.read')), tenant('b', pass())] };
    await keepRun(storage, database.clock, 'one', { at: at(0, 6), results });
    database.clock.set(at(0, 8));
    const query = { from: at(0, 0), to: at(1, 0) };
    const { rows } = await storage.history.daily('default', { ...query, tenantId: 'a' });
    expect(rows.map(({ checkId, worst }) => [checkId, ...worst])).toEqual([
      [null, 'fail'],
      ['exchange.read', 'pass'],
      ['graph.token', 'fail'],
    ]);
    expect(rows.map(hours)).toMatchObject([{ failing: [2] }, { tested: [2], failing: [0] }, { failing: [2] }]);
    expect((await storage.history.daily('default', { ...query, tenantId: 'nobody' })).rows).toEqual([]);
    expect((await storage.history.daily('other', query)).rows).toEqual([]);
  });

  it('counts an observation until the next, and no longer than a day where nothing is scheduled', async () => {
    const storage = await database.open();
    const { clock } = database;
    const both = { tenants: [tenant('a', fail('gdap.expired')), tenant('b', pass())] };
    await keepRun(storage, clock, 'first', { at: at(0, 6), results: both });
    const stopped = { partner: partner(check('fail', { id: 'partner.token' })), tenants: [] };
    await keepRun(storage, clock, 'stopped', { at: at(1, 0), results: stopped, listed: undefined });
    await keepRun(storage, clock, 'cut', { at: at(3, 6), results: both, status: 'interrupted' });
    const named = { tenants: both.tenants.slice(0, 1) };
    await keepRun(storage, clock, 'named', { at: at(6, 6), results: named, scope: 'named' });
    clock.set(at(9, 0));
    const { rows } = await storage.history.daily('default', { from: at(0, 0), to: at(9, 0) });
    expect(rows.map((row) => `${row.tenantId} ${picture(row)}`)).toEqual([
      'partner .f.......',
      'a ff.ff.ff.',
      'b pp.pp....',
    ]);
    expect(hours(rows[1])).toEqual({
      tested: [18, 6, 0, 18, 6, 0, 18, 6, 0],
      failing: [18, 6, 0, 18, 6, 0, 18, 6, 0],
    });
  });

  it('counts it twice as long as sweeps are apart where they are scheduled', async () => {
    const storage = await database.open({ cron });
    const hourly = { id: 's', name: 's', connection: 'default', cron: '0 * * * *', timeZone: 'UTC', only: null };
    const rest = { tenants: [], offsetMs: 0, jitterMs: 0, paused: false, activeSince: 0 };
    await storage.schedules.put({ ...hourly, ...rest });
    await keepRun(storage, database.clock, 'one', { at: at(0, 6), results: { tenants: [tenant('a', pass())] } });
    database.clock.set(at(0, 20));
    const { rows } = await storage.history.daily('default', { from: at(0, 0), to: at(1, 0) });
    expect(rows.map(hours)).toEqual([{ tested: [2], failing: [0] }]);
  });

  it('remembers since when a verdict holds, also over time that nobody observed', async () => {
    const storage = await database.open();
    const results = { tenants: [tenant('a', fail('gdap.expired'))] };
    await keepRun(storage, database.clock, 'one', { at: at(0, 6), results });
    await keepRun(storage, database.clock, 'two', { at: at(5, 6), results });
    expect(await storage.runs.currentStates('default')).toMatchObject([
      { since: at(0, 6), failingSince: at(0, 6), testedAt: at(5, 6) },
    ]);
  });

  it('leaves out a tenant of whom it knows nothing at that time', async () => {
    const storage = await database.open();
    const { clock } = database;
    await keepRun(storage, clock, 'one', { at: at(0, 6), results: { tenants: [tenant('gone', pass())] } });
    await keepRun(storage, clock, 'two', { at: at(5, 6), results: { tenants: [tenant('new', pass())] } });
    clock.set(at(6, 0));
    const tenantsOf = async (from: number, to: number): Promise<string[]> =>
      (await storage.history.daily('default', { from, to })).rows.map(({ tenantId }) => tenantId);
    expect(await tenantsOf(at(0, 0), at(1, 0))).toEqual(['gone']);
    expect(await tenantsOf(at(5, 0), at(6, 0))).toEqual(['new']);
  });

  it('takes the days of a time zone', async () => {
    const storage = await database.open();
    await keepRun(storage, database.clock, 'one', { at: at(0, 23), results: { tenants: [tenant('a', pass())] } });
    database.clock.set(at(0, 23) + 1000);
    const query = { from: at(0, 12), to: at(1, 12) };
    expect(picture((await storage.history.daily('default', query)).rows[0])).toBe('p.');
    const berlin = await storage.history.daily('default', { ...query, timeZone: 'Europe/Berlin' });
    expect(picture(berlin.rows[0])).toBe('.p');
    expect(berlin.days).toEqual([at(-1, 23), at(0, 23)]);
    await expect(storage.history.daily('default', { ...query, timeZone: 'x' })).rejects.toThrow(RangeError);
  });

  it('is whole for hundreds of tenants and thousands of stretches', async () => {
    const storage = await database.open();
    const tenants = Array.from({ length: 120 }, (_, index) => tenant(`t${index}`, pass()));
    await keepRun(storage, database.clock, 'one', { at: at(0, 6), results: { tenants } });
    await database.exec(`
      insert into check_states (
        connection, tenant_id, check_id, status, since_at, since_run_id, until_at, until_run_id, held_since, tested_at,
        fresh_until
      )
      with recursive number (n) as (select cast(1 as bigint) union all select n + 1 from number where n < 40)
      select 'default', tenant_id, 'graph.read', 'fail', n * 86400000, 'x', n * 86400000 + 60000, 'y', 0, 0, 0
      from number, tenants`);
    database.clock.set(at(60, 0));
    const { rows } = await storage.history.daily('default', { from: at(0, 0), to: at(45, 0) });
    expect(rows).toHaveLength(120);
    expect(new Set(rows.map(picture))).toEqual(new Set([`p${'f'.repeat(40)}....`]));
  });
});
