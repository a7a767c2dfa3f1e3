import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Report } from '../../core/diagnosis/report/report.ts';
import { CHECK_STATUSES } from '../../core/model/causes/evidence.ts';
import type { Check } from '../../core/model/checks/check.ts';
import { causeLabel, checkLabel, createDescribe, createNameLabel } from './label-values.ts';

const MOST_CONNECTIONS = 50;

export function createSweepMetrics(registry: Registry): (report: Report) => void {
  const describe = createDescribe(registry);
  const sweeps = new Counter(
    describe('sweeps_total', 'Sweeps that ended, by connection and by how they ended.', ['connection', 'status']),
  );
  const duration = new Histogram({
    ...describe('sweep_duration_seconds', 'How long sweeps took.', ['connection', 'status']),
    buckets: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800],
  });
  const tenants = new Gauge(
    describe('sweep_tenants', 'Tenants of the last completed sweep over all tenants, by status.', [
      'connection',
      'status',
    ]),
  );
  const finished = new Gauge(
    describe('sweep_last_finished_timestamp_seconds', 'When the last completed sweep over all tenants finished.', [
      'connection',
    ]),
  );
  const checks = new Counter(
    describe('checks_total', 'Checks made, by id, status and cause.', ['check', 'status', 'cause']),
  );
  const connectionLabel = createNameLabel(MOST_CONNECTIONS);
  return (report) => {
    const { run, totals } = report;
    const connection = connectionLabel(run.connection);
    const labels = { connection, status: run.status };
    sweeps.inc(labels);
    duration.observe(labels, Math.max(0, run.finishedAt - run.startedAt) / 1000);
    for (const { labels: of, count } of countChecks(report)) checks.inc(of, count);
    if (run.kind !== 'testtokens' || run.scope !== 'all' || run.status !== 'completed') return;
    finished.set({ connection }, run.finishedAt / 1000);
    for (const status of CHECK_STATUSES) tenants.set({ connection, status }, totals[status]);
  };
}

interface CheckCount {
  labels: { check: string; status: string; cause: string };
  count: number;
}

/**
 * Counted before they are handed over: a sweep has tens of thousands of checks and a few dozen kinds of them. Without a
 * text made for each, which would take four times as long.
 */
function countChecks({ partner, tenants }: Report): CheckCount[] {
  const counts: CheckCount[] = [];
  const byId = new Map<string, Map<string, Map<string | undefined, CheckCount>>>();
  const count = ({ id, status, cause }: Check): void => {
    const byStatus = byId.get(id) ?? new Map<string, Map<string | undefined, CheckCount>>();
    const byCause = byStatus.get(status) ?? new Map<string | undefined, CheckCount>();
    const known = byCause.get(cause);
    if (known) {
      known.count += 1;
      return;
    }
    const first = { labels: { check: checkLabel(id), status, cause: causeLabel(cause) }, count: 1 };
    counts.push(first);
    byId.set(id, byStatus.set(status, byCause.set(cause, first)));
  };
  for (const check of partner.checks) count(check);
  for (const { checks } of tenants) for (const check of checks) count(check);
  return counts;
}
