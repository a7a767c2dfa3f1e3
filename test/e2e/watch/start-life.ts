import type { Logger } from 'pino';
import { cron } from '../../../src/adapters/cron/create-cron.ts';
import { createMetrics } from '../../../src/adapters/metrics/create-metrics.ts';
import { createMicrosoftCloudFactory } from '../../../src/adapters/microsoft/create-microsoft-cloud.ts';
import { openStorage, type Storage } from '../../../src/adapters/storage/open-storage.ts';
import { parseStartConfig } from '../../../src/bot/config/parse-start-config.ts';
import type { StartConfig } from '../../../src/bot/config/start-config.ts';
import { createRuntime } from '../../../src/bot/runtime/create-runtime.ts';
import { createConnections } from '../../../src/bot/runtime/load-connections.ts';
import { openBox } from '../../../src/bot/runtime/open-box.ts';
import { composeChat, openOfflineParts } from '../../../src/bot/start/compose-chat.ts';
import { startDiscord } from '../../../src/bot/start/start-discord.ts';
import { type RunningWatch, startWatch } from '../../../src/bot/start/start-watch.ts';
import type { CommandParts } from '../../../src/core/chat/calls/chat-parts.ts';
import type { ConnectionEntry } from '../../../src/core/credentials/connection-book.ts';
import type { ReportInternal } from '../../../src/core/diagnosis/sweep/internal-faults.ts';
import type { SweepDesk } from '../../../src/core/diagnosis/sweep/sweep-desk.ts';
import type { AppOnlyConnection } from '../../../src/core/model/cloud/connection.ts';
import { ClockWatch } from '../../../src/core/watch/schedules/clock-watch.ts';
import type { VirtualTime } from '../../core/virtual-time.ts';
import type { CallsUnderWay } from './calls-under-way.ts';

/** One life of the product in this process. */
export interface Life {
  storage: Storage;
  desk: SweepDesk;
  /** What commands work with. */
  parts: CommandParts;
  watch: RunningWatch;
  stop: () => Promise<void>;
}

export interface LifeOptions {
  environment: Record<string, string>;
  connections: readonly string[];
  /** An app by itself, beside them. */
  ownApp?: AppOnlyConnection | undefined;
  time: VirtualTime;
  calls: CallsUnderWay;
  log: Logger;
  heartbeat: () => Promise<void>;
}

/** What `startSamaritan` does, with the time given: only servers, metrics, files and housekeeping are left out. */
export async function startLife(options: LifeOptions) {
  const { environment, connections: names, ownApp, time, calls, log, heartbeat } = options;
  const config = readConfig(environment);
  const opened = await openStorage({ file: config.database, clock: time, cron });
  const storage = calls.countedParts(opened);
  await storage.acquireInstanceLock();
  const box = await openBox(config.masterKey, storage.secrets);
  const workspaces = (config.discord?.guildIds ?? []).map((id) => `discord:${id}`);
  const entries: ConnectionEntry[] = createConnections(config, { useProxy: false }).flatMap((entry) =>
    names.map((name) => ({
      ...entry,
      name,
      workspaces,
      ...(entry.connection && { connection: { ...entry.connection, name } }),
    })),
  );
  if (ownApp) {
    const { kind, name, tenant } = ownApp;
    const shape: ConnectionEntry['shape'] = { id: 'credentials.shape', status: 'pass', durationMs: 0, attempts: 0 };
    entries.push({ name, kind, tenant, shape, connection: ownApp, workspaces });
  }
  let running: RunningWatch | undefined;
  const { limits, admins } = config;
  const reportInternal: ReportInternal = (error, reference) => log.error({ reference, err: error }, 'internal error');
  const runtime = await createRuntime({
    clock: time,
    storage,
    connections: entries,
    admins,
    box,
    clouds: createMicrosoftCloudFactory({ sandboxUrl: config.sandboxUrl }),
    cron,
    offline: openOfflineParts(unused),
    undelivered: async () => null,
    pictures: { heatMap: unused },
    // As many as keep this process busy: each has a connection of its own.
    concurrency: 8,
    mostPerWorkspace: limits.sweepsPerGuild,
    reportInternal,
    onRefusedToken: () => {},
    onUnreadable: () => {},
    onCommit: () => running?.wake(),
  });
  const { desk, watch, parts } = runtime;
  const { connections, library } = parts;
  const { commandsPerMinute } = limits;
  const chat = composeChat({ runtime, storage, renderFile: unused, commandsPerMinute, reportInternal });
  const metrics = createMetrics({ clock: time, version: '0', sources: NO_SOURCES });
  if (!config.discord) throw new Error('Discord is not configured');
  const discord = await startDiscord({ config: config.discord, chat, box, clock: time, log, metrics });
  running = startWatch({
    clock: time,
    clockWatch: new ClockWatch(time, storage.settings),
    timers: time,
    storage,
    watch,
    desk,
    readTags: runtime.parts.watch.readTags,
    connections,
    reloadConnections: runtime.connections.reload,
    library,
    messengers: new Map([['discord', calls.counted(discord.messenger)]]),
    heartbeat,
    log,
  });
  const { stopDelivery, stopSchedules } = running;
  const life: Life = {
    storage,
    desk,
    parts,
    watch: running,
    stop: async () => {
      const schedules = stopSchedules();
      await desk.stop();
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
  const parsed = parseStartConfig(environment, { home: '/dev/null' });
  if (!parsed.ok) throw new Error(parsed.faults.join(' '));
  return parsed.config;
}
