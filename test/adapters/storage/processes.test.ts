import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../src/adapters/storage/engine/migrations.ts';
import { startProgram } from '../../processes/start-program.ts';
import { keepRun, useDatabase } from './fixtures.ts';
import { check, fail, pass, tenant } from './results.ts';

const OPEN = new URL('./processes/open-on-demand.ts', import.meta.url);
const ALTERNATE = new URL('./processes/alternate.ts', import.meta.url);

describe('several processes on one file', () => {
  const database = useDatabase();

  async function startTogether(script: URL, argsOf: readonly string[][]): Promise<(number | null)[]> {
    const processes = argsOf.map((args) => startProgram([script, ...args], { input: null }));
    await Promise.all(processes.map((process) => process.says('ready')));
    for (const process of processes) process.say('go');
    return Promise.all(processes.map((process) => process.ended));
  }

  it('all open a new file at the same moment', async () => {
    const { file } = database;
    expect(await startTogether(OPEN, [[file], [file], [file], [file]])).toEqual([0, 0, 0, 0]);
    const carried = Object.keys(MIGRATIONS).map((name) => ({ name }));
    expect(await database.rows('select name from kysely_migration order by name')).toEqual(carried);
  });

  it('write the same checks at the same time, and one stretch of each stays open', async () => {
    await (await database.open()).close();
    const { file } = database;
    expect(
      await startTogether(ALTERNATE, [
        [file, 'left'],
        [file, 'right'],
      ]),
    ).toEqual([0, 0]);
    const open = 'select count(*) as n, count(distinct tenant_id) as tenants from check_states where until_at is null';
    expect(await database.rows(open)).toEqual([{ n: 20, tenants: 20 }]);
    const gaps = `
      select * from (
        select until_at, lead(since_at) over (partition by tenant_id, check_id order by id) as next from check_states
      ) where until_at is not null and until_at is not next`;
    expect(await database.rows(gaps)).toEqual([]);
    expect(await database.rows(`select id from runs where status = 'completed' order by id`)).toHaveLength(2);
  });

  it('let one read while another one writes', async () => {
    const storage = await database.open();
    const results = { tenants: [tenant('tenant-0', check('unknown'))] };
    await keepRun(storage, database.clock, 'one', { at: 1000, results });
    const writer = startProgram([ALTERNATE, database.file, 'two'], { input: null });
    await writer.says('ready');
    writer.say('go');
    const ended = writer.ended.then(() => 'ended');
    do {
      const baseline = await storage.runs.baseline('default', 'all');
      expect(baseline?.states.filter(({ tenantId }) => tenantId === 'tenant-0')).toHaveLength(1);
    } while ((await Promise.race([ended, 'writing'])) !== 'ended');
    expect(await storage.runs.baseline('default', ['tenant-0'])).toMatchObject({ runId: 'two' });
  });

  it('leave the newer of two observations', async () => {
    const storage = await database.open();
    const run = { kind: 'testtokens', connection: 'default', startedAt: 1000, scope: 'all' } as const;
    await keepRun(storage, database.clock, 'one', { at: 1000, results: { tenants: [tenant('a', pass())] } });
    const other = database.connect();
    database.clock.set(2000);
    await storage.runs.begin({ ...run, id: 'sweep' });
    other.exec('begin immediate');
    const waiting = storage.runs.append('sweep', { tenants: [tenant('a', fail('gdap.expired'))] });
    setImmediate(() => {
      other.exec(`
        update check_states set until_at = 2500, until_run_id = 'check';
        insert into check_states (connection, tenant_id, check_id, status, since_at, since_run_id, tested_at, fresh_until)
          values ('default', 'a', 'graph.token', 'warn', 2500, 'check', 2500, 90000);
        commit`);
    });
    await waiting;
    expect(await database.rows('select status from check_states where until_at is null')).toEqual([{ status: 'warn' }]);

    database.clock.set(3000);
    await storage.runs.append('sweep', { tenants: [tenant('a', fail('gdap.expired'))] });
    const open = 'select status, since_at from check_states where until_at is null';
    expect(await database.rows(open)).toEqual([{ status: 'fail', since_at: 3000 }]);
  });
});
