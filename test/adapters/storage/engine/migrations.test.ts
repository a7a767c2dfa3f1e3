import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../../src/adapters/storage/engine/migrations.ts';
import { useDatabase } from '../fixtures.ts';
import { NO_TOTALS } from '../results.ts';

describe('a database of the first version', () => {
  const database = useDatabase('missing');

  it('keeps its runs, what they covered, and its tenants, which can be searched', async () => {
    await createFirstVersion(database.file);
    const { runs, history } = await database.open();
    database.clock.set(5000);
    expect(await runs.baseline('default', 'all')).toMatchObject({ runId: 'named', states: [{}, {}] });
    expect(await runs.baseline('default', ['a'])).toMatchObject({ runId: 'named', states: [{ status: 'fail' }] });
    expect(await runs.baseline('default', ['b'])).toMatchObject({ runId: 'all', testedAt: 1010 });
    expect(await runs.knownTenants('default', { query: 'muller', limit: 5 })).toMatchObject([{ tenantId: 'b' }]);
    expect(await runs.latestRuns('default', 5)).toMatchObject([{ id: 'named' }, { id: 'all', totals: NO_TOTALS }]);
    const { rows } = await history.daily('default', { from: 0, to: 86_400_000 });
    expect(rows).toMatchObject([
      { tenantId: 'a', worst: ['fail'] },
      { tenantId: 'b', worst: ['pass'] },
    ]);
    expect(await database.rows('pragma foreign_key_check')).toEqual([]);
    expect(await database.rows('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });

  async function createFirstVersion(file: string): Promise<void> {
    const sqlite = new Database(file);
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
    const first = MIGRATIONS['0001-runs'];
    if (!first) expect.fail('the first migration is gone');
    await new Migrator({ db, provider: { getMigrations: async () => ({ '0001-runs': first }) } }).migrateToLatest();
    const totals = JSON.stringify({ ...NO_TOTALS });
    sqlite.exec(`
      insert into runs values
        ('all', 'testtokens', 'default', 'all', 'completed', 1000, 1010, '${totals}', 'here', 1, null, '0.1.0'),
        ('named', 'testtokens', 'default', 'named', 'completed', 2000, 2010, '${totals}', 'here', 1, null, '0.1.0');
      insert into run_tenants values ('named', 'a');
      insert into tenants values
        ('default', 'a', 'Contoso', 'contoso.example', 1000, 1010),
        ('default', 'b', 'Müller', 'mueller.example', 1000, 1010);
      insert into check_states
        (connection, tenant_id, check_id, status, since_at, since_run_id, failing_since, until_at, until_run_id) values
        ('default', 'a', 'graph.token', 'pass', 1000, 'all', null, 2000, 'named'),
        ('default', 'a', 'graph.token', 'fail', 2000, 'named', 2000, null, null),
        ('default', 'b', 'graph.token', 'pass', 1000, 'all', null, null, null)`);
    await db.destroy();
  }
});

describe('a database of the third version', () => {
  const database = useDatabase('missing');

  it('keeps what is known of each tenant, the customer list, and what the watch knows of it', async () => {
    const names = ['0001-runs', '0002-chat', '0003-watch'];
    const third = Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => names.includes(name)));
    const sqlite = new Database(database.file);
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
    await new Migrator({ db, provider: { getMigrations: async () => third } }).migrateToLatest();
    const totals = JSON.stringify(NO_TOTALS);
    sqlite.exec(`
      insert into runs (id, kind, connection, scope, status, started_at, finished_at, totals, host, pid, version, tested)
      values ('whole', 'testtokens', 'default', 'all', 'completed', 1000, 1010, '${totals}', 'here', 1, '0', 2),
        ('stopped', 'testtokens', 'default', 'all', 'completed', 3000, 3010, '${totals}', 'here', 1, '0', 0);
      insert into tenant_sets (digest) values ('x');
      insert into runs (
        id, kind, connection, scope, status, started_at, finished_at, totals, host, pid, version, tested, tenant_set
      ) values ('named', 'testtokens', 'default', 'named', 'completed', 2000, 2010, '${totals}', 'here', 1, '0', 1, 1);
      insert into tenant_set_members values ('a', 1);
      insert into tenants values
        ('default', 'a', 'Contoso', 'contoso.example', 1000, 1010, ''),
        ('default', 'b', 'Fabrikam', null, 1000, 1010, '');
      insert into check_states
        (connection, tenant_id, check_id, status, cause, since_at, since_run_id, failing_since, until_at, until_run_id)
      values ('default', 'a', 'graph.token', 'pass', null, 1000, 'whole', null, 2000, 'named'),
        ('default', 'a', 'graph.token', 'fail', 'gdap.expired', 2000, 'named', 2000, null, null),
        ('default', 'b', 'graph.token', 'pass', null, 1000, 'whole', null, null, null),
        ('default', 'partner', 'partner.token', 'pass', null, 1000, 'whole', null, null, null);
      insert into watch_connections values ('default', '[]', 1010);
      insert into watched_tenants values
        ('default', 'a', 'Contoso', 'contoso.example', 1, 1010, null),
        ('default', 'c', 'Gone', null, 2, 900, 900)`);
    await db.destroy();

    const { runs, incidents } = await database.open();
    const fleet = await runs.fleet('default');
    expect(fleet).toMatchObject({
      listReadAt: 1010,
      tenants: [{ tenantId: 'a' }, { tenantId: 'b' }, { tenantId: 'c' }],
    });
    const states = await runs.currentStates('default');
    expect(states.map(({ tenantId, status, since, testedAt }) => [tenantId, status, since, testedAt])).toEqual([
      ['a', 'fail', 2000, 2000],
      ['b', 'pass', 1000, 1010],
      ['partner', 'pass', 1000, 3010],
    ]);
    expect((await runs.baseline('default', 'all'))?.listed?.map(({ tenantId }) => tenantId)).toEqual(['a', 'b']);
    expect((await incidents.load('default', 0)).tenants).toEqual([
      {
        tenantId: 'a',
        displayName: 'Contoso',
        defaultDomainName: 'contoso.example',
        missing: 1,
        missingAt: 1010,
        goneAt: null,
      },
      { tenantId: 'c', displayName: 'Gone', defaultDomainName: null, missing: 2, missingAt: 900, goneAt: 900 },
    ]);
    expect(await database.rows('pragma foreign_key_check')).toEqual([]);
    expect(await database.rows('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });
});

describe('a database of the ninth version', () => {
  const database = useDatabase('missing');

  it('keeps what the watch knows of each connection, which begins at its first revision', async () => {
    const earlier = Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => name < '0010'));
    const sqlite = new Database(database.file);
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
    await new Migrator({ db, provider: { getMigrations: async () => earlier } }).migrateToLatest();
    sqlite.exec(`insert into watch_connections (connection, shared_causes, list_read_at) values
      ('default', '["gdap.expired"]', 1010), ('second', '[]', null)`);
    await db.destroy();

    const { incidents } = await database.open();
    expect((await incidents.load('default', 0)).connection).toMatchObject({
      sharedCauses: ['gdap.expired'],
      listReadAt: 1010,
    });
    expect((await incidents.load('second', 0)).connection).toMatchObject({ sharedCauses: [], listReadAt: null });
    expect(await database.rows('select connection, revision from watch_connections order by connection')).toEqual([
      { connection: 'default', revision: 0 },
      { connection: 'second', revision: 0 },
    ]);
    expect(await database.rows('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });
});

describe('a database of a version that had a later migration and lacked an earlier one', () => {
  const database = useDatabase('missing');

  it('is brought up to date', async () => {
    const late = Object.keys(MIGRATIONS).at(-2);
    const some = Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => name !== late));
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Database(database.file) }) });
    await new Migrator({ db, provider: { getMigrations: async () => some } }).migrateToLatest();
    await db.destroy();

    await database.open();
    const carried = await database.rows('select name from kysely_migration order by name');
    expect(carried).toEqual(Object.keys(MIGRATIONS).map((name) => ({ name })));
  });
});
