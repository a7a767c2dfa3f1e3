import type { MetricsOptions } from '../../adapters/metrics/create-metrics.ts';
import { type Metrics, NO_METRICS } from '../../adapters/metrics/metrics.ts';
import type { StartConfig } from '../config/start-config.ts';

/** The metrics of this process, where a port is configured for them: without one nothing is loaded or counted. */
export async function openMetrics({ metricsPort }: StartConfig['server'], options: MetricsOptions): Promise<Metrics> {
  if (metricsPort === undefined) return NO_METRICS;
  return (await import('../../adapters/metrics/create-metrics.ts')).createMetrics(options);
}
