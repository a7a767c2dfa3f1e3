import { describe, expect, it } from 'vitest';

import { noChanges, type Report } from '../../../../src/core/diagnosis/report/report.ts';

import { startProgram } from '../../../processes/start-program.ts';

import { hostileReport } from '../../reports/hostile-report.ts';
import {
  acceptedReport,
  brokenFleetReport,
  fleetReport,
  healthyReport,
  interruptedReport,
  partnerFailingReport,
} from '../../reports/report-scenarios.ts';
import { itOnFile, useDatabase } from '../fixtures.ts';

const KEEP = new URL('../processes/keep-reports.ts', import.meta.url);
const DAY_MS = 86_400_000;
const PRUNE = { now: 10 * DAY_MS, reportDays: 5, auditDays: 5, historyDays: 5 };

const withId = (report: Report, id: string): Report => ({ ...report, run: { ...report.run, id } });

describe('the report store', () => {
  const database = useDatabase();

  it.each(
    Object.entries({
      healthy: healthyReport(),
      'failing in several ways': fleetReport(60),
      'of a failing partner': partnerFailingReport(),
      interrupted: interruptedReport(),
      'with an accepted failure': acceptedReport(),
      'with hostile texts': hostileReport(),
    }),
  )('gives back a report that is %s as it was', async (_, report) => {
    const { reports } = await database.open();
    await reports.keep(report);
    expect(await reports.read(report.run.id)).toEqual(report);
  });

  it('gives back thousands of tenants, in parts and in their order', async () => {
    const { reports } = await database.open();
    const report = brokenFleetReport(3000);
    const changes = { since: 1, sinceRunId: 'before', ...noChanges(), newlyFailing: changesOf(report) };
    await reports.keep({ ...report, changes });
    expect(await reports.read(report.run.id)).toEqual({ ...report, changes });
    const [row] = (await database.rows('select parts from run_reports')) as { parts: number }[];
    expect(row?.parts).toBeGreaterThan(5);
  });

  it('knows only runs whose report was kept', async () => {
    const { reports } = await database.open();
    await reports.keep(withId(healthyReport(), 'one'));
    expect(await reports.read('two')).toBeUndefined();
    expect(await reports.read("one' or 1=1 --")).toBeUndefined();
  });

  it('takes the later report of a run, and frees the space of the earlier', async () => {
    const storage = await database.open();
    database.clock.set(10 * DAY_MS);
    await storage.reports.keep(withId(fleetReport(30), 'one'));
    await storage.reports.keep(withId(healthyReport(), 'one'));
    expect(await storage.reports.read('one')).toEqual(withId(healthyReport(), 'one'));
    await storage.prune(PRUNE);
    expect(await database.rows('select count(*) as n from run_reports')).toEqual([{ n: 1 }]);
    expect(await storage.reports.read('one')).toEqual(withId(healthyReport(), 'one'));
  });

  it('gives one of the two whole while a report is replaced and the earlier pruned', async () => {
    const storage = await database.open();
    database.clock.set(10 * DAY_MS);
    const [before, after] = [withId(brokenFleetReport(900), 'one'), withId(fleetReport(900), 'one')];
    await storage.reports.keep(before);
    const reading = storage.reports.read('one');
    await Promise.all([
      reading,
      storage.reports.keep(after).then(() => storage.prune(PRUNE)),
      database.open().then((other) => other.reports.read('one')),
    ]);
    const found = await reading;
    expect(found).toEqual(found?.totals.fail === before.totals.fail ? before : after);
    expect(await storage.reports.read('one')).toEqual(after);
  });

  itOnFile('knows nothing of a report whose process was killed while it was kept', async () => {
    const writer = startProgram([KEEP, database.file, '4000'], { input: null });
    await writer.says('keeping');
    const seen = (): Promise<unknown[]> => database.rows('select part from run_report_parts');
    while ((await seen()).length < 3) await new Promise(setImmediate);
    await writer.stop('SIGKILL');
    const storage = await database.open();
    expect(await database.rows('select parts from run_reports')).toEqual([{ parts: null }]);
    expect(await storage.reports.read('killed')).toBeUndefined();
    while (await storage.prune(PRUNE));
    expect(await seen()).toEqual([]);
    expect(await database.rows('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });

  it.each([
    ['whose beginning is gone', `update run_report_parts set content = substr(content, 2)`],
    ['that is cut short', `update run_report_parts set content = substr(content, 1, length(content) - 5)`],
    ['that lost a part', `delete from run_report_parts where part = 0`],
    ['in a format that nobody knows', `update run_reports set version = 99`],
  ])('says that a report is damaged: one %s', async (_, damage) => {
    const { reports } = await database.open();
    await reports.keep(withId(fleetReport(30), 'one'));
    await database.exec(damage);
    const error = await reports.read('one').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'StorageError', code: 'corrupt', file: database.name });
    expect((error as Error).message).toContain('in the report of run one');
  });

  function changesOf(report: Report) {
    return report.tenants.map(({ tenantId, displayName }) => ({ tenantId, displayName, failingSince: 5 }));
  }
});
