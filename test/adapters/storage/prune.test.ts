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
  const count = async (table: string): Promise<unknown> =>
    Object.values((await database.rows(`select count(*) as n from ${table}`))[0] ?? {})[0];

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
    expect(await database.rows('select run_id from run_reports')).toEqual([{ run_id: 'report-20' }]);
    expect(await count('run_report_parts')).toBe(1);
    expect((await storage.audit.latest(10)).map(({ at }) => at)).toEqual([daysAgo(80)]);
    expect(await database.rows('select id from runs order by id')).toEqual([{ id: 'run-350' }, { id: 'run-360' }]);
    expect(await database.rows('select since_at, status from check_states order by id')).toEqual([
      { since_at: daysAgo(360), status: 'fail' },
      { since_at: daysAgo(350), status: 'fail' },
    ]);
  });

  it('never deletes what lasts, nor the last whole sweep', async () => {
    const storage = await database.open();
    const results = { tenants: [tenant('a', fail('gdap.expired'))] };
    await keepRun(storage, database.clock, 'one', { at: 1000, results });
    await keepRun(storage, database.clock, 'two', { at: 2000, results });
    await keepRun(storage, database.clock, 'again', { at: 3000, results, scope: 'named', kind: 'retest' });
    await storage.prune(RETENTION);
    expect(await storage.runs.baseline('default', 'all')).toMatchObject({
      runId: 'again',
      states: [{ tenantId: 'a', status: 'fail', failingSince: 1000 }],
    });
    expect(await database.rows('select id from runs')).toEqual([{ id: 'two' }]);
    expect(await storage.runs.knownTenants('default', { limit: 5 })).toHaveLength(1);
  });

  it('does some of the work in a call, and says that more is left', async () => {
    const storage = await database.open();
    await database.exec(`
      insert into audit_log (id, at, platform, person_id, person_name, action, outcome)
      with recursive number (n) as (select 1 union all select n + 1 from number where n < 2500)
      select n, n, 'terminal', 'root', 'root', 'x', 'allowed' from number`);
    const left: unknown[] = [];
    for (let more = true; more; left.push(await count('audit_log'))) more = await storage.prune(RETENTION);
    expect(left).toEqual([1500, 500, 0]);
  });

  it('lets a sweep write meanwhile', async () => {
    const storage = await database.open();
    await database.exec(`
      insert into audit_log (id, at, platform, person_id, person_name, action, outcome)
      with recursive number (n) as (select 1 union all select n + 1 from number where n < 9000)
      select n, n, 'terminal', 'root', 'root', 'x', 'allowed' from number`);
    const tenants = Array.from({ length: 300 }, (_, index) => tenant(`t${index}`, pass()));
    const pruning = (async () => {
      while (await storage.prune(RETENTION));
    })();
    await keepRun(storage, database.clock, 'one', { at: NOW, results: { tenants } });
    await pruning;
    expect(await count('audit_log')).toBe(0);
    expect((await storage.runs.baseline('default', 'all'))?.states).toHaveLength(300);
  });
});
