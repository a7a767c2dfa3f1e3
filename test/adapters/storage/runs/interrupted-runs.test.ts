import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { startProgram } from '../../../processes/start-program.ts';
import { keepRun, useDatabase } from '../fixtures.ts';
import { fail, tenant } from '../results.ts';

const HANG = new URL('../processes/hang-in-run.ts', import.meta.url);
const STATUSES = 'select id, status, finished_at from runs order by id';

describe('a run whose process is gone', () => {
  const database = useDatabase();

  it('is interrupted after kill -9, and what was kept is there', async () => {
    const before = await database.open();
    await keepRun(before, database.clock, 'a-done', {
      at: 1000,
      results: { tenants: [tenant('a', fail('gdap.expired'))] },
    });
    await before.close();
    const writer = startProgram([HANG, database.file, 'b-killed'], { input: null });
    await writer.says('kept');
    await writer.stop('SIGKILL');

    const storage = await database.open();
    expect(await database.rows(STATUSES)).toEqual([
      { id: 'a-done', status: 'completed', finished_at: 1010 },
      { id: 'b-killed', status: 'interrupted', finished_at: null },
    ]);
    expect(await storage.runs.baseline('default', 'all')).toMatchObject({
      runId: 'b-killed',
      states: [{ tenantId: 'a' }, { tenantId: 'hanging' }],
    });
    expect(await database.rows(`select tenant_id from check_states where since_run_id = 'b-killed'`)).toEqual([
      { tenant_id: 'hanging' },
    ]);
    expect(await database.rows('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });

  it('is left alone while that process lives, in another one or in this one', async () => {
    const mine = await database.open();
    await mine.runs.begin({ id: 'mine', kind: 'testtokens', connection: 'default', startedAt: 1, scope: 'all' });
    const writer = startProgram([HANG, database.file, 'theirs'], { input: null });
    await writer.says('kept');
    await database.open();
    expect(await database.rows(STATUSES)).toMatchObject([{ status: 'running' }, { status: 'running' }]);
    await writer.stop('SIGKILL');
  });

  it('is left alone when it ran on another host', async () => {
    await (await database.open()).close();
    insertRunning('elsewhere', 'another-host.example', 1, 'boot/1');
    await database.open();
    expect(await database.rows(STATUSES)).toMatchObject([{ id: 'elsewhere', status: 'running' }]);
  });

  it.runIf(process.platform === 'linux')('is interrupted though its process id is used again', async () => {
    await (await database.open()).close();
    insertRunning('reused', hostname(), process.pid, 'another-boot/1');
    await database.open();
    expect(await database.rows(STATUSES)).toMatchObject([{ id: 'reused', status: 'interrupted' }]);
  });

  function insertRunning(id: string, host: string, pid: number, start: string): void {
    database
      .connect()
      .prepare(
        `insert into runs (id, kind, connection, scope, status, started_at, host, pid, process_start, version)
         values (?, 'testtokens', 'default', 'all', 'running', 1, ?, ?, ?, '0.0.0')`,
      )
      .run(id, host, pid, start);
  }
});
