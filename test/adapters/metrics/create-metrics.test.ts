import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../../src/adapters/metrics/create-metrics.ts';
import type { MetricSources } from '../../../src/adapters/metrics/metrics.ts';
import { buildReport } from '../../../src/core/diagnosis/report/build-report.ts';
import { failing, library, partnerResult, run, working } from '../../core/fixtures.ts';

const clock = { now: () => 1_000_000, monotonicMs: () => 0 };

function create(sources: MetricSources = {}) {
  const metrics = createMetrics({ clock, version: '1.2.3', sources });
  const lines = async (): Promise<string[]> => (await metrics.expose()).text.split('\n');
  return { metrics, lines };
}

function sweep(scope: 'all' | 'named' = 'all') {
  const tenants = [working(1), working(2), failing(3, 'account.locked')];
  return buildReport({ run: { ...run, scope }, partner: partnerResult(), tenants, library });
}

describe('createMetrics', () => {
  it('counts a sweep, its time, its tenants and its checks', async () => {
    const { metrics, lines } = create();
    metrics.observeSweep(sweep());
    metrics.observeSweep(sweep('named'));
    const all = await lines();
    expect(all).toContain('samaritan_sweeps_total{connection="default",status="completed"} 2');
    expect(all).toContain('samaritan_sweep_duration_seconds_count{connection="default",status="completed"} 2');
    expect(all).toContain('samaritan_sweep_tenants{connection="default",status="fail"} 1');
    expect(all).toContain('samaritan_sweep_tenants{connection="default",status="pass"} 2');
    expect(all).toContain('samaritan_checks_total{check="graph.token",status="pass",cause="none"} 4');
    expect(all).toContain('samaritan_sweep_last_finished_timestamp_seconds{connection="default"} 1767323086');
  });

  it('holds every label to values that are known', async () => {
    const { metrics, lines } = create();
    const strange = sweep();
    for (const { checks } of strange.tenants) for (const one of checks) if (one.cause) one.cause = 'made.up' as never;
    metrics.observeSweep(strange);
    metrics.observeChatCall({ platform: 'discord', command: 'made-up-by-a-client', outcome: 'refused' });
    metrics.observeChatCall({ platform: 'teams', command: 'status', outcome: 'answered' });
    for (let number = 0; number < 60; number += 1) {
      metrics.observeSweep({ ...sweep(), run: { ...run, connection: `c${number}` } });
    }
    const all = await lines();
    expect(all).toContain('samaritan_checks_total{check="graph.token",status="fail",cause="other"} 1');
    expect(all).toContain('samaritan_chat_calls_total{platform="discord",command="other",outcome="refused"} 1');
    expect(all).toContain('samaritan_chat_calls_total{platform="teams",command="status",outcome="answered"} 1');
    expect(all).toContain('samaritan_sweeps_total{connection="other",status="completed"} 11');
  });

  it('names no tenant', async () => {
    const { metrics, lines } = create();
    const report = sweep();
    metrics.observeSweep(report);
    const text = (await lines()).join('\n');
    for (const { tenantId, displayName } of report.tenants) {
      expect(text).not.toContain(tenantId);
      expect(text).not.toContain(displayName);
    }
  });

  it('tells throttled requests and those without an answer apart', async () => {
    const { metrics, lines } = create();
    metrics.observeRequest({ kind: 'graph', status: 200, durationMs: 120 });
    metrics.observeRequest({ kind: 'graph', status: 429, durationMs: 20 });
    metrics.observeRequest({ kind: 'entra', status: null, durationMs: 15_000 });
    const all = await lines();
    expect(all).toContain('samaritan_request_duration_seconds_sum{kind="graph",status="2xx"} 0.12');
    expect(all).toContain('samaritan_request_duration_seconds_count{kind="graph",status="429"} 1');
    expect(all).toContain('samaritan_requests_throttled_total{kind="graph"} 1');
    expect(all).toContain('samaritan_request_duration_seconds_count{kind="entra",status="none"} 1');
  });

  it('counts incidents and times acknowledgements and the scheduler', async () => {
    const { metrics, lines } = create();
    metrics.incidentsOpened('customer', 300);
    metrics.incidentsClosed('customer', 'mended');
    metrics.observeAcknowledgement('discord', 40);
    metrics.observeSchedulerLag(-5);
    const all = await lines();
    expect(all).toContain('samaritan_incidents_opened_total{owner="customer"} 300');
    expect(all).toContain('samaritan_incidents_closed_total{owner="customer",outcome="mended"} 1');
    expect(all).toContain('samaritan_chat_acknowledgement_seconds_bucket{le="0.05",platform="discord"} 1');
    expect(all).toContain('samaritan_scheduler_lag_seconds_sum 0');
    expect(all).toContain('samaritan_build_info{version="1.2.3"} 1');
    expect(all.some((line) => line.startsWith('nodejs_eventloop_lag_p99_seconds '))).toBe(true);
  });
});

describe('what metrics read', () => {
  it('gives depth and age of the outbox, open incidents and the scheduler', async () => {
    const { lines } = create({
      outbox: async () => ({ waiting: 3, oldestAt: 940_000, dropped: 1 }),
      openIncidents: async () => new Map([['partner', 2]]),
      lastLookAt: () => 997_000,
    });
    const all = await lines();
    expect(all).toContain('samaritan_outbox_entries 3');
    expect(all).toContain('samaritan_outbox_oldest_age_seconds 60');
    expect(all).toContain('samaritan_outbox_dropped 1');
    expect(all).toContain('samaritan_incidents_open{owner="partner"} 2');
    expect(all).toContain('samaritan_incidents_open{owner="customer"} 0');
    expect(all).toContain('samaritan_scheduler_since_look_seconds 3');
  });

  it('has no value, and not a good one, for what cannot be read any more', async () => {
    let broken = false;
    const { lines } = create({
      outbox: async () => {
        if (broken) throw new Error('the database is gone');
        return { waiting: 3, oldestAt: null, dropped: 0 };
      },
      lastLookAt: () => null,
    });
    expect(await lines()).toContain('samaritan_outbox_entries 3');
    broken = true;
    const all = await lines();
    expect(all.filter((line) => /^samaritan_(outbox|scheduler_since)/.test(line))).toEqual([]);
    expect(all).toContain('samaritan_metric_read_faults_total{source="outbox"} 1');
  });
});
