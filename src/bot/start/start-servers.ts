import { networkInterfaces } from 'node:os';
import type { Logger } from 'pino';
import type { Metrics } from '../../adapters/metrics/metrics.ts';
import { systemCodeOf } from '../../core/model/text/system-code.ts';
import type { StartConfig } from '../config/start-config.ts';
import type { MountRoutes } from '../http/bare-app.ts';
import type { BoundServer } from '../http/bound-server.ts';
import { createHttpServer } from '../http/create-http-server.ts';
import { createMetricsServer } from '../http/create-metrics-server.ts';
import { Health, type HealthPart } from '../http/health.ts';
import { systemTimers } from '../system-timers.ts';
import { StartError } from './start-error.ts';
import type { Stops } from './stops.ts';

export interface ServersOptions {
  config: StartConfig;
  log: Logger;
  stops: Stops;
  routes: readonly MountRoutes[];
  health: readonly HealthPart[];
  metrics: Metrics;
  /** Told where others reach it. */
  announce: (origin: string) => Promise<void>;
}

/** Serves Teams and the health of the process; metrics on a port of their own. Gives back what runs, in words. */
export async function startServers({
  config,
  log,
  stops,
  routes,
  health: parts,
  metrics,
  announce,
}: ServersOptions): Promise<string[]> {
  const { host, port } = config.server;
  const health = createHealth(parts);
  const onFault = (error: unknown): void => log.error({ err: error }, 'a request could not be answered');
  const server = await listen('SAMARITAN_PORT', port, () => createHttpServer({ host, port, routes, health, onFault }));
  stops.add('HTTP', () => server.close());
  await announce(reachedAt(server));
  return [`HTTP on ${server.origin}`, ...(await startMetrics({ config, log, stops, health: parts, metrics }))];
}

/** Serves metrics and health on loopback, where a port is configured for them. Gives back what runs, in words. */
export async function startMetrics({
  config,
  log,
  stops,
  health,
  metrics,
}: Omit<ServersOptions, 'routes' | 'announce'>): Promise<string[]> {
  const { metricsPort: port } = config.server;
  if (port === undefined) return [];
  const onFault = (error: unknown): void => log.error({ err: error }, 'a request could not be answered');
  const own = await listen('SAMARITAN_METRICS_PORT', port, () =>
    createMetricsServer({ port, metrics, health: createHealth(health), onFault }),
  );
  stops.add('metrics', () => own.close());
  return [`metrics on ${own.origin}`];
}

function createHealth(parts: readonly HealthPart[]): Health {
  const health = new Health(systemTimers);
  for (const part of parts) health.register(part);
  return health;
}

/** Binds a port, or says in a sentence why it can't be. */
export async function listen<T>(setting: string, port: number, bind: () => Promise<T>): Promise<T> {
  try {
    return await bind();
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === 'EADDRINUSE') {
      throw new StartError(
        `Port ${port} is taken by another process. Name a free one in ${setting}, or stop that process.`,
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
      throw new StartError(`Port ${port} cannot be listened on (${code}). Check SAMARITAN_HOST and ${setting}.`);
    }
    throw error;
  }
}

/** What a start tells the others of where it serves: for every address of its machine, the first that is not its own. */
export function reachedAt({ origin, port }: Pick<BoundServer, 'origin' | 'port'>): string {
  const { hostname } = new URL(origin);
  if (hostname !== '0.0.0.0' && hostname !== '[::]') return origin;
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  return `http://${outside?.address ?? '127.0.0.1'}:${port}`;
}
