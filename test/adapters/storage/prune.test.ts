import { describe, expect, it } from 'vitest';
import { healthyReport } from '../reports/report-scenarios.ts';
import { keepRun, useDatabase } from './fixtures.ts';
import { fail, pass, tenant } from './results.ts';

const DAY_MS = 86_400_000;
const NOW = 400 * DAY_MS;
const RETENTION = { now: NOW, reportDays: 30, auditDays: 90, historyDays: 365 };

describe('pruning', () => {
  const database = useDatabase();
  const daysAgo = (days: number): number => NOW - days * DAY_MS;
  const count = (table: string): unknown => database.connect().prepare(`select count(*) from ${table}`).pluck().get();

  it('deletes reports, audit rows and history, each after its own time', async () => {
    const storage = await database.open();
    for (const days of [20, 40]) {
      database.clock.set(daysAgo(days));
      const report = healthyReport();
      await storage.reports.keep({ ...report, run: { ...report.run, id: `report-${days}` } });
    }
    const entry = { platform: 'terminal', personId: 'root', personName: 'root', place: null, target: null } as const;
    for (const days of [80, 100]) {
      await storage.audit.record({ ...entry, at: daysAgo(days), action: 'x', outcome: 'allowed', reason: null });
    }
    const steps = [
      [390, fail('gdap.expired')],
      [380, pass()],
      [360, fail('gdap.expired')],
      [350, fail('gdap.expired')],
    ] as const;
    for (const [days, found] of steps) {
      await keepRun(storage, database.clock, `run-${days}`, {
        at: daysAgo(days),
        results: { tenants: [tenant('a', found)] },
      });
    }
    expect(await storage.prune(RETENTION)).toBe(false);
    expect(database.rows('select run_id from run_reports')).toEqual([{ run_id: 'report-20' }]);
    expect(count('run_report_parts')).toBe(1);
    expect((await storage.audit.latest(10)).map(({ at }) => at)).toEqual([daysAgo(80)]);
    expect(database.rows('select id from runs order by id')).toEqual([{ id: 'run-350' }, { id: 'run-360' }]);
    expect(database.rows('select since_at, status from check_states order by id')).toEqual([
      { since_at: daysAgo(380), status: 'pass' },
      { since_at: daysAgo(360), status: 'fail' },
    ]);
  });

  it('never deletes what lasts, nor the last run to compare with', async () => {
    const storage = await database.open();
    const results = { tenants: [tenant('a', fail('gdap.expired'))] };
    await keepRun(storage, database.clock, 'one', { at: 1000, results });
    await keepRun(storage, database.clock, 'two', { at: 2000, results });
    await keepRun(storage, database.clock, 'again', { at: 3000, results, scope: 'named', kind: 'retest' });
    await storage.prune(RETENTION);
    expect(await storage.runs.baseline('default', 'all')).toMatchObject({
      runId: 'two',
      states: [{ tenantId: 'a', status: 'fail', failingSince: 1000 }],
    });
    expect(count('runs')).toBe(1);
    expect(await storage.runs.knownTenants('default', { limit: 5 })).toHaveLength(1);
  });

  it('does some of the work in a call, and says that more is left', async () => {
    const storage = await database.open();
    database.connect().exec(`
      insert into audit_log (at, platform, person_id, person_name, action, outcome)
      with recursive number (n) as (select 1 union all select n + 1 from number where n < 2500)
      select n, 'terminal', 'root', 'root', 'x', 'allowed' from number`);
    const left: unknown[] = [];
    for (let more = true; more; left.push(count('audit_log'))) more = await storage.prune(RETENTION);
    expect(left).toEqual([1500, 500, 0]);
  });

  it('deletes the sets of tenants that no run is left of, and those alone', async () => {
    const storage = await database.open();
    const named = async (id: string, at: number, tenantIds: string[]): Promise<void> =>
      keepRun(storage, database.clock, id, {
        at,
        scope: 'named',
        results: { tenants: tenantIds.map((tenantId) => tenant(tenantId, pass())) },
      });
    const many = Array.from({ length: 1500 }, (_, index) => `t${index}`);
    await named('old', daysAgo(390), many);
    await named('old-and-new', daysAgo(380), ['a', 'b']);
    await named('new', daysAgo(10), ['a', 'b']);
    expect(await storage.prune(RETENTION)).toBe(true);
    await named('new-again', daysAgo(9), many);
    while (await storage.prune(RETENTION));
    expect(await storage.runs.baseline('default', ['a', 'b'])).toMatchObject({ runId: 'new' });
    expect(await storage.runs.baseline('default', many)).toMatchObject({ runId: 'new-again' });
    expect(count('tenant_set_members')).toBe(1502);
    expect(database.rows('pragma foreign_key_check')).toEqual([]);
  });

  it('lets a sweep write meanwhile', async () => {
    const storage = await database.open();
    database.connect().exec(`
      insert into audit_log (at, platform, person_id, person_name, action, outcome)
      with recursive number (n) as (select 1 union all select n + 1 from number where n < 9000)
      select n, 'terminal', 'root', 'root', 'x', 'allowed' from number`);
    const tenants = Array.from({ length: 300 }, (_, index) => tenant(`t${index}`, pass()));
    const pruning = (async () => {
      while (await storage.prune(RETENTION));
    })();
    await keepRun(storage, database.clock, 'one', { at: NOW, results: { tenants } });
    await pruning;
    expect(count('audit_log')).toBe(0);
    expect((await storage.runs.baseline('default', 'all'))?.states).toHaveLength(300);
  });
});
