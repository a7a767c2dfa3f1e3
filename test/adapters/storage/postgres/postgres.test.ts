import { describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../../../src/adapters/storage/engine/engines.ts';
import { LastTrouble } from '../../../../src/adapters/storage/engine/last-trouble.ts';
import { openSqlite } from '../../../../src/adapters/storage/engine/open-sqlite.ts';
import { PatientPool } from '../../../../src/adapters/storage/engine/patient-pool.ts';
import { toServerKey } from '../../../../src/adapters/storage/engine/postgres-keys.ts';
import { ServerAddress } from '../../../../src/adapters/storage/engine/server-address.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { entry } from '../access/audit-entry.ts';
import { addressOf, connect } from '../engines/postgres.ts';
import { keepRun, useDatabase } from '../fixtures.ts';
import { pass as passed, tenant } from '../results.ts';

const OTHERS = 'datname = current_database() and pid <> pg_backend_pid()';
const KEY = 'a key of the audit log';
const ADD = 'select $1::integer + 1 as sum';
const PREPARED = "select statement from pg_prepared_statements where statement like '%sum'";

describe('a database on a PostgreSQL server', () => {
  const database = useDatabase();
  const OWN = "locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())";
  const locks = (): Promise<unknown[]> => database.rows(`select pid from pg_locks where ${OWN}`);

  it('has the tables, columns and indexes that a file has', async () => {
    await database.open();
    const { sqlite, db } = await openSqlite(':memory:', 0, () => {});
    const onFile = sqlite.prepare(`
      select tables.name as "table", columns.name as "column", max("notnull", pk > 0) as filled
      from sqlite_schema as tables, pragma_table_xinfo(tables.name) as columns
      where tables.type = 'table' and tables.name not like 'sqlite_%' order by 1, 2`);
    const indexes = sqlite.prepare(
      "select name from sqlite_schema where type = 'index' and sql is not null order by 1",
    );
    expect(
      await database.rows(`
        select table_name collate "C" as "table", column_name collate "C" as "column",
          case is_nullable when 'NO' then 1 else 0 end as filled
        from information_schema.columns where table_schema = 'public' order by 1, 2`),
    ).toEqual(onFile.all());
    const found = await database.rows(`
      select indexname collate "C" as name from pg_indexes
      where schemaname = 'public' and indexname not in (select conname from pg_constraint) order by 1`);
    expect(found).toEqual(indexes.all());
    const sorted = await database.rows(`
      select table_name, column_name from information_schema.columns
      where table_schema = 'public' and data_type = 'text' and collation_name is distinct from 'C'`);
    expect(sorted).toEqual([]);
    await db.destroy();
  });

  it('is made once by several that open it at the same moment', async () => {
    const name = `${String(addressOf('x').parts.database)}_once_${process.pid}`;
    await database.exec(`create database ${name}`);
    const all = await Promise.all([1, 2, 3].map(() => openDatabase(addressOf(name), 5000, () => {})));
    for (const { db } of all) expect(await db.selectFrom('watchState').select('id').execute()).toEqual([{ id: 1 }]);
    for (const { db } of all) await db.destroy();
    await database.exec(`drop database ${name} with (force)`);
  });

  it('takes every writer in its turn, so that a chain of two processes has no gap', async () => {
    const all = await Promise.all([database.open(), database.open()]);
    for (const one of all) one.protectAudit({ key: KEY });
    await Promise.all(Array.from({ length: 40 }, (_, index) => all[index % 2]?.audit.record(entry(index))));
    expect(await all[0]?.audit.verify()).toMatchObject({ rows: 40, problems: [] });
  });

  it('is locked where another keeps the turn, for as long as was said', async () => {
    const storage = await database.open({ busyTimeoutMs: 20 });
    await database.exec(`select pg_advisory_lock(${toServerKey('turn')})`);
    const error = await storage.audit.record(entry(1)).catch((thrown: unknown) => thrown);
    await database.exec(`select pg_advisory_unlock(${toServerKey('turn')})`);
    expect(error).toMatchObject({ name: 'StorageError', code: 'locked' });
    await storage.audit.record(entry(1));
    expect(await storage.audit.latest(5)).toHaveLength(1);
  });

  it('outlives connections that the server drops', async () => {
    const storage = await database.open();
    await storage.acquireInstanceLock();
    await Promise.all([1, 2, 3].map(() => storage.access.read()));
    await database.exec(`select pg_terminate_backend(pid) from pg_stat_activity where ${OTHERS}`);
    await vi.waitFor(() => storage.access.read(), { timeout: 60_000 });
    await vi.waitFor(async () => expect(await locks()).toHaveLength(1), { timeout: 60_000 });
    expect(storage.problem()).toBeUndefined();
  });

  it('is written again after a failover that left it read-only for a while, without a restart', async () => {
    const storage = await database.open();
    const name = database.server.parts.database;
    const write = () => storage.settings.keep('a', '1');
    await write();
    // New connections lead to a server that is not the first any more.
    await database.exec(`alter database ${name} set default_transaction_read_only = on`);
    await database.exec(`select pg_terminate_backend(pid) from pg_stat_activity where ${OTHERS}`);
    const refusal = await vi.waitFor(
      async () => {
        const error = await write().catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: 'read-only' });
        return error as Error;
      },
      { timeout: 60_000 },
    );
    expect(refusal.message).toContain('SAMARITAN_DATABASE');
    expect(storage.problem()).toMatchObject({ code: 'read-only' });
    await database.exec(
      `set default_transaction_read_only = off; alter database ${name} reset default_transaction_read_only`,
    );
    await vi.waitFor(write, { timeout: 60_000 });
    expect(await storage.settings.read('a')).toBe('1');
    expect(storage.problem()).toBeUndefined();
  });

  it('is given up where the server does not answer in time, without waiting for the end of a transaction', async () => {
    const { host, port, user, database: name, password } = database.server.parts;
    const config = { host, port, user, database: name, password: password?.reveal() };
    const trouble = new LastTrouble();
    const pool = new PatientPool({ ...config, query_timeout: 30 }, 'here', () => undefined, trouble);
    const client = await pool.connect();
    const asked = client.query('select pg_sleep(600)', []).catch((thrown: unknown) => thrown);
    expect(await asked).toMatchObject({ name: 'StorageError', code: 'unreachable' });
    expect(trouble.problem()).toMatchObject({ code: 'unreachable' });
    await client.query('rollback', []);
    client.release();
    await pool.end();
    await database.exec(
      `select pg_terminate_backend(pid) from pg_stat_activity where ${OTHERS} and query ~ 'sleep.600'`,
    );
  });

  it('has prepared what is asked again and again, and asks without where that is gone', async () => {
    const { host, port, user, database: name, password } = database.server.parts;
    const config = { host, port, user, database: name, password: password?.reveal() };
    const pool = new PatientPool(config, 'here', () => undefined, new LastTrouble());
    const client = await pool.connect();
    const add = (): Promise<unknown> => client.query(ADD, [1]);
    const prepared = async () => (await client.query<{ statement: string }>(PREPARED, [])).rows;
    for (let count = 0; count < 2; count += 1) await add();
    expect(await prepared()).toEqual([]);
    for (let count = 0; count < 2; count += 1) expect(await add()).toMatchObject({ rows: [{ sum: 2 }] });
    expect(await prepared()).toEqual([{ statement: ADD }]);
    // As a pooler of transactions does, which gives another connection.
    await client.query('deallocate all', []);
    for (let count = 0; count < 4; count += 1) expect(await add()).toMatchObject({ rows: [{ sum: 2 }] });
    expect(await prepared()).toEqual([]);
    client.release();
    await pool.end();
  });

  it('is started by one alone, and says who that is', async () => {
    const [first, second] = [await database.open(), await database.open()];
    const lock = await first.acquireInstanceLock();
    expect(await second.isServed()).toBe(true);
    const error = await second.acquireInstanceLock().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'in-use', message: expect.stringContaining(`(process ${process.pid} on `) });
    await lock.release();
    expect(await second.isServed()).toBe(false);
    await second.acquireInstanceLock();
  });

  it('is neither read nor written by a start whose place another took', async () => {
    const [first, second] = [await database.open(), await database.open()];
    await first.acquireInstanceLock();
    const waiting = await connect(database.server);
    const taken = waiting.query(`select pg_advisory_lock(${toServerKey('start')})`);
    await vi.waitFor(async () => expect(await locks()).toHaveLength(2), { timeout: 60_000 });
    await database.exec(`select pg_terminate_backend(pid) from pg_locks where ${OWN} and granted`);
    await taken;
    await vi.waitFor(() => expect(first.problem()).toMatchObject({ code: 'in-use' }), { timeout: 60_000 });
    await expect(first.access.read()).rejects.toMatchObject({ code: 'in-use' });
    expect(await second.access.read()).toMatchObject({ grants: [] });
    await waiting.end();
    await vi.waitFor(() => expect(first.problem()).toBeUndefined(), { timeout: 60_000 });
    expect(await first.access.read()).toMatchObject({ grants: [] });
  });

  it.each([
    ['a server that is not there', { port: 1 }, 'unreachable', 'cannot be reached'],
    ['a wrong password', { password: new Secret('hush-wrong') }, 'not-allowed', 'does not let Samaritan into'],
    ['a database that is not there', { database: 'nowhere' }, 'not-allowed', 'does not let Samaritan into'],
    ['a server without TLS where that is asked for', { tls: true }, 'untrusted', 'could not prove who it is'],
  ])('says what is wrong with %s, without the password', async (_, other, code, said) => {
    await database.open();
    const address = new ServerAddress({ ...addressOf('postgres').parts, ...other });
    const error = await openDatabase(address, 1000, () => {}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'StorageError', code, message: expect.stringContaining(said) });
    expect((error as Error).message).toContain('SAMARITAN_DATABASE');
    expect((error as Error).message).not.toMatch(/hush|password@/);
  });

  it('is refused where a newer Samaritan has been', async () => {
    await database.open();
    await database.exec("insert into kysely_migration values ('9999-future', 'now')");
    const error = await database.open().catch((thrown: unknown) => thrown);
    await database.exec("delete from kysely_migration where name = '9999-future'");
    expect(error).toMatchObject({ code: 'newer-version', message: expect.stringContaining('9999-future') });
  });

  it('keeps a NUL and its stand-in, which the server has no place for', async () => {
    const { settings } = await database.open();
    const text = 'a\0b\uFFFEc\uFFFE0d';
    await settings.keep('text', text);
    expect(await settings.read('text')).toBe(text);
  });

  it('keeps the same of names, and whatever else is in them; half a pair is lost', async () => {
    const storage = await database.open();
    const names = ['a\0b\uFFFEc\uFFFE0d', 'half \uD83D of a pair', '\\u0000 "{1,2}" 😀'];
    const tenants = names.map((displayName, at) => ({ ...tenant(`tenant-${at}`, passed()), displayName }));
    await keepRun(storage, database.clock, 'RUN', { at: 1000, results: { tenants } });
    const { tenants: known } = await storage.runs.fleet('default');
    const kept = new Map(known.map(({ tenantId, displayName }) => [tenantId, displayName]));
    expect(names.map((_, at) => kept.get(`tenant-${at}`))).toEqual([names[0], 'half \uFFFD of a pair', names[2]]);
  });

  it('changes what is found again where it stands: no index has to be told', async () => {
    const storage = await database.open();
    const tenants = Array.from({ length: 200 }, (_, at) => tenant(`tenant-${at}`, passed()));
    const keep = async (id: string, at: number) =>
      await keepRun(storage, database.clock, id, { at, results: { tenants } });
    const pages = () =>
      database.rows(
        "select id, split_part(ctid::text, ',', 1) as page, tested_run_id as run from check_states order by id",
      );
    await keep('ONE', 1000);
    const before = (await pages()) as { run: string }[];
    await keep('TWO', 2000);
    expect(await pages()).toEqual(before.map((row) => ({ ...row, run: 'TWO' })));
  });
});
