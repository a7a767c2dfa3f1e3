import { describe, expect, it } from 'vitest';
import { PARTNER_STATE_KEY } from '../../../../src/core/diagnosis/report/run-store.ts';
import { keepRun, useDatabase } from '../fixtures.ts';
import { check, fail, partner, pass, tenant } from '../results.ts';

describe('the baseline', () => {
  const database = useDatabase();
  const { clock } = database;
  const failing = { tenants: [tenant('a', fail('gdap.expired')), tenant('b', pass())] };
  const mended = { tenants: [tenant('a', pass())] };

  it('is undefined before the first completed run of the connection', async () => {
    const { runs, ...storage } = await database.open();
    await keepRun({ runs, ...storage }, clock, 'cut', { at: 1000, results: failing, status: 'interrupted' });
    await keepRun({ runs, ...storage }, clock, 'theirs', { at: 2000, results: failing, connection: 'other' });
    expect(await runs.baseline('default', 'all')).toBeUndefined();
    expect(await runs.baseline('default', ['a'])).toBeUndefined();
  });

  it('has every state as the last completed run over all tenants left it, the partner included', async () => {
    const storage = await database.open();
    const results = { ...failing, partner: partner(check('warn', { id: 'partner.mfa' })) };
    await keepRun(storage, clock, 'one', { at: 1000, results });
    expect(await storage.runs.baseline('default', 'all')).toEqual({
      runId: 'one',
      finishedAt: 1010,
      states: [
        { tenantId: 'a', displayName: 'Name of a', checkId: 'graph.token', status: 'fail', failingSince: 1000 },
        { tenantId: 'b', displayName: 'Name of b', checkId: 'graph.token', status: 'pass', failingSince: null },
        { tenantId: PARTNER_STATE_KEY, displayName: null, checkId: 'partner.mfa', status: 'warn', failingSince: null },
      ],
    });
  });

  it('shows nothing of what was found after that run', async () => {
    const storage = await database.open();
    await keepRun(storage, clock, 'one', { at: 1000, results: failing });
    await keepRun(storage, clock, 'cut', { at: 2000, results: mended, status: 'interrupted' });
    const baseline = await storage.runs.baseline('default', 'all');
    expect(baseline?.runId).toBe('one');
    expect(new Map(baseline?.states.map((state) => [state.tenantId, state.status]))).toEqual(
      new Map([
        ['a', 'fail'],
        ['b', 'pass'],
      ]),
    );
  });

  it('says since when a check failed before that run', async () => {
    const storage = await database.open();
    await keepRun(storage, clock, 'one', { at: 1000, results: failing });
    await keepRun(storage, clock, 'two', { at: 2000, results: failing });
    const baseline = await storage.runs.baseline('default', ['a']);
    expect(baseline).toMatchObject({ runId: 'two', states: [{ tenantId: 'a', failingSince: 1000 }] });
  });

  it('takes a later run of named tenants for the tenants it covered, and for no others', async () => {
    const storage = await database.open();
    await keepRun(storage, clock, 'all', { at: 1000, results: failing });
    await keepRun(storage, clock, 'named', { at: 2000, results: mended, scope: 'named' });
    expect(await storage.runs.baseline('default', ['a'])).toMatchObject({
      runId: 'named',
      states: [{ status: 'pass' }],
    });
    expect(await storage.runs.baseline('default', ['a', 'b'])).toMatchObject({ runId: 'all' });
    expect(await storage.runs.baseline('default', 'all')).toMatchObject({ runId: 'all' });
  });

  it('takes the run over all tenants where that is the later one', async () => {
    const storage = await database.open();
    await keepRun(storage, clock, 'named', { at: 1000, results: failing, scope: 'named' });
    expect(await storage.runs.baseline('default', ['b', 'a', 'a'])).toMatchObject({ runId: 'named' });
    expect(await storage.runs.baseline('default', 'all')).toBeUndefined();
    await keepRun(storage, clock, 'all', { at: 2000, results: mended });
    expect(await storage.runs.baseline('default', ['a', 'b'])).toMatchObject({ runId: 'all' });
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
    const [row] = database.rows('select * from runs') as Record<string, unknown>[];
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
