import { symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Program, startProgram } from '../../../processes/start-program.ts';
import { useDatabase } from '../fixtures.ts';

const HOLD = new URL('../processes/hold-lock.ts', import.meta.url);
const STATUSES = 'select id, status from runs order by id';

describe('the instance lock', () => {
  const database = useDatabase();

  async function holder(runId = 'theirs'): Promise<Program> {
    const process = startProgram([HOLD, database.file, runId], { input: null });
    await process.says('ready');
    process.say('go');
    await process.says('held');
    return process;
  }

  it('refuses a second one on the same file, and names the first and the way out, and keeps nobody from reading and writing; it dies with its process, by kill -9 too', async () => {
    const first = await holder();
    const storage = await database.open();
    const error = await storage.acquireInstanceLock().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'StorageError', code: 'in-use' });
    expect(String((error as Error).message)).toBe(
      `Samaritan already runs on the database ${database.file} (process ${first.pid} on ${hostname()}); stop that one first, or name another file in SAMARITAN_DATABASE.`,
    );
    // It keeps nobody from reading and writing.
    await storage.audit.latest(1);
    await storage.runs.begin({ id: 'mine', kind: 'testtokens', connection: 'default', startedAt: 1, scope: 'all' });
    expect(await database.rows(STATUSES)).toMatchObject([{ id: 'mine' }, { id: 'theirs', status: 'running' }]);
    await first.stop('SIGKILL');
    const lock = await storage.acquireInstanceLock();
    await lock.release();
    await lock.release();
  });

  it('outlives whoever forgets it', async () => {
    const collects = "data:text/javascript,setInterval(() => { gc(); console.log('collected'); }, 20)";
    const args = ['--expose-gc', '--import', collects, HOLD, database.file, 'theirs'];
    const first = startProgram(args, { input: null });
    await first.says('ready');
    first.say('go');
    await first.says(/held\n(?:collected\n){10}/);
    const storage = await database.open();
    await expect(storage.acquireInstanceLock()).rejects.toMatchObject({ code: 'in-use' });
    await first.stop('SIGKILL');
  });

  it('goes to exactly one of several that start at the same moment', async () => {
    await (await database.open()).close();
    const all = ['a', 'b', 'c', 'd'].map((id) => startProgram([HOLD, database.file, id], { input: null }));
    await Promise.all(all.map((one) => one.says('ready')));
    for (const one of all) one.say('go');
    const outcomes = await Promise.all(
      all.map((one) => Promise.race([one.says('held').then(() => 'held'), one.says('in-use').then(() => 'in-use')])),
    );
    expect(outcomes.toSorted()).toEqual(['held', 'in-use', 'in-use', 'in-use']);
    await Promise.all(all.map((one) => one.stop('SIGKILL')));
  });

  it('is taken and given back within one process', async () => {
    const [one, two] = [await database.open(), await database.open()];
    const lock = await one.acquireInstanceLock();
    await expect(two.acquireInstanceLock()).rejects.toMatchObject({ code: 'in-use' });
    await expect(one.acquireInstanceLock()).rejects.toMatchObject({ code: 'in-use' });
    await lock.release();
    await two.acquireInstanceLock();
    await two.close();
    await one.acquireInstanceLock();
  });

  it.skipIf(process.platform === 'win32')('is the same one under another name of the file', async () => {
    const storage = await database.open();
    await storage.acquireInstanceLock();
    const link = join(database.folder, 'link.db');
    symlinkSync(database.file, link);
    const other = await database.open({ file: link });
    await expect(other.acquireInstanceLock()).rejects.toMatchObject({ code: 'in-use' });
  });

  it('marks what the holder before left behind, though the host has another name now', async () => {
    const storage = await database.open();
    const other = database.connect();
    other.exec(`
      insert into instance (id, host, pid, process_start, version, started_at) values (1, 'container-1', 1, 'boot/77', '0.0.0', 1);
      insert into runs (id, kind, connection, scope, status, started_at, host, pid, process_start, version) values
        ('a-left', 'testtokens', 'default', 'all', 'running', 1, 'container-1', 1, 'boot/77', '0.0.0'),
        ('b-another', 'testtokens', 'default', 'all', 'running', 1, 'container-2', 1, 'boot/88', '0.0.0')`);
    await storage.acquireInstanceLock();
    expect(await database.rows(STATUSES)).toEqual([
      { id: 'a-left', status: 'interrupted' },
      { id: 'b-another', status: 'running' },
    ]);
    expect(await database.rows('select pid, host from instance')).toEqual([{ pid: process.pid, host: hostname() }]);
  });

  it('is free for every database in memory', async () => {
    for (const storage of [await database.open({ file: ':memory:' }), await database.open({ file: ':memory:' })]) {
      await storage.acquireInstanceLock();
    }
  });

  it('says which file is in its way', async () => {
    const storage = await database.open();
    writeFileSync(`${database.file}.lock`, 'a note of 40 characters or so, no database. '.repeat(100));
    await expect(storage.acquireInstanceLock()).rejects.toMatchObject({
      code: 'not-a-database',
      file: `${database.file}.lock`,
    });
  });
});
