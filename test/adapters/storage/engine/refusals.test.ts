import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../../../src/adapters/storage/engine/open-sqlite.ts';
import { createRunStore } from '../../../../src/adapters/storage/runs/create-run-store.ts';
import type { NewRun } from '../../../../src/core/diagnosis/report/run-store.ts';
import { keepRun, useDatabase } from '../fixtures.ts';
import { fail, NO_TOTALS, pass, tenant } from '../results.ts';

const RUN: NewRun = { id: 'late', kind: 'testtokens', connection: 'default', startedAt: 2000, scope: 'all' };
const earlier = { at: 1000, results: { tenants: [tenant('a', fail('gdap.expired'))] } };

describe('a database that another program holds', () => {
  const database = useDatabase('missing');

  it('is called locked after the time-out; earlier runs stay and later calls work', async () => {
    const storage = await database.open({ busyTimeoutMs: 20 });
    await keepRun(storage, database.clock, 'one', earlier);
    await storage.runs.begin(RUN);
    const other = database.connect();
    other.exec('begin immediate');

    const results = { tenants: [tenant('a', pass())] };
    await expect(storage.runs.append('late', results)).rejects.toMatchObject({ name: 'StorageError', code: 'locked' });
    await expect(storage.runs.begin({ ...RUN, id: 'x' })).rejects.toMatchObject({ code: 'locked' });
    expect(storage.problem()).toMatchObject({ code: 'locked' });
    expect(await storage.runs.baseline('default', 'all')).toMatchObject({ runId: 'one', states: [{ status: 'fail' }] });

    other.exec('rollback');
    await storage.runs.append('late', results);
    expect(storage.problem()).toBeUndefined();
    await storage.runs.finish('late', { status: 'completed', finishedAt: 3000, totals: NO_TOTALS });
    expect(await storage.runs.baseline('default', 'all')).toMatchObject({
      runId: 'late',
      states: [{ status: 'pass' }],
    });
  });

  it('is waited for without stopping the event loop', async () => {
    const storage = await database.open();
    await storage.runs.begin(RUN);
    const other = database.connect();
    other.exec('begin immediate');
    const appended = storage.runs.append('late', { tenants: [tenant('a', pass())] });
    // Were the loop stopped, this could not run before the time-out, and the call would fail.
    setImmediate(() => other.exec('rollback'));
    await appended;
    expect(await database.rows('select status from check_states')).toEqual([{ status: 'pass' }]);
  });

  it('opens for reading all the same', async () => {
    await keepRun(await database.open(), database.clock, 'one', earlier);
    database.connect().exec('begin immediate');
    const second = await database.open({ busyTimeoutMs: 0 });
    expect(await second.runs.baseline('default', 'all')).toMatchObject({ runId: 'one' });
  });
});

// SQLite gives the same SQLITE_FULL, at the same places, when a file may not grow beyond max_page_count as when the
// disk has no room for it; a disk can't be filled in a test.
describe('a full disk', () => {
  const database = useDatabase('missing');

  it('loses no earlier run, and takes the same call once there is room', async () => {
    const { db, urgent, sqlite, problem } = await openSqlite(database.file, 20, () => {});
    const owner = { host: 'here', pid: process.pid, processStart: null, version: '0.0.0' };
    const runs = createRunStore(
      { db, urgent },
      database.clock,
      owner,
      async () => 86_400_000,
      () => db.destroy(),
    );
    const storage = { runs, close: () => runs.close() };
    await keepRun(storage, database.clock, 'one', earlier);
    await runs.begin(RUN);

    const tenants = Array.from({ length: 90 }, (_, index) =>
      tenant(`t${index}`, fail('gdap.expired', 'x'.repeat(900))),
    );
    sqlite.pragma(`max_page_count = ${Number(sqlite.pragma('page_count', { simple: true })) + 2}`);
    await expect(runs.append('late', { tenants })).rejects.toMatchObject({ name: 'StorageError', code: 'disk-full' });
    expect(problem()).toMatchObject({ code: 'disk-full' });
    expect(await runs.baseline('default', 'all')).toMatchObject({ runId: 'one', states: [{ tenantId: 'a' }] });
    expect(await database.rows('select count(*) as n from check_states')).toEqual([{ n: 1 }]);
    expect(await database.rows('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);

    sqlite.pragma('max_page_count = 100000');
    await runs.append('late', { tenants });
    expect(await database.rows('select count(*) as n from check_states')).toEqual([{ n: 91 }]);
    await storage.close();
  });
});
