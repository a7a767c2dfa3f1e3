import { describe, expect, it } from 'vitest';
import { keepRun, useDatabase } from '../fixtures.ts';
import { NO_TOTALS } from '../results.ts';

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
