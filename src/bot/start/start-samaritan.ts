import type { Logger } from 'pino';
import manifest from '../../../package.json' with { type: 'json' };
import { cron } from '../../adapters/cron/create-cron.ts';
import { ANSWERED } from '../../core/chat/commands/registry.ts';
import { ownSubject } from '../../core/credentials/connection-book.ts';
import type { SettingFact } from '../../core/diagnosis/support/support-facts.ts';
import type { ReportInternal } from '../../core/diagnosis/sweep/internal-faults.ts';
import { cutSecrets } from '../../core/model/text/cut-secrets.ts';
import { ClockWatch } from '../../core/watch/schedules/clock-watch.ts';
import { whyUnconfigured } from '../config/list-unconfigured.ts';
import type { StartConfig } from '../config/start-config.ts';
import { createApiRoutes } from '../http/api-routes.ts';
import type { MountRoutes } from '../http/bare-app.ts';
import { createSignInRoutes } from '../http/sign-in-routes.ts';
import { createRuntime } from '../runtime/create-runtime.ts';
import { createConnections, loadConnections } from '../runtime/load-connections.ts';
import { openMail } from '../runtime/open-mail.ts';
import { systemClock } from '../system-clock.ts';
import { systemTimers } from '../system-timers.ts';
import { createCloudThread } from '../workers/create-cloud-thread.ts';
import { createExplainer } from '../workers/create-explainer.ts';
import { createPictures } from '../workers/create-pictures.ts';
import { createReportFiles } from '../workers/create-report-files.ts';
import { composeChat, openOfflineParts } from './compose-chat.ts';
import { createHeartbeat } from './create-heartbeat.ts';
import { databaseHealth, logHealth, watchHealth } from './health-parts.ts';
import { keepHouse } from './keep-house.ts';
import { openMetrics } from './open-metrics.ts';
import { openStore, unseal } from './open-store.ts';
import { shareBatches } from './share-batches.ts';
import { startChats } from './start-chats.ts';
import { createRenewals } from './start-renewals.ts';
import { startRoutes } from './start-routes.ts';
import { startServers } from './start-servers.ts';
import { type RunningWatch, startWatch } from './start-watch.ts';
import { Stops } from './stops.ts';
import { takePlace, watchPlace } from './take-place.ts';
import { watchTickets } from './watch-tickets.ts';
import { countIncidents, countOpenIncidents, withMetrics } from './with-metrics.ts';

export interface StartOptions {
  config: StartConfig;
  log: Logger;
  useProxy: boolean;
  /** What is set, for a support case. */
  settings?: readonly SettingFact[];
  /** Whether nobody takes what is logged any more. */
  isLogUnread: () => boolean;
  /** Ends a start that stands by. */
  signal: AbortSignal;
  /** Told once, in a sentence, that another start runs and this one waits for its place. */
  onStandBy: (sentence: string) => void;
}

export interface RunningSamaritan {
  /** What runs, in words. */
  parts: string[];
  /** Resolves where another start took this one's place: it must end. */
  displaced: Promise<void>;
  /** Interrupts sweeps, lets answers and deliveries under way be finished within a limit, and closes everything. */
  stop(): Promise<void>;
}

/** By then a start is done with what it answers to whoever waited for it. */
const WARM_AFTER_MS = 2000;

/**
 * Starts whatever is configured, as soon as no other start has the database's one place; undefined where it was told to
 * end before. Where one part can't start, what runs already is stopped and the error is thrown.
 */
export async function startSamaritan(options: StartOptions): Promise<RunningSamaritan | undefined> {
  const stops = new Stops(options.log);
  try {
    const running = await start(options, stops);
    if (!running) {
      await stops.run();
      return undefined;
    }
    options.log.info({ parts: running.parts }, 'started');
    return { ...running, stop: () => stops.run() };
  } catch (error) {
    await stops.run();
    throw error;
  }
}

async function start(
  { config, log, useProxy, isLogUnread, settings = [], signal, onStandBy }: StartOptions,
  stops: Stops,
): Promise<Omit<RunningSamaritan, 'stop'> | undefined> {
  const storage = await openStore(config.database, log, stops);
  if (!(await takePlace({ storage, config, log, signal, onStandBy }))) return undefined;
  const place = watchPlace(storage.problem);
  stops.add('place', place.stop);
  const box = await unseal(storage, config, log);
  const files = createReportFiles({
    timers: systemTimers,
    applicationIdOf: (name) => ownSubject(runtime.parts.connections, name).applicationId,
  });
  stops.add('report files', () => files.close());
  const explainer = createExplainer({ timers: systemTimers });
  stops.add('explainer', () => explainer.close());
  const pictures = createPictures({ timers: systemTimers });
  stops.add('pictures', () => pictures.close());

  const clockWatch = new ClockWatch(systemClock, storage.settings);
  let running: RunningWatch | undefined;
  const metrics = await openMetrics(config.server, {
    clock: systemClock,
    version: manifest.version,
    sources: {
      outbox: () => storage.outbox.depth(),
      openIncidents: () => countOpenIncidents(storage.incidents),
      lastLookAt: () => running?.lastTick() ?? null,
    },
  });
  const { sandboxUrl, limits, admins } = config;
  const reportInternal: ReportInternal = (error, reference) => log.error({ reference, err: error }, 'internal error');
  const leaving = new AbortController();
  const cloudThread = createCloudThread({
    sandboxUrl,
    useProxy,
    timers: systemTimers,
    onRequest: metrics.observeRequest,
  });
  stops.add('cloud thread', () => cloudThread.close());
  const runtime = await createRuntime({
    clock: systemClock,
    openQueue: () => storage.openQueue('start'),
    storage: { ...storage, audit: withMetrics(storage.audit, metrics) },
    connections: createConnections(config, { useProxy }),
    loadAdded: () => loadConnections(storage, box, { sandboxUrl, useProxy }),
    admins,
    box,
    clouds: cloudThread,
    cron,
    offline: openOfflineParts(explainer.explainLong),
    undelivered: async (place) => whyUnconfigured(place, { discord: config.discord, teams: config.teams }),
    pictures,
    mostPerWorkspace: limits.sweepsPerGuild,
    permissionSet: config.permissionSet,
    settings,
    signal: leaving.signal,
    reportInternal,
    onRefusedToken: (connection) => log.warn({ connection }, 'a renewed refresh token did not work and is not kept'),
    appSecrets: async () =>
      (await import('../../adapters/microsoft/create-app-secrets.ts')).createAppSecretsFactory({
        sandboxUrl,
        useProxy,
      }),
    onRetired: (connection, retired) => log.info({ connection, retired }, 'the client secret before the last rotation'),
    onHome: (connection, news) => {
      if (news === 'changed') log.info({ connection }, 'its home holds other secrets than before, and they are used');
      else
        log.warn({ connection, cause: news.cause, reason: news.reason }, 'the home of its secrets could not be read');
    },
    onUnreadable: (connection, what, reason) => log.warn({ connection, what, reason }, 'an end date is unknown'),
    onReport: metrics.observeSweep,
    onCommit: () => running?.wake(),
    onEvents: (events) => countIncidents(events, metrics),
  });
  const { desk, watch } = runtime;
  const { connections, library } = runtime.parts;
  const { commandsPerMinute } = limits;
  const routes = config.server.publicUrl && createSignInRoutes(config.server.publicUrl, systemClock, systemTimers);
  const renewals = createRenewals({
    storage,
    box,
    connections: () => runtime.connections,
    clouds: cloudThread,
    sandboxUrl,
    useProxy,
    routes: routes || undefined,
    signal: leaving.signal,
  });
  for (const entry of await storage.renewals.interrupted())
    log.warn({ connection: entry.connection, step: entry.step }, 'a renewal of a token was cut off');
  const { renderFile } = files;
  const chat = composeChat({ runtime, storage, renderFile, commandsPerMinute, renewals, reportInternal });

  const mountApi = (): MountRoutes => {
    const { apiTokens: tokens, gate, version } = runtime.parts;
    return createApiRoutes({ chat, tokens, gate, version, commands: ANSWERED });
  };
  // Their first texts compile the rules for secrets, which takes 30 ms: nobody who types waits for it.
  for (const text of ['first', 'second']) cutSecrets(text);
  const chats = await startChats({ config, chat, box, storage, log, useProxy, stops, metrics });
  const servers = await startServers({
    config,
    log,
    stops,
    routes: [...chats.routes, ...(routes ? [routes.mount] : []), ...(config.server.api ? [mountApi()] : [])],
    health: [
      logHealth(isLogUnread),
      databaseHealth(storage),
      ...watchHealth(() => running?.health(), clockWatch),
      ...chats.health,
    ],
    metrics,
    announce: storage.announce,
  });
  const {
    sink,
    close: closeRoutes,
    ...desks
  } = await startRoutes(storage, box, config.mail && openMail(config.mail, { sandboxUrl, useProxy }));
  stops.add('routes', closeRoutes);
  const tickets = watchTickets({ storage, watch, box, ...desks, clock: systemClock, timers: systemTimers, log });
  stops.add('tickets', () => tickets.stop());
  const messengers = new Map(chats.messengers.map((messenger) => [messenger.platform, messenger]));
  running = startWatch({
    clock: systemClock,
    clockWatch,
    timers: systemTimers,
    storage,
    watch,
    readTags: runtime.parts.watch.readTags,
    desk,
    connections,
    reloadConnections: runtime.connections.reload,
    library,
    messengers,
    reports: chat.reportMaker(async ({ platform, id }, { workspaceId }) => {
      const asking = messengers.get(platform);
      return asking?.rolesOf && workspaceId !== null ? await asking.rolesOf(workspaceId, id) : [];
    }),
    sink,
    onLag: metrics.observeSchedulerLag,
    ...(config.heartbeatUrl ? { heartbeat: createHeartbeat(config.heartbeatUrl, useProxy) } : {}),
    log,
  });
  const { stopDelivery, stopSchedules } = running;
  stops.add('delivery', stopDelivery);
  keepHouse({ storage, limits: config.limits, chat, messengers: chats.messengers, clockWatch, log, stops });
  const sharing = await shareBatches({ runtime, log, stops });
  // Half a second of loading, which the first renewal or test would wait for.
  stops.add('warming', systemTimers.after(WARM_AFTER_MS, cloudThread.warm));
  // Before the chats, which wait for what they are answering.
  stops.add('renewals', async () => leaving.abort());
  // Stopped first: no sweep begins any more, and what is under way ends as interrupted while the chats still run.
  stops.add('sweeps', async () => {
    const schedules = stopSchedules();
    await desk.stop();
    await schedules;
  });
  return { parts: [...chats.parts, ...servers, ...(sharing ? [sharing] : [])], displaced: place.lost };
}
