import type { Logger } from 'pino';
import manifest from '../../../package.json' with { type: 'json' };
import { createMicrosoftCloudFactory } from '../../adapters/microsoft/create-microsoft-cloud.ts';
import { keepConnections } from '../../core/credentials/keep-connections.ts';
import { TokenKeeper } from '../../core/credentials/token-keeper.ts';
import { withConfiguredToken } from '../../core/credentials/with-configured-token.ts';
import { BatchWorker } from '../../core/diagnosis/sweep/batch-worker.ts';
import { DEFAULT_CONCURRENCY } from '../../core/diagnosis/sweep/run-sweep.ts';
import { withLicences } from '../../core/diagnosis/sweep/with-licences.ts';
import type { StartConfig } from '../config/start-config.ts';
import { createConnections, loadConnections, type Reach } from '../runtime/load-connections.ts';
import { openBox } from '../runtime/open-box.ts';
import { databaseHealth, logHealth } from '../start/health-parts.ts';
import { openMetrics } from '../start/open-metrics.ts';
import { openStore } from '../start/open-store.ts';
import { FINISHES_WITHIN_MS } from '../start/share-batches.ts';
import { StartError } from '../start/start-error.ts';
import { startMetrics } from '../start/start-servers.ts';
import { Stops } from '../start/stops.ts';
import { systemClock } from '../system-clock.ts';
import { systemTimers } from '../system-timers.ts';

export interface WorkerOptions {
  config: StartConfig;
  log: Logger;
  useProxy: boolean;
  /** Whether nobody takes what is logged any more. */
  isLogUnread: () => boolean;
}

export interface RunningWorker {
  parts: string[];
  /** Finishes the batches under way within a limit, gives the others back, and closes everything. */
  stop(): Promise<void>;
}

/** Starts a process that tests the batches of sweeps and does nothing else. Any number of them may run. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const stops = new Stops(options.log);
  try {
    const parts = await start(options, stops);
    options.log.info({ parts }, 'started');
    return { parts, stop: () => stops.run() };
  } catch (error) {
    await stops.run();
    throw error;
  }
}

async function start({ config, log, useProxy, isLogUnread }: WorkerOptions, stops: Stops): Promise<string[]> {
  const { database, sandboxUrl } = config;
  if (typeof database === 'string') throw new StartError(ON_A_FILE);
  const storage = await openStore(database, log, stops);
  const { secrets } = storage;
  const box = await openBox(config.masterKey, secrets);
  const reach: Reach = { sandboxUrl, useProxy };
  const metrics = await openMetrics(config.server, { clock: systemClock, version: manifest.version });
  const connections = await keepConnections(
    createConnections(config, { useProxy }),
    new TokenKeeper({ secrets, box, clock: systemClock }),
    {
      loadAdded: () => loadConnections(storage, box, reach),
      onHome: (connection, news) => {
        if (news !== 'changed') log.warn({ connection, reason: news.reason }, 'the home of its secrets cannot be read');
      },
    },
  );
  const queue = await storage.openQueue('worker');
  if (!queue) throw new Error('a server without a queue');
  const clouds = createMicrosoftCloudFactory({ ...reach, onRequest: metrics.observeRequest });
  const licences = {
    ...{ tags: storage.tags, clock: systemClock },
    onFault: (error: unknown) => log.error({ err: error }, 'what tenants own was not kept'),
  };
  const worker = new BatchWorker({
    ...{ queue, connections, concurrency: DEFAULT_CONCURRENCY },
    clouds: withLicences(withConfiguredToken(clouds, connections), licences),
    ...{ clock: systemClock, timers: systemTimers },
    reportInternal: (error, reference, about) => log.error({ reference, ...about, err: error }, 'internal error'),
  });
  const batches = { name: 'batches', check: () => ({ ok: true, detail: `${worker.busy} under way` }) };
  const health = [logHealth(isLogUnread), databaseHealth(storage), batches];
  const served = await startMetrics({ config, log, stops, health, metrics });
  worker.start();
  stops.add('batches', () => worker.stop(FINISHES_WITHIN_MS));
  return [`batches of sweeps on ${database}, up to ${DEFAULT_CONCURRENCY} requests at once`, ...served];
}

const ON_A_FILE =
  'Workers share a database on a server, and SAMARITAN_DATABASE names a file, on which start does everything itself. docs/operate.md#workers says how to go on.';
