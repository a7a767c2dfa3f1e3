import { copyFileSync, linkSync, renameSync, rmSync, unlinkSync, utimesSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keepRun, useDatabase } from '../fixtures.ts';
import { pass, tenant } from '../results.ts';

describe('a database file', () => {
  const database = useDatabase('missing');
  const results = { tenants: [tenant('a', pass())] };

  async function opened() {
    const storage = await database.open();
    await keepRun(storage, database.clock, 'one', { at: 1000, results });
    expect(storage.problem()).toBeUndefined();
    return storage;
  }

  it.each(['read', 'write'] as const)('that was deleted is noticed by whoever wants to %s', async (what) => {
    const storage = await opened();
    unlinkSync(database.file);
    expect(storage.problem()).toMatchObject({ code: 'deleted', message: expect.stringContaining('was deleted') });
    const asked = what === 'read' ? storage.runs.fleet('default') : storage.settings.keep('name', 'value');
    await expect(asked).rejects.toMatchObject({ name: 'StorageError', code: 'deleted' });
  });

  it('that another took the place of is neither read nor written', async () => {
    const storage = await opened();
    copyFileSync(database.file, `${database.file}.backup`);
    renameSync(`${database.file}.backup`, database.file);
    expect(storage.problem()).toMatchObject({ code: 'replaced' });
    await expect(keepRun(storage, database.clock, 'two', { at: 2000, results })).rejects.toMatchObject({
      code: 'replaced',
    });
  });

  it('with a second name is opened by none of them, and noticed by who has it open', async () => {
    const storage = await opened();
    const other = `${database.file}.other`;
    linkSync(database.file, other);
    await expect(database.open({ file: other })).rejects.toMatchObject({ code: 'linked' });
    await expect(database.open()).rejects.toMatchObject({ code: 'linked' });
    expect(storage.problem()).toMatchObject({ code: 'linked' });
    await keepRun(storage, database.clock, 'two', { at: 2000, results });
    unlinkSync(other);
    expect(storage.problem()).toBeUndefined();
  });

  it('that was restored beside the log of another is refused until the log is gone', async () => {
    await (await opened()).close();
    const backup = `${database.folder}/backup.db`;
    copyFileSync(database.file, backup);
    const storage = await database.open();
    await keepRun(storage, database.clock, 'two', { at: 2000, results });
    for (const end of ['', '-wal']) copyFileSync(`${database.file}${end}`, `${database.folder}/left.db${end}`);
    await storage.close();
    const left = `${database.folder}/left.db`;
    rmSync(left);
    copyFileSync(backup, left);
    const before = new Date(Date.now() - 60_000);
    utimesSync(`${left}-wal`, before, before);
    await expect(database.open({ file: left })).rejects.toMatchObject({ code: 'stale-log' });
    rmSync(`${left}-wal`);
    expect((await (await database.open({ file: left })).runs.latestRuns('default', 5)).map(({ id }) => id)).toEqual([
      'one',
    ]);
  });

  it('that its process left with a log is opened with all of it', async () => {
    const storage = await opened();
    for (const end of ['', '-wal']) copyFileSync(`${database.file}${end}`, `${database.folder}/killed.db${end}`);
    await storage.close();
    const again = await database.open({ file: `${database.folder}/killed.db` });
    expect(await again.runs.latestRuns('default', 5)).toHaveLength(1);
  });
});
