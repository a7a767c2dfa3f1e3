import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StorageError } from '../../../src/adapters/storage/engine/storage-error.ts';
import { keepRun, useDatabase } from './fixtures.ts';
import { pass, tenant } from './results.ts';

const isRoot = process.getuid?.() === 0;
const isWindows = process.platform === 'win32';

describe('opening the storage', () => {
  const database = useDatabase('missing');
  const opening = async (file: string): Promise<StorageError> =>
    database.open({ file, busyTimeoutMs: 20 }).then(
      () => expect.fail('it opened'),
      (error: StorageError) => error,
    );

  it('makes the folder and the file', async () => {
    const file = join(database.folder, 'deep', 'down', 'samaritan.db');
    await database.open({ file });
    expect(statSync(file).size).toBeGreaterThan(0);
  });

  it.skipIf(isWindows)('makes a file that nobody else may read', async () => {
    const storage = await database.open();
    await keepRun(storage, database.clock, 'one', { at: 1000 });
    for (const file of [database.file, `${database.file}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('lets readers read while one writes', async () => {
    await database.open();
    expect(database.connect().pragma('journal_mode', { simple: true })).toBe('wal');
  });

  it('finds what was kept before', async () => {
    const storage = await database.open();
    await keepRun(storage, database.clock, 'one', { at: 1000, results: { tenants: [tenant('a', pass())] } });
    await storage.close();
    const again = await database.open();
    expect(await again.runs.baseline('default', 'all')).toMatchObject({ runId: 'one', states: [{ tenantId: 'a' }] });
  });

  it('works in memory, and closes twice without complaint', async () => {
    const storage = await database.open({ file: ':memory:' });
    await keepRun(storage, database.clock, 'one', { at: 1000, results: { tenants: [tenant('a', pass())] } });
    expect(await storage.runs.baseline('default', 'all')).toMatchObject({ runId: 'one' });
    await storage.runs.close();
    await storage.close();
  });

  it('refuses a database from a newer version, and leaves it as it is', async () => {
    await (await database.open()).close();
    const newer = database.connect();
    newer.exec(`insert into kysely_migration values ('9999-future', '2030-01-01T00:00:00.000Z')`);
    newer.close();
    const before = readFileSync(database.file);
    const error = await opening(database.file);
    expect(error.code).toBe('newer-version');
    expect(error.message).toBe(
      `The database ${database.file} was written by a newer Samaritan (it has migration 9999-future); upgrade Samaritan or name another file in SAMARITAN_DATABASE.`,
    );
    expect(readFileSync(database.file).equals(before)).toBe(true);
  });

  it('says that a path leads through a file', async () => {
    writeFileSync(database.file, '');
    const error = await opening(join(database.file, 'samaritan.db'));
    expect(error).toMatchObject({ name: 'StorageError', code: 'cannot-open' });
    expect(error.message).toContain('SAMARITAN_DATABASE');
  });

  it('says that a path is a folder', async () => {
    mkdirSync(database.file);
    const error = await opening(database.file);
    expect(error).toMatchObject({ name: 'StorageError', code: 'cannot-open', file: database.file });
    expect(error.message).toContain(database.file);
  });

  it('says that a file is no database', async () => {
    writeFileSync(database.file, 'a note of 40 characters or so, not a table. '.repeat(100));
    expect(await opening(database.file)).toMatchObject({ name: 'StorageError', code: 'not-a-database' });
  });

  it('says that a database is damaged', async () => {
    const storage = await database.open();
    await keepRun(storage, database.clock, 'one', { at: 1000, results: { tenants: [tenant('a', pass())] } });
    await storage.close();
    const bytes = readFileSync(database.file);
    writeFileSync(database.file, bytes.fill(0xff, 100));
    expect(await opening(database.file)).toMatchObject({ name: 'StorageError', code: 'corrupt' });
  });

  // The superuser may write everywhere, so that these two can't fail for him.
  it.skipIf(isRoot || isWindows)('says that a folder may not be written', async () => {
    chmodSync(database.folder, 0o500);
    const error = await opening(database.file);
    chmodSync(database.folder, 0o700);
    expect(error).toMatchObject({ name: 'StorageError', code: 'cannot-open' });
  });

  it.skipIf(isRoot || isWindows)('says that a file may not be written', async () => {
    await (await database.open()).close();
    chmodSync(database.file, 0o400);
    expect(await opening(database.file)).toMatchObject({ name: 'StorageError', code: 'read-only' });
  });
});
