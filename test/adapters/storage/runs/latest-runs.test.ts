import { describe, expect, it } from 'vitest';
import { keepRun, useDatabase } from '../fixtures.ts';
import { NO_TOTALS, pass, tenant } from '../results.ts';

describe('the latest runs', () => {
  const database = useDatabase();

  it('come newest first, of one connection, as many as asked for', async () => {
    const storage = await database.open();
    await keepRun(storage, database.clock, 'one', { at: 1000 });
    await keepRun(storage, database.clock, 'theirs', { at: 1500, connection: 'other' });
    await keepRun(storage, database.clock, 'two', { at: 2000, scope: 'named', kind: 'retest', status: 'interrupted' });
    await storage.runs.begin({ id: 'three', kind: 'testtokens', connection: 'default', startedAt: 3000, scope: 'all' });
    const [three, two] = await storage.runs.latestRuns('default', 2);
    expect(three).toEqual({
      id: 'three',
      kind: 'testtokens',
      connection: 'default',
      scope: 'all',
      status: 'running',
      startedAt: 3000,
      finishedAt: null,
      totals: null,
    });
    expect(two).toMatchObject({ id: 'two', kind: 'retest', scope: 'named', status: 'interrupted', finishedAt: 2010 });
    expect(two?.totals).toEqual(NO_TOTALS);
    expect((await storage.runs.latestRuns('default', 10)).map(({ id }) => id)).toEqual(['three', 'two', 'one']);
  });
});

describe('a re-test', () => {
  const database = useDatabase();

  it('keeps states but is nothing to compare with', async () => {
    const storage = await database.open();
    const results = { tenants: [tenant('a', pass())] };
    await keepRun(storage, database.clock, 'again', { at: 1000, kind: 'retest', scope: 'named', results });
    expect(await storage.runs.baseline('default', ['a'])).toBeUndefined();
    expect(await storage.runs.currentStates('default')).toMatchObject([{ tenantId: 'a', status: 'pass' }]);
    await keepRun(storage, database.clock, 'first', { at: 2000, scope: 'named', results });
    await keepRun(storage, database.clock, 'later', { at: 3000, kind: 'retest', scope: 'named', results });
    await keepRun(storage, database.clock, 'whole', { at: 4000, kind: 'retest', results });
    expect(await storage.runs.baseline('default', ['a'])).toMatchObject({ runId: 'first' });
    expect(await storage.runs.baseline('default', 'all')).toBeUndefined();
  });
});

describe('the tenants that a run of named ones covered', () => {
  const database = useDatabase();
  const SETS = 'select count(*) as sets, (select count(*) from tenant_set_members) as members from tenant_sets';

  it('are kept once for all runs that covered the same', async () => {
    const storage = await database.open();
    const tenants = Array.from({ length: 20 }, (_, index) => tenant(`t${index}`, pass()));
    for (const at of [1000, 2000, 3000]) {
      const results = { tenants: at === 2000 ? tenants.toReversed() : tenants };
      await keepRun(storage, database.clock, `run-${at}`, { at, scope: 'named', results });
    }
    expect(database.rows(SETS)).toEqual([{ sets: 1, members: 20 }]);
    await keepRun(storage, database.clock, 'fewer', {
      at: 4000,
      scope: 'named',
      results: { tenants: tenants.slice(9) },
    });
    expect(database.rows(SETS)).toEqual([{ sets: 2, members: 31 }]);
    expect(await storage.runs.baseline('default', ['t0', 't19'])).toMatchObject({ runId: 'run-3000' });
    expect(await storage.runs.baseline('default', ['t9', 't19'])).toMatchObject({ runId: 'fewer' });
    expect(await storage.runs.baseline('other', ['t9'])).toBeUndefined();
  });
});
