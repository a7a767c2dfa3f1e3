import manifest from '../../../package.json' with { type: 'json' };
import type { AccessStore } from '../../core/chat/access/access-store.ts';
import type { AuditLog } from '../../core/chat/access/audit-log.ts';
import type { MessageStore } from '../../core/chat/calls/message-store.ts';
import type { ReferenceStore } from '../../core/chat/calls/reference-store.ts';
import type { RenewalJournal } from '../../core/credentials/renewal-journal.ts';
import type { SecretStore } from '../../core/credentials/secret-store.ts';
import type { SettingStore } from '../../core/credentials/setting-store.ts';
import type { ConnectionStore } from '../../core/credentials/stored-connection.ts';
import type { AcceptedStore } from '../../core/diagnosis/report/accepted-store.ts';
import type { ReportStore } from '../../core/diagnosis/report/report-store.ts';
import type { RunStore } from '../../core/diagnosis/report/run-store.ts';
import type { BatchQueue } from '../../core/diagnosis/sweep/batch-queue.ts';
import type { WalkStore } from '../../core/guidance/walks/walk.ts';
import type { TagStore } from '../../core/model/tenants/tag-store.ts';
import type { Clock } from '../../core/model/time/clock.ts';
import type { Cron } from '../../core/model/time/cron.ts';
import type { HistoryStore } from '../../core/watch/history/history-store.ts';
import type { IncidentHistory } from '../../core/watch/incidents/incident-history.ts';
import type { IncidentStore } from '../../core/watch/incidents/incident-store.ts';
import type { Outbox } from '../../core/watch/incidents/outbox.ts';
import type { Witness } from '../../core/watch/incidents/restore-watch.ts';
import type { SubscriptionStore } from '../../core/watch/notifications/subscription.ts';
import type { StandingReportStore } from '../../core/watch/reports/standing-report.ts';
import type { ScheduleStore } from '../../core/watch/schedules/schedule.ts';
import type { AuditProtection } from './access/chained-audit-log.ts';
import type { InstanceLock } from './engine/engine-database.ts';
import { type DatabaseName, openDatabase } from './engine/engines.ts';
import { lazily } from './engine/lazily.ts';
import { currentProcess } from './engine/process-identity.ts';
import type { ProcessRole } from './engine/process-role.ts';
import type { StorageError } from './engine/storage-error.ts';
import type { ActivityLedger } from './messages/create-replay-ledger.ts';
import { createRunStore } from './runs/create-run-store.ts';
import { interruptDeadRuns } from './runs/interrupt-dead-runs.ts';

export interface StorageOptions {
  /** A path, whose folder is made when missing, or a database on a server. `:memory:` keeps nothing. */
  file: DatabaseName;
  clock: Clock;
  /** How long to wait while another process writes; milliseconds. */
  busyTimeoutMs?: number;
  /** Reads the schedules, by which it is known how long a verdict counts. */
  cron: Cron;
  /** Hears of rows that cannot be read, where the others of a list were read without them. */
  onDamaged?: (error: StorageError) => void;
}

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

export interface Storage {
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
  incidents: IncidentStore;
  incidentHistory: IncidentHistory;
  outbox: Outbox;
  subscriptions: SubscriptionStore;
  schedules: ScheduleStore;
  standingReports: StandingReportStore;
  accepted: AcceptedStore;
  tags: TagStore;
  walks: WalkStore;
  replayLedger: ActivityLedger;
  references: ReferenceStore;
  /** From now on the audit log is a chain that can be verified. */
  protectAudit(protection: AuditProtection): void;
  /** Deletes some of what is too old, never what lasts. Returns whether more is left: call it again, later. */
  prune(options: PruneOptions): Promise<boolean>;
  /** For `start`: throws `StorageError` `in-use` while another process has it. Given back at the latest by `close`. */
  acquireInstanceLock(): Promise<InstanceLock>;
  /** Says at which origin the others reach who has the lock. */
  announce(origin: string): Promise<void>;
  /** The origin at which who has the lock serves; undefined while that isn't known, or where it can't be reached from here. */
  servedAt(): Promise<string | undefined>;
  isServed(): Promise<boolean>;
  /** Joins the processes that test tenants together; undefined on a file, which one process has. Ends with `close`. */
  openQueue(role: ProcessRole): Promise<BatchQueue | undefined>;
  /** What keeps the database from being used, as far as its file and its last statements tell; undefined where nothing does. */
  problem(): Error | undefined;
  /** What tells a restored database from one that rested. */
  witness: Witness;
  /** What tells an audit log that was lost whole from one that never was. */
  auditWitness: Witness;
  /** Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Opens the database, makes or upgrades its tables, and marks the runs interrupted whose process is gone.
 * It and everything it returns throw `StorageError`, whose message is for the technician.
 */
export async function openStorage({
  file,
  clock,
  busyTimeoutMs = 5000,
  cron,
  onDamaged = () => {},
}: StorageOptions): Promise<Storage> {
  const database = await openDatabase(file, busyTimeoutMs, onDamaged);
  const { db, urgent } = database;
  const self = currentProcess();
  const { version } = manifest;
  let lock: InstanceLock | undefined;
  const releaseLock = async (): Promise<void> => {
    const held = lock;
    lock = undefined;
    await held?.release();
  };
  let queue: BatchQueue | undefined;
  const close = async (): Promise<void> => {
    await queue?.close();
    await db.destroy();
    await releaseLock();
  };
  try {
    await interruptDeadRuns(database, self);
  } catch (error) {
    await close();
    throw error;
  }
  let protection: AuditProtection | undefined;
  const audit = lazily(async () => {
    const { ChainedAuditLog } = await import('./access/chained-audit-log.ts');
    return new ChainedAuditLog(db, () => protection);
  });
  const schedules = lazily(async () => (await import('./watch/create-schedule-store.ts')).createScheduleStore(db));
  const staleAfter = async (connection: string): Promise<number> => {
    const { staleAfterMs } = await import('../../core/watch/schedules/stale-after.ts');
    return staleAfterMs(connection, await schedules.list(), cron, clock.now());
  };
  // Only what a run in the terminal needs is loaded here, since it is loaded while the first answers are on their way.
  return {
    schedules,
    runs: createRunStore({ db, urgent }, clock, { ...self, version }, staleAfter, close),
    history: {
      daily: async (connection, query) =>
        (await import('./history/read-daily.ts')).readDaily(db, connection, query, clock.now()),
    },
    incidentHistory: {
      incidents: async (query) => (await import('./history/read-incident-history.ts')).readIncidentHistory(db, query),
    },
    access: lazily(async () => (await import('./access/create-access-store.ts')).createAccessStore(urgent)),
    audit,
    protectAudit: (given) => {
      protection = given;
    },
    messages: lazily(async () =>
      (await import('./messages/create-message-store.ts')).createMessageStore(urgent, self, () => lock !== undefined),
    ),
    reports: lazily(async () =>
      (await import('./reports/create-report-store.ts')).createReportStore(db, clock, database.name),
    ),
    secrets: lazily(async () => (await import('./secrets/create-secret-store.ts')).createSecretStore(urgent)),
    settings: lazily(async () => (await import('./secrets/create-setting-store.ts')).createSettingStore(db)),
    connections: lazily(async () =>
      (await import('./connections/create-connection-store.ts')).createConnectionStore(urgent),
    ),
    renewals: lazily(async () =>
      (await import('./connections/create-renewal-journal.ts')).createRenewalJournal(db, clock, self),
    ),
    incidents: lazily(async () => (await import('./watch/create-incident-store.ts')).createIncidentStore(db)),
    outbox: lazily(async () => (await import('./watch/create-outbox.ts')).createOutbox(db)),
    subscriptions: lazily(async () =>
      (await import('./watch/create-subscription-store.ts')).createSubscriptionStore(db),
    ),
    standingReports: lazily(async () =>
      (await import('./watch/create-standing-report-store.ts')).createStandingReportStore(db),
    ),
    accepted: lazily(async () => (await import('./watch/create-accepted-store.ts')).createAcceptedStore(db)),
    walks: lazily(async () => (await import('./messages/create-walk-store.ts')).createWalkStore(db)),
    tags: lazily(async () => (await import('./watch/create-tag-store.ts')).createTagStore(db)),
    replayLedger: lazily(async () =>
      (await import('./messages/create-replay-ledger.ts')).createReplayLedger(db, clock),
    ),
    references: lazily(async () => (await import('./messages/create-reference-store.ts')).createReferenceStore(db)),
    prune: async ({ now, reportDays, auditDays, historyDays }) => {
      const { prune } = await import('./engine/prune.ts');
      const { reportSteps } = await import('./reports/create-report-store.ts');
      const { runSteps } = await import('./runs/prune-runs.ts');
      const { walkSteps } = await import('./messages/create-walk-store.ts');
      const { watchSteps } = await import('./watch/prune-watch.ts');
      const [historyBefore, auditBefore] = [now - historyDays * DAY_MS, now - auditDays * DAY_MS];
      const moreAudit = await audit.prune(auditBefore);
      const more = await prune(db, [
        ...reportSteps(now - reportDays * DAY_MS),
        ...runSteps(historyBefore),
        ...walkSteps(now - reportDays * DAY_MS),
        ...watchSteps({ now, historyBefore, auditBefore }),
      ]);
      return more || moreAudit;
    },
    announce: async (address) => void (await db.updateTable('instance').set({ address }).execute()),
    servedAt: async () => (await import('./engine/instance-lock.ts')).readAddress(db, self),
    isServed: async () => (await import('./engine/instance-lock.ts')).isHeld(database, self),
    openQueue: async (role) => {
      const boss = await database.openBoss?.(role);
      if (!boss) return undefined;
      const { createBatchQueue } = await import('./queue/create-batch-queue.ts');
      queue = createBatchQueue({ db, boss, name: database.name, clock, staleAfter });
      return queue;
    },
    problem: database.problem,
    witness: database.witness,
    auditWitness: database.auditWitness,
    acquireInstanceLock: async () => {
      const { acquireInstanceLock } = await import('./engine/instance-lock.ts');
      lock = await acquireInstanceLock(database, { ...self, version, startedAt: clock.now() });
      return { release: releaseLock };
    },
    close,
  };
}
