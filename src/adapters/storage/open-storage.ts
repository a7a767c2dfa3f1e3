import manifest from '../../../package.json' with { type: 'json' };
import type { AccessStore } from '../../core/chat/access/access-store.ts';
import type { AuditLog } from '../../core/chat/access/audit-log.ts';
import type { MessageStore } from '../../core/chat/calls/message-store.ts';
import type { RenewalJournal } from '../../core/credentials/renewal-journal.ts';
import type { SecretStore } from '../../core/credentials/secret-store.ts';
import type { SettingStore } from '../../core/credentials/setting-store.ts';
import type { ConnectionStore } from '../../core/credentials/stored-connection.ts';
import type { ReportStore } from '../../core/diagnosis/report/report-store.ts';
import type { RunStore } from '../../core/diagnosis/report/run-store.ts';
import type { Clock } from '../../core/model/time/clock.ts';
import type { Cron } from '../../core/model/time/cron.ts';
import type { HistoryStore } from '../../core/watch/history/history-store.ts';
import type { Witness } from '../../core/watch/incidents/restore-watch.ts';
import { createFileWitness } from './engine/file-witness.ts';
import type { InstanceLock } from './engine/instance-lock.ts';
import { lazily } from './engine/lazily.ts';
import { openDatabase } from './engine/open-database.ts';
import { currentProcess } from './engine/process-identity.ts';
import { interruptDeadRuns } from './runs/interrupt-dead-runs.ts';
import { SqliteRunStore } from './runs/sqlite-run-store.ts';
import { openWatchStores, type WatchStores } from './watch/open-watch-stores.ts';

export interface StorageOptions {
  /** A path; its folder is made when missing. `:memory:` keeps nothing. */
  file: string;
  clock: Clock;
  /** How long to wait while another process writes; milliseconds. */
  busyTimeoutMs?: number;
  /** Reads the schedules, by which it is known how long a verdict counts. */
  cron: Cron;
}

/** What housekeeping takes for too old. */
export interface PruneOptions {
  /** Milliseconds since the epoch. */
  now: number;
  /** How long whole reports are kept, for the buttons of old cards. */
  reportDays: number;
  auditDays: number;
  /** How long runs, what changed, and incidents that ended are kept. */
  historyDays: number;
}

const DAY_MS = 86_400_000;

export interface Storage extends WatchStores {
  runs: RunStore;
  history: HistoryStore;
  access: AccessStore;
  audit: AuditLog;
  messages: MessageStore;
  reports: ReportStore;
  secrets: SecretStore;
  settings: SettingStore;
  renewals: RenewalJournal;
  connections: ConnectionStore;
  /** Deletes some of what is too old, never what lasts. Returns whether more is left: call it again, later. */
  prune(options: PruneOptions): Promise<boolean>;
  /** For `start`: throws `StorageError` `in-use` while another process has it. Given back at the latest by `close`. */
  acquireInstanceLock(): Promise<InstanceLock>;
  /** Whether some process runs `start` on it. */
  isServed(): Promise<boolean>;
  /** What is wrong with the file; undefined while it is the one that was opened. Asked before each statement too. */
  problem(): Error | undefined;
  /** What tells a restored database from one that rested. */
  witness: Witness;
  /** Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Opens the database, makes or upgrades its tables, and marks the runs interrupted whose process is gone.
 * It and everything it returns throw `StorageError`, whose message is for the technician.
 */
export async function openStorage({ file: name, clock, busyTimeoutMs = 5000, cron }: StorageOptions): Promise<Storage> {
  const { db, file, opened } = await openDatabase(name, busyTimeoutMs);
  const self = currentProcess();
  const { version } = manifest;
  let lock: InstanceLock | undefined;
  const releaseLock = (): void => {
    lock?.release();
    lock = undefined;
  };
  const close = async (): Promise<void> => {
    await db.destroy();
    releaseLock();
  };
  try {
    await interruptDeadRuns(db, self);
  } catch (error) {
    await close();
    throw error;
  }
  const watch = openWatchStores(db, clock);
  const staleAfter = async (connection: string): Promise<number> => {
    const { staleAfterMs } = await import('../../core/watch/schedules/stale-after.ts');
    return staleAfterMs(connection, await watch.schedules.list(), cron, clock.now());
  };
  // Only what a run in the terminal needs is loaded here, since it is loaded while the first answers are on their way.
  return {
    runs: new SqliteRunStore(db, clock, { ...self, version }, staleAfter, close),
    history: lazily(async () => {
      const { SqliteHistoryStore } = await import('./history/sqlite-history-store.ts');
      return new SqliteHistoryStore(db, clock);
    }),
    access: lazily(async () => {
      const { SqliteAccessStore } = await import('./access/sqlite-access-store.ts');
      return new SqliteAccessStore(db);
    }),
    audit: lazily(async () => {
      const { SqliteAuditLog } = await import('./access/sqlite-audit-log.ts');
      return new SqliteAuditLog(db);
    }),
    messages: lazily(async () => {
      const { SqliteMessageStore } = await import('./messages/sqlite-message-store.ts');
      return new SqliteMessageStore(db, self, () => lock !== undefined);
    }),
    reports: lazily(async () => {
      const { SqliteReportStore } = await import('./reports/sqlite-report-store.ts');
      return new SqliteReportStore(db, clock, file);
    }),
    secrets: lazily(async () => {
      const { SqliteSecretStore } = await import('./secrets/sqlite-secret-store.ts');
      return new SqliteSecretStore(db);
    }),
    ...watch,
    settings: lazily(async () => {
      const { SqliteSettingStore } = await import('./secrets/sqlite-setting-store.ts');
      return new SqliteSettingStore(db);
    }),
    connections: lazily(async () => {
      const { SqliteConnectionStore } = await import('./connections/sqlite-connection-store.ts');
      return new SqliteConnectionStore(db);
    }),
    renewals: lazily(async () => {
      const { SqliteRenewalJournal } = await import('./connections/sqlite-renewal-journal.ts');
      return new SqliteRenewalJournal(db, self);
    }),
    prune: async ({ now, reportDays, auditDays, historyDays }) => {
      const { prune } = await import('./engine/prune.ts');
      const { reportSteps } = await import('./reports/prune-reports.ts');
      const { auditSteps } = await import('./access/prune-audit.ts');
      const { runSteps } = await import('./runs/prune-runs.ts');
      const { watchSteps } = await import('./watch/prune-watch.ts');
      const [historyBefore, auditBefore] = [now - historyDays * DAY_MS, now - auditDays * DAY_MS];
      return await prune(db, [
        ...reportSteps(now - reportDays * DAY_MS),
        ...auditSteps(auditBefore),
        ...runSteps(historyBefore),
        ...watchSteps({ now, historyBefore, auditBefore }),
      ]);
    },
    isServed: async () => (await import('./engine/instance-lock.ts')).isHeld(db, self),
    problem: opened.problem,
    witness: createFileWitness(file),
    acquireInstanceLock: async () => {
      const { acquireInstanceLock } = await import('./engine/instance-lock.ts');
      lock = await acquireInstanceLock(db, file, { ...self, version, startedAt: clock.now() });
      return { release: releaseLock };
    },
    close,
  };
}
