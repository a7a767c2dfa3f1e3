import { describe, expect, it } from 'vitest';
import { PARTNER_STATE_KEY } from '../../../../src/core/diagnosis/report/run-store.ts';
import { keepRun, useDatabase } from '../fixtures.ts';
import { check, fail, partner, pass, tenant } from '../results.ts';

describe('the baseline', () => {
  const database = useDatabase();
  const { clock } = database;
  const failing = { tenants: [tenant('a', fail('gdap.expired')), tenant('b', pass())] };
  const mended = { tenants: [tenant('a', pass())] };

  it('is undefined before anything of the connection was tested', async () => {
    const storage = await database.open();
    await keepRun(storage, clock, 'theirs', { at: 2000, results: failing, connection: 'other' });
    expect(await storage.runs.baseline('default', 'all')).toBeUndefined();
    expect(await storage.runs.baseline('default', ['a'])).toBeUndefined();
  });

  it('has the newest verdict of every check, the partner included, and the customer list', async () => {
    const storage = await database.open();
    const results = { ...failing, partner: partner(check('warn', { id: 'partner.mfa' })) };
    await keepRun(storage, clock, 'one', { at: 1000, results });
    const of = { testedAt: 1000, checkId: 'graph.token' };
    expect(await storage.runs.baseline('default', 'all')).toEqual({
      runId: 'one',
      testedAt: 1000,
      states: [
        { ...of, tenantId: 'a', status: 'fail', failingSince: 1000 },
        { ...of, tenantId: 'b', status: 'pass', failingSince: null },
        {
          ...of,
          tenantId: PARTNER_STATE_KEY,
          checkId: 'partner.mfa',
          status: 'warn',
          failingSince: null,
        },
      ],
      listed: failing.tenants.map(({ tenantId, displayName, defaultDomainName }) => ({
        tenantId,
        displayName,
        defaultDomainName,
      })),
    });
  });

  it('takes from an interrupted run, a re-test and one of named tenants what they tested, and nothing else', async () => {
    const storage = await database.open();
    const b = { tenants: [tenant('b', pass())] };
    await keepRun(storage, clock, 'one', { at: 1000, results: failing });
    await keepRun(storage, clock, 'cut', { at: 2000, results: mended, status: 'interrupted', listed: undefined });
    await keepRun(storage, clock, 'again', { at: 3000, results: b, scope: 'named', kind: 'retest' });
    const baseline = await storage.runs.baseline('default', 'all');
    expect(baseline).toMatchObject({ runId: 'again', testedAt: 3000 });
    expect(baseline?.states).toMatchObject([
      { tenantId: 'a', status: 'pass', testedAt: 2000 },
      { tenantId: 'b', status: 'pass', testedAt: 3000 },
    ]);
    expect(await storage.runs.baseline('default', ['a'])).toMatchObject({ runId: 'cut', testedAt: 2000 });
  });

  it('loses nothing to a run that could not test', async () => {
    const storage = await database.open();
    await keepRun(storage, clock, 'one', { at: 1000, results: failing });
    const stopped = { partner: partner(check('fail', { id: 'partner.token', cause: 'token.expired' })), tenants: [] };
    await keepRun(storage, clock, 'stopped', { at: 2000, results: stopped, listed: undefined });
    const skipped = { tenants: [tenant('a', check('skipped')), tenant('b', check('unknown', { cause: 'internal' }))] };
    await keepRun(storage, clock, 'ours', { at: 3000, results: skipped });
    const baseline = await storage.runs.baseline('default', ['a', 'b']);
    expect(baseline).toMatchObject({ runId: 'one', testedAt: 1000 });
    expect(baseline?.states).toMatchObject([
      { tenantId: 'a', status: 'fail', testedAt: 1000 },
      { tenantId: 'b', status: 'pass', testedAt: 1000 },
      { tenantId: PARTNER_STATE_KEY, status: 'fail', testedAt: 2000 },
    ]);
  });

  it('says since when a check fails, however often it was tested since', async () => {
    const storage = await database.open();
    await keepRun(storage, clock, 'one', { at: 1000, results: failing });
    await keepRun(storage, clock, 'two', { at: 2000, results: failing });
    expect(await storage.runs.baseline('default', ['a'])).toMatchObject({
      runId: 'two',
      states: [{ tenantId: 'a', failingSince: 1000 }],
    });
  });

  it('has the list as it was read last, and none from a run that could not read it', async () => {
    const storage = await database.open();
    await keepRun(storage, clock, 'one', { at: 1000, results: failing });
    await keepRun(storage, clock, 'two', { at: 2000, results: mended });
    await keepRun(storage, clock, 'three', { at: 3000, results: failing, scope: 'named' });
    const listed = (await storage.runs.baseline('default', 'all'))?.listed;
    expect(listed?.map(({ tenantId }) => tenantId)).toEqual(['a']);
  });

  it('is whole for thousands of tenants', async () => {
    const storage = await database.open();
    const tenants = Array.from({ length: 2500 }, (_, index) => tenant(`t${index}`, pass(), pass('graph.read')));
    await keepRun(storage, clock, 'one', { at: 1000, results: { tenants } });
    const baseline = await storage.runs.baseline('default', 'all');
    expect(baseline?.states).toHaveLength(5000);
    const named = await storage.runs.baseline(
      'default',
      tenants.map((one) => one.tenantId),
    );
    expect(named?.states).toHaveLength(5000);
  });
});

describe('a run', () => {
  const database = useDatabase();

  it('takes nothing before it began or after it finished', async () => {
    const storage = await database.open();
    await expect(storage.runs.append('nobody', { tenants: [] })).rejects.toThrow('was not begun here');
    await keepRun(storage, database.clock, 'one', { at: 1000 });
    await expect(storage.runs.append('one', { tenants: [] })).rejects.toThrow('was not begun here');
  });

  it('is kept with its owner, its totals and the version', async () => {
    const storage = await database.open();
    await keepRun(storage, database.clock, 'one', { at: 1000 });
    const [row] = (await database.rows('select * from runs')) as Record<string, unknown>[];
    expect(row).toMatchObject({
      id: 'one',
      status: 'completed',
      started_at: 1000,
      finished_at: 1010,
      pid: process.pid,
    });
    expect(row?.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(JSON.parse(String(row?.totals))).toMatchObject({ tenants: 0, graph: { pass: 0 } });
  });
});
