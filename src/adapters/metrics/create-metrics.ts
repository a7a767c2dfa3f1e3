import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Owner } from '../../core/model/causes/cause.ts';
import type { Clock } from '../../core/model/time/clock.ts';
import { callLabel, createDescribe, statusLabel } from './label-values.ts';
import type { MetricSources, Metrics } from './metrics.ts';
import { createSweepMetrics } from './sweep-metrics.ts';

export interface MetricsOptions {
  clock: Clock;
  version: string;
  sources?: MetricSources;
}

/** The metrics of one process, with those of Node itself. Each has a registry of its own: nothing is shared. */
export function createMetrics({ clock, version, sources = {} }: MetricsOptions): Metrics {
  const registry = new Registry();
  const describe = createDescribe(registry);
  collectDefaultMetrics({ register: registry });
  new Gauge(describe('build_info', 'Always 1; the version is the label.', ['version'])).set({ version }, 1);

  const requests = new Histogram({
    ...describe(
      'request_duration_seconds',
      'How long Microsoft took to answer one request, by service and status; `none` where no answer came.',
      ['kind', 'status'],
    ),
    buckets: [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 15],
  });
  const throttled = new Counter(
    describe(
      'requests_throttled_total',
      'Requests that Microsoft refused because there were too many (429), by service.',
      ['kind'],
    ),
  );
  const opened = new Counter(describe('incidents_opened_total', 'Incidents opened, by who has to act.', ['owner']));
  const closed = new Counter(
    describe('incidents_closed_total', 'Incidents closed, by who had to act and how they ended.', ['owner', 'outcome']),
  );
  const calls = new Counter(
    describe('chat_calls_total', 'Commands and presses of buttons, by platform and outcome.', [
      'platform',
      'command',
      'outcome',
    ]),
  );
  const acknowledgements = new Histogram({
    ...describe(
      'chat_acknowledgement_seconds',
      'From the arrival of a call to its acknowledgement. Discord gives 3 seconds, Teams 15.',
      ['platform'],
    ),
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 15],
  });
  const lag = new Histogram({
    ...describe('scheduler_lag_seconds', 'How much later than planned scheduled sweeps began.'),
    buckets: [0.1, 1, 5, 15, 60, 300, 900, 3600],
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

const OWNERS: readonly Owner[] = ['partner', 'customer', 'microsoft', 'network', 'unknown'];

/**
 * What is read from other parts each time somebody asks. What can't be read has no value then: an old or a zero one
 * would look like good news.
 */
function createSourceMetrics(registry: Registry, sources: MetricSources, clock: Clock): () => Promise<void> {
  const describe = createDescribe(registry);
  const faults = new Counter(
    describe('metric_read_faults_total', 'How often a part could not be read for its metrics.', ['source']),
  );
  const gauge = (name: string, help: string): Gauge => new Gauge(describe(name, help));
  const { outbox, openIncidents, lastLookAt } = sources;
  const reads: { source: string; gauges: Gauge<string>[]; read: () => Promise<void> }[] = [];

  if (outbox) {
    const waiting = gauge('outbox_entries', 'Deliveries that wait.');
    const age = gauge(
      'outbox_oldest_age_seconds',
      'How long the oldest delivery has been waiting; 0 where none waits.',
    );
    const dropped = gauge('outbox_dropped', 'Deliveries that were given up, ever.');
    const read = async (): Promise<void> => {
      const depth = await outbox();
      waiting.set(depth.waiting);
      age.set(depth.oldestAt === null ? 0 : Math.max(0, clock.now() - depth.oldestAt) / 1000);
      dropped.set(depth.dropped);
    };
    reads.push({ source: 'outbox', gauges: [waiting, age, dropped], read });
  }
  if (openIncidents) {
    const open = new Gauge(describe('incidents_open', 'Incidents that are open now, by who has to act.', ['owner']));
    const read = async (): Promise<void> => {
      const counts = await openIncidents();
      for (const owner of OWNERS) open.set({ owner }, counts.get(owner) ?? 0);
    };
    reads.push({ source: 'incidents', gauges: [open], read });
  }
  if (lastLookAt) {
    const since = gauge('scheduler_since_look_seconds', 'How long ago the scheduler last looked for what is due.');
    const read = async (): Promise<void> => {
      const at = lastLookAt();
      if (at === null) since.remove();
      else since.set(Math.max(0, clock.now() - at) / 1000);
    };
    reads.push({ source: 'scheduler', gauges: [since], read });
  }
  return async () => {
    const readings = reads.map(async ({ source, gauges, read }) => {
      try {
        await read();
      } catch {
        faults.inc({ source });
        for (const one of gauges) clear(one);
      }
    });
    await Promise.all(readings);
  };
}

/** `reset` alone leaves a gauge without labels at zero. */
function clear(gauge: Gauge<string>): void {
  gauge.reset();
  gauge.remove();
}
