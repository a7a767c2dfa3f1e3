import type { Logger } from 'pino';
import { createMetrics } from '../../../src/adapters/metrics/create-metrics.ts';
import { createMicrosoftCloudFactory } from '../../../src/adapters/microsoft/create-microsoft-cloud.ts';
import { openStorage, type Storage } from '../../../src/adapters/storage/open-storage.ts';
import { parseStartConfig } from '../../../src/bot/config/parse-start-config.ts';
import type { StartConfig } from '../../../src/bot/config/start-config.ts';
import { compose } from '../../../src/bot/start/compose.ts';
import { createConnections } from '../../../src/bot/start/create-connections.ts';
import { createWatch } from '../../../src/bot/start/create-watch.ts';
import { keepConnections } from '../../../src/bot/start/keep-connections.ts';
import { openBox } from '../../../src/bot/start/open-box.ts';
import { createReadingBesideSweeps } from '../../../src/bot/start/read-beside-sweeps.ts';
import { startDiscord } from '../../../src/bot/start/start-discord.ts';
import { type RunningWatch, startWatch } from '../../../src/bot/start/start-watch.ts';
import type { WatchCommandParts } from '../../../src/core/chat/calls/watch-parts.ts';
import { TokenKeeper } from '../../../src/core/credentials/token-keeper.ts';
import { withConfiguredToken } from '../../../src/core/credentials/with-configured-token.ts';
import type { SweepDesk } from '../../../src/core/diagnosis/sweep/sweep-desk.ts';
import { ClockWatch } from '../../../src/core/watch/schedules/clock-watch.ts';
import type { CallsUnderWay } from './calls-under-way.ts';
import type { SteppedTime } from './stepped-time.ts';

/** One life of the product in this process. */
export interface Life {
  storage: Storage;
  desk: SweepDesk;
  /** What commands of the watch work with. */
  parts: WatchCommandParts;
  watch: RunningWatch;
  stop: () => Promise<void>;
}

export interface LifeOptions {
  environment: Record<string, string>;
  connections: readonly string[];
  time: SteppedTime;
  calls: CallsUnderWay;
  log: Logger;
  heartbeat: () => Promise<void>;
}

/** What `startSamaritan` does, with the time given: only servers, metrics, files and housekeeping are left out. */
export async function startLife({ environment, connections: names, time, calls, log, heartbeat }: LifeOptions) {
  const config = readConfig(environment);
  const opened = await openStorage({ file: config.database, clock: time });
  const storage = calls.countedParts(opened);
  await storage.acquireInstanceLock();
  const box = await openBox(config.masterKey, storage.secrets);
  const keeper = new TokenKeeper({ secrets: storage.secrets, box, clock: time });
  const entries = createConnections(config).flatMap((entry) =>
    names.map((name) => ({ ...entry, name, ...(entry.connection && { connection: { ...entry.connection, name } }) })),
  );
  const connections = await keepConnections(entries, keeper);

  let running: RunningWatch | undefined;
  const wake = (): void => running?.wake();
  const watch = createWatch(storage, wake, time);
  const clouds = createMicrosoftCloudFactory({ sandboxUrl: config.sandboxUrl });
  const { chat, parts } = compose({
    config,
    clock: time,
    storage,
    connections: connections.entries,
    watch,
    onPartnerToken: createReadingBesideSweeps({ connections, clouds, watch, clock: time, log }),
    onReport: (report, { by, workspaceId }) => watch.recordSweep(report, workspaceId === null ? {} : { testedBy: by }),
    onSchedulesChanged: wake,
    renderFile: unused,
    explainLong: unused,
    pictures: { heatMap: unused },
    clouds: withConfiguredToken(clouds, connections),
    reportInternal: (error, reference) => log.error({ reference, err: error }, 'internal error'),
  });
  await parts.gate.refresh();
  const metrics = createMetrics({ clock: time, version: '0', sources: NO_SOURCES });
  if (!config.discord || !parts.watch) throw new Error('Discord is not configured');
  const discord = await startDiscord({ config: config.discord, chat, box, clock: time, log, metrics });
  running = startWatch({
    clock: time,
    clockWatch: new ClockWatch(time, storage.settings),
    timers: time,
    storage,
    watch,
    desk: parts.desk,
    connections: connections.entries,
    library: parts.library,
    messengers: new Map([['discord', calls.counted(discord.messenger)]]),
    heartbeat,
    log,
  });
  const { stopDelivery, stopSchedules } = running;
  const life: Life = {
    storage,
    desk: parts.desk,
    parts: parts.watch,
    watch: running,
    stop: async () => {
      const schedules = stopSchedules();
      await parts.desk.stop();
      await schedules;
      await stopDelivery();
      await discord.stop();
      await storage.close();
    },
  };
  return life;
}

const NO_SOURCES = {
  outbox: async () => ({ waiting: 0, oldestAt: null, dropped: 0 }),
  openIncidents: async () => new Map(),
  lastLookAt: () => null,
};

const unused = async (): Promise<never> => {
  throw new Error('nobody asks for a file here');
};

function readConfig(environment: Record<string, string>): StartConfig {
  const parsed = parseStartConfig(environment, { home: '/nonexistent' });
  if (!parsed.ok) throw new Error(parsed.faults.join(' '));
  return parsed.config;
}
