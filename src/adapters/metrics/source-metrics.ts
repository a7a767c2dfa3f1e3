import { Counter, Gauge, type Registry } from 'prom-client';
import type { Owner } from '../../core/model/causes/owner.ts';
import type { Clock } from '../../core/model/time/clock.ts';
import { createDescribe } from './label-values.ts';
import type { MetricSources } from './metrics.ts';

const OWNERS: readonly Owner[] = ['partner', 'customer', 'microsoft', 'network', 'unknown'];

/**
 * What is read from other parts each time somebody asks. What can't be read has no value then: an old or a zero one
 * would look like good news.
 */
export function createSourceMetrics(registry: Registry, sources: MetricSources, clock: Clock): () => Promise<void> {
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
