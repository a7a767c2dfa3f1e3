import { ulid } from 'ulid';
import manifest from '../../../package.json' with { type: 'json' };
import { packZip } from '../../adapters/reports/pack-zip.ts';
import { tokenMint } from '../../adapters/secrets/token-mint.ts';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import { AccessGate } from '../../core/chat/access/access-gate.ts';
import { ApiTokens } from '../../core/chat/access/api-tokens.ts';
import type { Subject } from '../../core/chat/access/subject.ts';
import type { ChatWatch, CommandParts, OfflineParts } from '../../core/chat/calls/chat-parts.ts';
import type { AppSecretsFactory } from '../../core/credentials/app-secrets.ts';
import type { ConnectionEntry } from '../../core/credentials/connection-book.ts';
import { createConnectionReader } from '../../core/credentials/connection-reader.ts';
import {
  type ConnectionSources,
  type KeptConnections,
  keepConnections,
  type LoadAdded,
} from '../../core/credentials/keep-connections.ts';
import { type Retired, retireSecret } from '../../core/credentials/retire-secret.ts';
import type { SecretBox } from '../../core/credentials/secret-store.ts';
import { TokenKeeper } from '../../core/credentials/token-keeper.ts';
import { withConfiguredToken } from '../../core/credentials/with-configured-token.ts';
import { createPermissionReader } from '../../core/diagnosis/permissions/permission-reader.ts';
import { expandTagged } from '../../core/diagnosis/report/expand-tagged.ts';
import { isWholePass } from '../../core/diagnosis/report/is-whole-pass.ts';
import type { Report } from '../../core/diagnosis/report/report.ts';
import type { SettingFact } from '../../core/diagnosis/support/support-facts.ts';
import type { BatchQueue } from '../../core/diagnosis/sweep/batch-queue.ts';
import { createFaultReferences, type ReportInternal } from '../../core/diagnosis/sweep/internal-faults.ts';
import { DEFAULT_CONCURRENCY } from '../../core/diagnosis/sweep/run-sweep.ts';
import type { OpenSpread } from '../../core/diagnosis/sweep/spread-tests.ts';
import { SweepDesk } from '../../core/diagnosis/sweep/sweep-desk.ts';
import { withLicences } from '../../core/diagnosis/sweep/with-licences.ts';
import type { MicrosoftCloudFactory } from '../../core/model/cloud/microsoft-cloud.ts';
import type { Clock } from '../../core/model/time/clock.ts';
import type { Cron } from '../../core/model/time/cron.ts';
import { createTagReader } from '../../core/watch/create-tag-reader.ts';
import type { HistoryPictures } from '../../core/watch/history/history-view.ts';
import { groupTenants } from '../../core/watch/incidents/group-tenants.ts';
import { RouteBook } from '../../core/watch/notifications/route-book.ts';
import { ClientBook } from '../../core/watch/notifications/tickets/client-book.ts';
import { createReadingBesideSweeps, type ReadingBesideSweepsParts } from '../../core/watch/read-beside-sweeps.ts';
import { reportsShown } from '../../core/watch/reports/standing-report.ts';
import { readWatchFacts } from '../../core/watch/status/read-watch-facts.ts';
import type { Watch, WatchParts } from '../../core/watch/watch.ts';
import { systemTimers } from '../system-timers.ts';
import { createSharing } from './create-sharing.ts';
import { createWatch } from './create-watch.ts';
import { readPermissionSet } from './read-permission-set.ts';

export interface RuntimeOptions {
  clock: Clock;
  storage: Storage;
  /** As configured. */
  connections: readonly ConnectionEntry[];
  /** Those that were added. */
  loadAdded?: LoadAdded;
  admins: readonly Subject[];
  /** Opens the refresh tokens that were kept; without it the configured ones are used, and none is kept. */
  box: SecretBox | undefined;
  clouds: MicrosoftCloudFactory;
  /** Joins the processes that test tenants together, when it is first needed; undefined where there are none. */
  openQueue?: () => Promise<BatchQueue | undefined>;
  cron: Cron;
  offline: Omit<OfflineParts, 'connections' | 'clock'>;
  /** See `WatchCommandParts`. */
  undelivered: ChatWatch['undelivered'];
  pictures: HistoryPictures;
  /** Requests of a sweep in flight at once. */
  concurrency?: number | undefined;
  mostPerWorkspace: number;
  /** The file of the set of permissions of one's own, where one is configured. */
  permissionSet?: string | undefined;
  settings?: readonly SettingFact[];
  /** Whoever asks sits at this machine, and may name files of it. */
  mayReadFiles?: boolean;
  /** Ends what is being read beside sweeps. */
  signal?: AbortSignal;
  reportInternal: ReportInternal;
  /** A renewed refresh token did not work and is not kept. */
  onRefusedToken: (connection: string) => void;
  /** Removes the secret that a rotation replaced; without it that stays on the app. */
  appSecrets?: () => Promise<AppSecretsFactory>;
  /** What came of it, where there was one. */
  onRetired?: (connection: string, retired: Retired) => void;
  /** What the home of a connection's secrets had to say. */
  onHome?: ConnectionSources['onHome'];
  /** An end date that could not be read. */
  onUnreadable: ReadingBesideSweepsParts['onProblem'];
  /** Told of every report before the watch is. */
  onReport?: (report: Report) => void;
  onCommit?: () => void;
  onEvents?: NonNullable<WatchParts['onEvents']>;
}

export interface Runtime {
  parts: CommandParts & { watch: ChatWatch };
  desk: SweepDesk;
  watch: Watch;
  connections: KeptConnections;
  /** Shares tenants with other processes from now on, and takes batches while none is there for nothing else. */
  spread: OpenSpread;
  /** Takes no batches any more, and finishes those under way within a limit. */
  stopSharing(withinMs: number): Promise<void>;
}

/**
 * Puts core together over a storage, once, for the terminal, for `start` and for whatever else tests tenants: every
 * sweep uses the newest refresh token and keeps a newer one, its report is kept, and the watch judges it.
 */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { clock, storage, cron, reportInternal, offline, onCommit = () => {} } = options;
  const { runs, reports, access, audit, accepted, incidents, schedules, subscriptions, settings } = storage;
  const keeper = options.box && new TokenKeeper({ secrets: storage.secrets, box: options.box, clock });
  const { loadAdded, onHome } = options;
  const connections = await keepConnections(options.connections, keeper, { loadAdded, onHome });
  const { entries } = connections;
  const readTags = createTagReader({ ...storage, clock });
  const watch = createWatch(storage, entries, readTags, onCommit, clock, options.onEvents);
  const settle = async (name: string, startedAt: number): Promise<void> => {
    await connections.settle(name, startedAt);
    const original = connections.original(name);
    if (!original || !keeper || !options.appSecrets) return;
    // What removes secrets is loaded where one was ever replaced.
    if (!(await keeper.clientSecrets.read(original))) return;
    const retired = await retireSecret(original, startedAt, {
      tokens: keeper,
      appSecrets: await options.appSecrets(),
    });
    if (retired !== 'nothing') options.onRetired?.(name, retired);
  };
  const newId = (): string => ulid();
  const { concurrency = DEFAULT_CONCURRENCY } = options;
  const clouds = withLicences(withConfiguredToken(options.clouds, connections), {
    ...{ tags: storage.tags, clock },
    onFault: createFaultReferences(reportInternal),
  });
  const { spread, stopSharing } = createSharing(options.openQueue, (queue) => ({
    ...{ queue, connections, clouds, concurrency, clock, timers: systemTimers, reportInternal },
    mayTake: async () => (await queue.workers()) === 0,
  }));
  const desk = new SweepDesk({
    sweep: {
      clouds,
      library: () => offline.library,
      clock,
      openStore: async () => runs,
      readAccepted: async (connection, tenants) =>
        expandTagged(await accepted.accepted(connection), () => readTags(connection), tenants),
      readTags,
      onPartnerToken: createReadingBesideSweeps({
        connections,
        clouds: options.clouds,
        watch,
        tags: storage.tags,
        clock,
        settings,
        onRefused: options.onRefusedToken,
        onProblem: options.onUnreadable,
      }),
      reportInternal,
    },
    connections: entries,
    refresh: async (name) => {
      await connections.reload();
      await connections.refresh(name);
    },
    spread,
    reports,
    clock,
    timers: systemTimers,
    newRunId: newId,
    concurrency,
    mostPerWorkspace: options.mostPerWorkspace,
    onReport: async (report, { by, workspaceId }) => {
      options.onReport?.(report);
      if (isWholePass(report)) await settle(report.run.connection, report.run.startedAt);
      await watch.recordSweep(report, workspaceId === null ? {} : { testedBy: by });
    },
  });
  const parts: Runtime['parts'] = {
    ...offline,
    clock,
    connections: entries,
    desk,
    runs,
    access,
    gate: new AccessGate(access, options.admins),
    audit,
    version: manifest.version,
    reloadConnections: connections.reload,
    credentials: createConnectionReader({
      entries,
      original: connections.original,
      stored: storage.connections,
      journal: storage.renewals,
      keeper,
      clouds: options.clouds,
      signal: options.signal ?? new AbortController().signal,
    }),
    apiTokens: new ApiTokens(settings, tokenMint),
    more: (shown, { part } = { part: false }) => readWatchFacts({ ...storage, connections: shown, cron, clock, part }),
    permissions: createPermissionReader({
      connections: entries,
      clouds,
      readTags,
      refresh: connections.refresh,
      concurrency,
      signal: options.signal ?? new AbortController().signal,
      reportInternal,
      own: options.permissionSet === undefined ? undefined : readPermissionSet(options.permissionSet),
      ...(options.mayReadFiles ? { readFile: readPermissionSet } : {}),
    }),
    walks: storage.walks,
    support: {
      machine: { node: process.versions.node, platform: `${process.platform} ${process.arch}` },
      settings: options.settings ?? [],
      pack: packZip,
    },
    past: {
      connections: entries,
      runs,
      history: storage.history,
      incidentHistory: storage.incidentHistory,
      pictures: options.pictures,
      clock,
      renderPeriod: async (report, name) =>
        (await import('../../adapters/reports/render-period.ts')).renderPeriod(report, name),
      onFault: (error) => createFaultReferences(reportInternal)(error),
    },
    watch: {
      connections: entries,
      runs,
      subscriptions,
      schedules,
      reports: reportsShown(storage.standingReports),
      accepted,
      routes: new RouteBook(storage.secrets, settings),
      clients: new ClientBook(settings),
      tags: storage.tags,
      tagFiles: async () => (await import('../../adapters/reports/tag-files.ts')).tagFiles,
      readTags,
      incidents,
      groupTenants: async (connection) => groupTenants(await incidents.load(connection, clock.now())),
      watch,
      outbox: storage.outbox,
      undelivered: options.undelivered,
      cron,
      clock,
      newId,
      onSchedulesChanged: onCommit,
    },
  };
  await parts.gate.refresh();
  return { parts, desk, watch, connections, spread, stopSharing };
}
