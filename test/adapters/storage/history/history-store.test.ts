import { describe, expect, it } from 'vitest';
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

  it('has a row for the partner and for each tenant, by name', async () => {
    const storage = await database.open();
    const { clock } = database;
    const results = { partner: OKAY, tenants: [tenant('b', pass()), tenant('a', pass(), pass('graph.read'))] };
    await keepRun(storage, clock, 'one', { at: at(0, 6), results });
    const broken = { partner: OKAY, tenants: [tenant('b', pass()), tenant('a', fail('gdap.expired'))] };
    await keepRun(storage, clock, 'two', { at: at(1, 12), results: broken });
    await keepRun(storage, clock, 'three', { at: at(1, 18), results });
    clock.set(at(2, 6));
    const { days, rows } = await storage.history.daily('default', { from: at(0, 0), to: at(3, 0) });
    expect(days).toEqual([at(0, 0), at(1, 0), at(2, 0)]);
    expect(rows).toEqual([
      {
        tenantId: PARTNER_STATE_KEY,
        displayName: null,
        defaultDomainName: null,
        checkId: null,
        worst: ['pass', 'pass', null],
        failingMinutes: [0, 0, 0],
      },
      {
        tenantId: 'a',
        displayName: 'Name of a',
        defaultDomainName: 'a.example',
        checkId: null,
        worst: ['pass', 'fail', null],
        failingMinutes: [0, 360, 0],
      },
      {
        tenantId: 'b',
        displayName: 'Name of b',
        defaultDomainName: 'b.example',
        checkId: null,
        worst: ['pass', 'pass', null],
        failingMinutes: [0, 0, 0],
      },
    ]);
  });

  it('has a row for each check of one tenant', async () => {
    const storage = await database.open();
    const results = { tenants: [tenant('a', fail('gdap.expired'), pass('exchange.read')), tenant('b', pass())] };
    await keepRun(storage, database.clock, 'one', { at: at(0, 6), results });
    database.clock.set(at(0, 8));
    const query = { from: at(0, 0), to: at(1, 0) };
    expect((await storage.history.daily('default', { ...query, tenantId: 'a' })).rows).toMatchObject([
      { tenantId: 'a', checkId: 'exchange.read', worst: ['pass'], failingMinutes: [0] },
      { tenantId: 'a', checkId: 'graph.token', worst: ['fail'], failingMinutes: [120] },
    ]);
    expect((await storage.history.daily('default', { ...query, tenantId: 'nobody' })).rows).toEqual([]);
    expect((await storage.history.daily('other', query)).rows).toEqual([]);
  });

  it('says nothing of days on which no run reached the tenant', async () => {
    const storage = await database.open();
    const { clock } = database;
    const both = { partner: OKAY, tenants: [tenant('a', fail('gdap.expired')), tenant('b', pass())] };
    await keepRun(storage, clock, 'first', { at: at(0, 6), results: both });
    const stopped = { partner: partner(check('fail', { id: 'partner.token' })), tenants: [] };
    await keepRun(storage, clock, 'stopped', { at: at(1, 6), results: stopped });
    await keepRun(storage, clock, 'cut', { at: at(2, 6), results: both, status: 'interrupted' });
    await keepRun(storage, clock, 'named', {
      at: at(3, 6),
      results: { tenants: both.tenants.slice(0, 1) },
      scope: 'named',
    });
    await storage.runs.begin({
      id: 'killed',
      kind: 'testtokens',
      connection: 'default',
      startedAt: at(4, 6),
      scope: 'all',
    });
    await keepRun(storage, clock, 'last', { at: at(5, 6), results: { partner: OKAY, tenants: both.tenants.slice(1) } });
    clock.set(at(9, 0));
    const { rows } = await storage.history.daily('default', { from: at(0, 0), to: at(7, 0) });
    expect(rows.map((row) => `${row.tenantId} ${picture(row)}`)).toEqual(['partner pffp.p.', 'a f..f...', 'b p....p.']);
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
    database.clock.set(at(2, 0));
    const query = { from: at(0, 12), to: at(1, 12) };
    expect(picture((await storage.history.daily('default', query)).rows[0])).toBe('p.');
    const berlin = await storage.history.daily('default', { ...query, timeZone: 'Europe/Berlin' });
    expect(picture(berlin.rows[0])).toBe('.p');
    expect(berlin.days).toEqual([at(-1, 23), at(0, 23)]);
    await expect(storage.history.daily('default', { ...query, timeZone: 'x' })).rejects.toThrow(RangeError);
  });

  it('is whole for hundreds of tenants and thousands of runs', async () => {
    const storage = await database.open();
    const tenants = Array.from({ length: 120 }, (_, index) => tenant(`t${index}`, pass()));
    await keepRun(storage, database.clock, 'one', { at: at(0, 6), results: { tenants } });
    database.connect().exec(`
      insert into runs (id, kind, connection, scope, status, started_at, finished_at, host, pid, version, tested)
      with recursive number (n) as (select 1 union all select n + 1 from number where n < 4500)
      select 'run-' || n, 'testtokens', 'default', 'all', 'completed', n * 600000, n * 600000, 'here', 1, '0', 120 from number;
      update tenants set last_seen_at = 4500 * 600000`);
    database.clock.set(at(60, 0));
    const { rows } = await storage.history.daily('default', { from: at(0, 0), to: at(40, 0) });
    expect(rows).toHaveLength(120);
    expect(new Set(rows.map(picture))).toEqual(new Set([`${'p'.repeat(32)}${'.'.repeat(8)}`]));
  });
});

describe('the stretches of a tenant', () => {
  const database = useDatabase();

  it('come in the order in which they began, with what was found', async () => {
    const storage = await database.open();
    const steps = [pass(), fail('gdap.expired'), fail('consent.missing'), pass()];
    for (const [index, found] of steps.entries()) {
      const results = { tenants: [tenant('a', found, pass('exchange.read')), tenant('b', found)] };
      await keepRun(storage, database.clock, `run-${index}`, { at: (index + 1) * 1000, results });
    }
    expect(await storage.history.stretches('default', 'a', 2500, 4000)).toEqual([
      {
        checkId: 'exchange.read',
        status: 'pass',
        cause: null,
        owner: null,
        reason: null,
        since: 1000,
        sinceRunId: 'run-0',
        until: null,
        failingSince: null,
      },
      {
        checkId: 'graph.token',
        status: 'fail',
        cause: 'gdap.expired',
        owner: 'customer',
        reason: 'It fails: gdap.expired.',
        since: 2000,
        sinceRunId: 'run-1',
        until: 3000,
        failingSince: 2000,
      },
      {
        checkId: 'graph.token',
        status: 'fail',
        cause: 'consent.missing',
        owner: 'customer',
        reason: 'It fails: consent.missing.',
        since: 3000,
        sinceRunId: 'run-2',
        until: 4000,
        failingSince: 2000,
      },
    ]);
    expect(await storage.history.stretches('default', 'a', 0, 9000)).toHaveLength(5);
    expect(await storage.history.stretches('other', 'a', 0, 9000)).toEqual([]);
  });

  it('are whole for a check that flips thousands of times', async () => {
    const storage = await database.open();
    database.connect().exec(`
      insert into check_states (connection, tenant_id, check_id, status, since_at, since_run_id, until_at, until_run_id)
      with recursive number (n) as (select 1 union all select n + 1 from number where n < 2500)
      select 'default', 'a', 'graph.token', 'fail', n, 'x', n + n % 2, 'y' from number`);
    const stretches = await storage.history.stretches('default', 'a', 0, 9000);
    expect(stretches.map(({ since }) => since)).toEqual(Array.from({ length: 2500 }, (_, index) => index + 1));
  });
});
