import Database from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { PARTNER_STATE_KEY } from '../../../../src/core/diagnosis/report/run-store.ts';
import { itOnFile, keepRun, useDatabase } from '../fixtures.ts';
import { check, fail, partner, pass, tenant } from '../results.ts';

describe('the stretches of a check', () => {
  const database = useDatabase();

  /** Runs at 1000, 2000, …, each of one tenant with this check. */
  async function observe(...checks: ReturnType<typeof check>[]): Promise<void> {
    const storage = await database.open();
    for (const [index, one] of checks.entries()) {
      const at = (index + 1) * 1000;
      await keepRun(storage, database.clock, `run-${at}`, { at, results: { tenants: [tenant('a', one)] } });
    }
  }

  function stretches(): Promise<unknown[]> {
    return database.rows('select status, since_at, until_at, failing_since from check_states order by id');
  }

  it('begins at the first observation and lasts while nothing changes', async () => {
    await observe(pass(), pass(), pass());
    expect(await stretches()).toEqual([{ status: 'pass', since_at: 1000, until_at: null, failing_since: null }]);
  });

  itOnFile('are begun for tenants by the dozen with statements that were prepared for those before', async () => {
    const storage = await database.open();
    const others = [pass(), pass('exchange.token'), pass('exchange.read')];
    const tenants = (first: number, read = pass('graph.read')) =>
      Array.from({ length: 50 }, (_, index) => tenant(`${first + index}`, ...others, read));
    await keepRun(storage, database.clock, 'first', { at: 1000, results: { tenants: tenants(100) } });
    const prepare = vi.spyOn(Database.prototype, 'prepare');
    await keepRun(storage, database.clock, 'second', { at: 2000, results: { tenants: tenants(200) } });
    const prepared = prepare.mock.calls.map(([statement]) => statement.slice(0, 40));
    prepare.mockRestore();
    expect(prepared).toEqual([]);
    const failing = tenants(100, fail('gdap.expired', 'trace-1', 'graph.read'));
    await keepRun(storage, database.clock, 'third', { at: 3000, results: { tenants: failing } });
    const counts = 'select status, cause, count(*) as count from check_states group by status, cause order by count';
    expect(await database.rows(counts)).toEqual([
      { status: 'fail', cause: 'gdap.expired', count: 50 },
      { status: 'pass', cause: null, count: 400 },
    ]);
  });

  it('ends where the next begins, naming the runs', async () => {
    await observe(pass(), fail('consent.missing'));
    const rows = await database.rows(
      'select status, since_at, since_run_id, until_at, until_run_id from check_states order by id',
    );
    expect(rows).toEqual([
      { status: 'pass', since_at: 1000, since_run_id: 'run-1000', until_at: 2000, until_run_id: 'run-2000' },
      { status: 'fail', since_at: 2000, since_run_id: 'run-2000', until_at: null, until_run_id: null },
    ]);
  });

  it('begins anew with another cause, and remembers since when the check fails', async () => {
    await observe(fail('consent.missing'), fail('gdap.expired'), pass(), fail('gdap.expired'));
    expect(await stretches()).toEqual([
      { status: 'fail', since_at: 1000, until_at: 2000, failing_since: 1000 },
      { status: 'fail', since_at: 2000, until_at: 3000, failing_since: 1000 },
      { status: 'pass', since_at: 3000, until_at: 4000, failing_since: null },
      { status: 'fail', since_at: 4000, until_at: null, failing_since: 4000 },
    ]);
  });

  it('begins none for a tenant that was mistyped, and goes on with one that was there', async () => {
    const storage = await database.open();
    const gone = { ...tenant('a', fail('tenant.not-found')), unlisted: true } as const;
    await keepRun(storage, database.clock, 'slip', { at: 1000, scope: 'named', results: { tenants: [gone] } });
    expect(await stretches()).toEqual([]);
    expect(await database.rows('select tenant_id from tenants')).toEqual([]);
    await keepRun(storage, database.clock, 'there', { at: 2000, results: { tenants: [tenant('a', pass())] } });
    await keepRun(storage, database.clock, 'gone', { at: 3000, scope: 'named', results: { tenants: [gone] } });
    expect(await stretches()).toMatchObject([{ status: 'pass', until_at: 3000 }, { status: 'fail' }]);
  });

  it.each([
    ['keeps a failure that an unknown follows, as not tested since', [], 1000],
    ['goes on with a failure over an unknown', [fail('consent.missing')], 3000],
  ])('%s', async (_, then, testedAt) => {
    await observe(fail('consent.missing'), check('unknown'), ...then);
    const rows = await database.rows('select status, failing_since, tested_at from check_states');
    expect(rows).toEqual([{ status: 'fail', failing_since: 1000, tested_at: testedAt }]);
  });

  it('counts no failure from an unknown that follows a pass, nor after a warning', async () => {
    await observe(pass(), check('unknown'), fail('consent.missing'), check('warn'), check('unknown'));
    expect((await stretches()).map((row) => (row as { failing_since: number | null }).failing_since)).toEqual([
      null,
      null,
      3000,
      null,
      null,
    ]);
  });

  it('takes the newest evidence of a failure that lasts, in place', async () => {
    await observe(fail('consent.missing', 'old'), fail('consent.missing', 'new'));
    expect(await database.rows('select cause, owner, reason, evidence, since_run_id from check_states')).toEqual([
      {
        cause: 'consent.missing',
        owner: 'customer',
        reason: 'It fails: consent.missing.',
        evidence: '{"traceId":"new"}',
        since_run_id: 'run-1000',
      },
    ]);
  });

  it('learns nothing from a skipped check', async () => {
    await observe(check('skipped'), fail('consent.missing'), check('skipped'));
    expect(await stretches()).toEqual([{ status: 'fail', since_at: 2000, until_at: null, failing_since: 2000 }]);
  });

  it('never ends a stretch before it began, though the clock is set back', async () => {
    const storage = await database.open();
    const { clock } = database;
    await keepRun(storage, clock, 'one', { at: 3_600_000, results: { tenants: [tenant('a', pass())] } });
    await keepRun(storage, clock, 'two', { at: 4000, results: { tenants: [tenant('a', fail('gdap.expired'))] } });
    // By a little: the run goes on from the one before.
    await keepRun(storage, clock, 'three', { at: 1000, results: { tenants: [tenant('a', pass())] } });
    expect(await stretches()).toMatchObject([
      { status: 'pass', since_at: 3_600_000, until_at: 3_600_000 },
      { status: 'fail', since_at: 4000, until_at: 4012 },
      { status: 'pass', since_at: 4012, until_at: null },
    ]);
  });

  it('keeps connections apart, and the partner under its own key', async () => {
    const storage = await database.open();
    const results = { partner: partner(check('warn', { id: 'partner.mfa' })), tenants: [tenant('a', pass())] };
    await keepRun(storage, database.clock, 'one', { at: 1000, connection: 'default', results });
    await keepRun(storage, database.clock, 'two', { at: 2000, connection: 'other', results });
    const rows = await database.rows('select connection, tenant_id, until_at from check_states order by id');
    expect(rows).toEqual([
      { connection: 'default', tenant_id: PARTNER_STATE_KEY, until_at: null },
      { connection: 'default', tenant_id: 'a', until_at: null },
      { connection: 'other', tenant_id: PARTNER_STATE_KEY, until_at: null },
      { connection: 'other', tenant_id: 'a', until_at: null },
    ]);
  });

  it('holds for hundreds of tenants in one call, and for one that comes twice', async () => {
    const storage = await database.open();
    const tenants = Array.from({ length: 350 }, (_, index) => tenant(`t${index}`, pass(), pass('exchange.token')));
    const results = { tenants: [...tenants, tenant('t7', fail('gdap.expired'))] };
    await keepRun(storage, database.clock, 'one', { at: 1000, results });
    const byStatus = 'select status, count(*) as n from check_states group by status order by status';
    expect(await database.rows(byStatus)).toEqual([
      { status: 'fail', n: 1 },
      { status: 'pass', n: 698 },
    ]);
  });

  it('keeps the permissions that are missing, beside what an older version kept without them', async () => {
    const permissions = ['Policy.Read.All', 'User.Read.All'];
    await observe(fail('permission.scope-missing'), check('fail', { id: 'graph.read', evidence: { permissions } }));
    const { runs } = await database.open();
    const kept = await runs.currentStates('default');
    expect(kept.map(({ evidence }) => evidence)).toEqual([{ permissions }, { traceId: 'trace-1' }]);
  });

  it('keeps text from outside as it came', async () => {
    const reason = `'; drop table runs; -- \u202e\u0000 <b>`;
    await observe(check('fail', { reason }), check('fail', { reason, evidence: { message: reason } }));
    const { runs } = await database.open();
    expect(await runs.currentStates('default')).toMatchObject([{ reason, evidence: { message: reason } }]);
  });
});

describe('a tenant', () => {
  const database = useDatabase();
  const TENANTS = 'select tenant_id, display_name, first_seen_at, last_seen_at from tenants';

  it('is last seen when a run over all tenants that had it finishes', async () => {
    const storage = await database.open();
    const results = { tenants: [tenant('a', pass())] };
    await keepRun(storage, database.clock, 'one', { at: 1000, results });
    await keepRun(storage, database.clock, 'two', { at: 2000, results });
    await keepRun(storage, database.clock, 'three', { at: 3000, results, scope: 'named' });
    expect(await database.rows(TENANTS)).toMatchObject([{ tenant_id: 'a', first_seen_at: 1000, last_seen_at: 2010 }]);
  });

  it('takes a new name, and keeps the old one when none could be read', async () => {
    const storage = await database.open();
    const named = { ...tenant('a', pass()), displayName: 'Contoso Ltd' };
    const nameless = { ...tenant('a', pass()), displayName: null, defaultDomainName: null };
    await keepRun(storage, database.clock, 'one', { at: 1000, results: { tenants: [tenant('a', pass())] } });
    await keepRun(storage, database.clock, 'two', { at: 2000, results: { tenants: [named] } });
    await keepRun(storage, database.clock, 'three', { at: 3000, results: { tenants: [nameless] } });
    expect(await database.rows(TENANTS)).toMatchObject([{ display_name: 'Contoso Ltd', first_seen_at: 1000 }]);
  });
});
