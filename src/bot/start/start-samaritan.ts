import type { Logger } from 'pino';
import manifest from '../../../package.json' with { type: 'json' };
import { cron } from '../../adapters/cron/create-cron.ts';
import { createMetrics } from '../../adapters/metrics/create-metrics.ts';
import { createMicrosoftCloudFactory } from '../../adapters/microsoft/create-microsoft-cloud.ts';
import { openStorage, type Storage } from '../../adapters/storage/open-storage.ts';
import { cardContext } from '../../core/chat/calls/chat-parts.ts';
import { markInterrupted } from '../../core/chat/calls/mark-interrupted.ts';
import { TokenKeeper } from '../../core/credentials/token-keeper.ts';
import { withConfiguredToken } from '../../core/credentials/with-configured-token.ts';
import { toReportCard } from '../../core/diagnosis/report/report-card.ts';
import { ClockWatch, describeJump } from '../../core/watch/schedules/clock-watch.ts';
import type { WatchHealth } from '../../core/watch/schedules/judge-watch.ts';
import type { StartConfig } from '../config/start-config.ts';
import type { HealthPart, PartHealth } from '../http/health.ts';
import { systemClock } from '../system-clock.ts';
import { createExplainer } from '../workers/create-explainer.ts';
import { createPictures } from '../workers/create-pictures.ts';
import { createReportFiles } from '../workers/create-report-files.ts';
import { WorkerError } from '../workers/worker-error.ts';
import { compose } from './compose.ts';
import { createConnections } from './create-connections.ts';
import { createHeartbeat } from './create-heartbeat.ts';
import { createWatch } from './create-watch.ts';
import { keepConnections } from './keep-connections.ts';
import { openBox } from './open-box.ts';
import { createReadingBesideSweeps } from './read-beside-sweeps.ts';
import { repeat } from './repeat.ts';
import { startChats } from './start-chats.ts';
import { startServers } from './start-servers.ts';
import { type RunningWatch, startWatch } from './start-watch.ts';
import { Stops } from './stops.ts';
import { systemTimers } from './system-timers.ts';
import { countIncidents, countOpenIncidents, withMetrics } from './with-metrics.ts';

export interface StartOptions {
  config: StartConfig;
  log: Logger;
  useProxy: boolean;
  /** Whether nobody takes what is logged any more. */
  isLogUnread: () => boolean;
}

export interface RunningSamaritan {
  /** What runs, in words. */
  parts: string[];
  /** Interrupts sweeps, lets answers and deliveries under way be finished within a limit, and closes everything. */
  stop(): Promise<void>;
}

const MINUTE_MS = 60_000;
const AUDIT_DAYS = 400;

/** Starts whatever is configured. Where one part can't start, what runs already is stopped and the error is thrown. */
export async function startSamaritan(options: StartOptions): Promise<RunningSamaritan> {
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

async function start({ config, log, useProxy, isLogUnread }: StartOptions, stops: Stops): Promise<string[]> {
  const storage = await openStorage({ file: config.database, clock: systemClock, cron });
  stops.add('storage', () => storage.close());
  await storage.acquireInstanceLock();
  const box = await openBox(config.masterKey, storage.secrets);
  const keeper = new TokenKeeper({ secrets: storage.secrets, box, clock: systemClock });
  const connections = await keepConnections(createConnections(config), keeper);
  const files = createReportFiles({
    timers: systemTimers,
    applicationIdOf: (name) => connections.entries.find((one) => one.name === name)?.connection?.applicationId,
  });
  stops.add('report files', () => files.close());
  const explainer = createExplainer({ timers: systemTimers });
  stops.add('explainer', () => explainer.close());
  const pictures = createPictures({ timers: systemTimers });
  stops.add('pictures', () => pictures.close());
  pictures.warm().catch((error: unknown) => {
    if (!(error instanceof WorkerError && error.code === 'closed'))
      log.warn({ err: error }, 'pictures cannot be drawn');
  });

  const clockWatch = new ClockWatch(systemClock, storage.settings);
  let running: RunningWatch | undefined;
  const wake = (): void => running?.wake();
  const metrics = createMetrics({
    clock: systemClock,
    version: manifest.version,
    sources: {
      outbox: () => storage.outbox.depth(),
      openIncidents: () => countOpenIncidents(storage.incidents),
      lastLookAt: () => running?.lastTick() ?? null,
    },
  });
  const watch = createWatch(storage, wake, systemClock, (events) => countIncidents(events, metrics));
  const { sandboxUrl } = config;
  const clouds = createMicrosoftCloudFactory({ sandboxUrl, useProxy, onRequest: metrics.observeRequest });
  const { chat, parts } = compose({
    config,
    clock: systemClock,
    storage: { ...storage, audit: withMetrics(storage.audit, metrics) },
    connections: connections.entries,
    watch,
    onPartnerToken: createReadingBesideSweeps({
      connections,
      clouds,
      watch,
      clock: systemClock,
      settings: storage.settings,
      log,
    }),
    onReport: async (report, { by, workspaceId }) => {
      metrics.observeSweep(report);
      await watch.recordSweep(report, workspaceId === null ? {} : { testedBy: by });
    },
    onSchedulesChanged: wake,
    renderFile: files.renderFile,
    explainLong: explainer.explainLong,
    pictures,
    clouds: withConfiguredToken(clouds, connections),
    reportInternal: (error, reference) => log.error({ reference, err: error }, 'internal error'),
  });
  await parts.gate.refresh();

  const chats = await startChats({ config, chat, box, storage, log, useProxy, stops, metrics });
  const servers = await startServers({
    config,
    log,
    stops,
    routes: chats.routes,
    health: [
      logHealth(isLogUnread),
      databaseHealth(storage),
      ...watchHealth(() => running?.health(), clockWatch),
      ...chats.health,
    ],
    metrics,
  });
  running = startWatch({
    clock: systemClock,
    clockWatch,
    timers: systemTimers,
    storage,
    watch,
    desk: parts.desk,
    connections: connections.entries,
    library: parts.library,
    messengers: new Map(chats.messengers.map((messenger) => [messenger.platform, messenger])),
    onLag: metrics.observeSchedulerLag,
    ...(config.heartbeatUrl ? { heartbeat: createHeartbeat(config.heartbeatUrl, useProxy) } : {}),
    log,
  });
  const { stopDelivery, stopSchedules } = running;
  stops.add('delivery', stopDelivery);
  const resultOf = async (runId: string) => {
    const report = await storage.reports.read(runId);
    return report && toReportCard(report, cardContext(parts, report.run.connection));
  };
  housekeeping({ storage, config, messengers: chats.messengers, resultOf, clockWatch, log, stops });
  // Stopped first: no sweep begins any more, and what is under way ends as interrupted while the chats still run.
  stops.add('sweeps', async () => {
    const schedules = stopSchedules();
    await parts.desk.stop();
    await schedules;
  });
  return [...chats.parts, ...servers];
}

/** Without its log the process goes on: alerts matter more. But somebody has to learn of it. */
function logHealth(isUnread: () => boolean): HealthPart {
  const check = (): PartHealth =>
    isUnread()
      ? { ok: false, detail: 'nobody reads standard error any more; a restart gives it a new reader' }
      : { ok: true, detail: 'is read' };
  return { name: 'log', check };
}

/** A restart alone would begin with an empty file: somebody has to look. Housekeeping meets the same and logs it. */
function databaseHealth({ problem }: Pick<Storage, 'problem'>): HealthPart {
  const check = (): PartHealth => {
    const found = problem();
    return { ok: found === undefined, detail: found?.message ?? 'is the file that was opened' };
  };
  return { name: 'database', check };
}

/** A scheduler that stands still is mended by a restart; a connection that is not swept isn't. */
function watchHealth(read: () => WatchHealth | undefined, clockWatch: ClockWatch): HealthPart[] {
  const check = (reasonOf: (health: Extract<WatchHealth, { kind: 'stalled' }>) => string | null) => (): PartHealth => {
    const health = read();
    if (!health) return { ok: false, detail: 'is being started' };
    const reason = health.kind === 'stalled' ? reasonOf(health) : null;
    return { ok: reason === null, detail: reason ?? 'as it should be' };
  };
  return [
    { name: 'scheduler', vital: true, check: check((health) => health.schedulerReason) },
    {
      name: 'sweeps',
      check: check(({ connections }) => connections.map(({ reason }) => reason).join(' ') || null),
    },
    {
      name: 'clock',
      check: () => {
        const { jump } = clockWatch;
        return { ok: jump === null, detail: jump === null ? 'as it should be' : describeJump(jump) };
      },
    },
  ];
}

/** What has to be done again and again: messages of processes that were killed, and what is too old to keep. */
function housekeeping({
  storage,
  config,
  messengers,
  resultOf,
  clockWatch,
  log,
  stops,
}: {
  storage: Storage;
  config: StartConfig;
  messengers: Awaited<ReturnType<typeof startChats>>['messengers'];
  resultOf: Parameters<typeof markInterrupted>[2];
  clockWatch: ClockWatch;
  log: Logger;
  stops: Stops;
}): void {
  const { historyDays, reportDays } = config.limits;
  const minutely = { everyMs: MINUTE_MS, timers: systemTimers, log };
  const orphans = repeat({ ...minutely, name: 'mark interrupted messages' }, async () => {
    for (const messenger of messengers) await markInterrupted(storage.messages, messenger, resultOf);
  });
  stops.add('messages', () => orphans.stop());
  const pruning = repeat({ ...minutely, name: 'prune' }, async () => {
    // What is old is told by the clock: it is asked twice, an hour apart, before anything is deleted.
    if (!clockWatch.isSettled) return;
    await storage.prune({ now: systemClock.now(), historyDays, reportDays, auditDays: AUDIT_DAYS });
  });
  stops.add('pruning', () => pruning.stop());
}
