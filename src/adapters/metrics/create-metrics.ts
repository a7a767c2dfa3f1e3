import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '../../core/model/time/clock.ts';
import { callLabel, statusLabel } from './label-values.ts';
import type { MetricSources, Metrics } from './metrics.ts';
import { createSourceMetrics } from './source-metrics.ts';
import { createSweepMetrics } from './sweep-metrics.ts';

export interface MetricsOptions {
  clock: Clock;
  version: string;
  sources?: MetricSources;
}

/** The metrics of one process, with those of Node itself. Each has a registry of its own: nothing is shared. */
export function createMetrics({ clock, version, sources = {} }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'samaritan_build_info',
    help: 'Always 1; the version is the label.',
    labelNames: ['version'] as const,
    registers,
  }).set({ version }, 1);

  const requests = new Histogram({
    name: 'samaritan_request_duration_seconds',
    help: 'How long Microsoft took to answer one request, by service and status; `none` where no answer came.',
    labelNames: ['kind', 'status'] as const,
    buckets: [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 15],
    registers,
  });
  const throttled = new Counter({
    name: 'samaritan_requests_throttled_total',
    help: 'Requests that Microsoft refused because there were too many (429), by service.',
    labelNames: ['kind'] as const,
    registers,
  });
  const opened = new Counter({
    name: 'samaritan_incidents_opened_total',
    help: 'Incidents opened, by who has to act.',
    labelNames: ['owner'] as const,
    registers,
  });
  const closed = new Counter({
    name: 'samaritan_incidents_closed_total',
    help: 'Incidents closed, by who had to act and how they ended.',
    labelNames: ['owner', 'outcome'] as const,
    registers,
  });
  const calls = new Counter({
    name: 'samaritan_chat_calls_total',
    help: 'Commands and presses of buttons, by platform and outcome.',
    labelNames: ['platform', 'command', 'outcome'] as const,
    registers,
  });
  const acknowledgements = new Histogram({
    name: 'samaritan_chat_acknowledgement_seconds',
    help: 'From the arrival of a call to its acknowledgement. Discord gives 3 seconds, Teams 15.',
    labelNames: ['platform'] as const,
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 15],
    registers,
  });
  const lag = new Histogram({
    name: 'samaritan_scheduler_lag_seconds',
    help: 'How much later than planned scheduled sweeps began.',
    buckets: [0.1, 1, 5, 15, 60, 300, 900, 3600],
    registers,
  });
  const readSources = createSourceMetrics(registry, sources, clock);

  return {
    observeSweep: createSweepMetrics(registry),
    observeRequest: ({ kind, status, durationMs }) => {
      requests.observe({ kind, status: statusLabel(status) }, durationMs / 1000);
      if (status === 429) throttled.inc({ kind });
    },
    incidentsOpened: (owner, count = 1) => opened.inc({ owner }, count),
    incidentsClosed: (owner, outcome, count = 1) => closed.inc({ owner, outcome }, count),
    observeChatCall: ({ platform, command, outcome }) => calls.inc({ platform, command: callLabel(command), outcome }),
    observeAcknowledgement: (platform, durationMs) => acknowledgements.observe({ platform }, durationMs / 1000),
    observeSchedulerLag: (lagMs) => lag.observe(Math.max(0, lagMs) / 1000),
    expose: async () => {
      await readSources();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
