import type { Kysely } from 'kysely';
import type { ReferenceStore } from '../../../core/chat/calls/reference-store.ts';
import type { AcceptedStore } from '../../../core/diagnosis/report/accepted-store.ts';
import type { Clock } from '../../../core/model/time/clock.ts';
import type { IncidentHistory } from '../../../core/watch/incidents/incident-history.ts';
import type { IncidentStore } from '../../../core/watch/incidents/incident-store.ts';
import type { Outbox } from '../../../core/watch/incidents/outbox.ts';
import type { SubscriptionStore } from '../../../core/watch/notifications/subscription-store.ts';
import type { ScheduleStore } from '../../../core/watch/schedules/schedule-store.ts';
import { lazily } from '../engine/lazily.ts';
import type { Schema } from '../engine/schema.ts';
import type { SqliteReplayLedger } from '../messages/sqlite-replay-ledger.ts';

/** What the watch and the chats keep, beside what a run in the terminal needs. Each is loaded when it is first used. */
export interface WatchStores {
  incidents: IncidentStore;
  incidentHistory: IncidentHistory;
  outbox: Outbox;
  subscriptions: SubscriptionStore;
  schedules: ScheduleStore;
  accepted: AcceptedStore;
  replayLedger: Pick<SqliteReplayLedger, 'firstSeen'>;
  references: ReferenceStore;
}

export function openWatchStores(db: Kysely<Schema>, clock: Clock): WatchStores {
  return {
    incidents: lazily(async () => {
      const { SqliteIncidentStore } = await import('./sqlite-incident-store.ts');
      return new SqliteIncidentStore(db);
    }),
    incidentHistory: lazily(async () => {
      const { SqliteIncidentHistory } = await import('../history/sqlite-incident-history.ts');
      return new SqliteIncidentHistory(db);
    }),
    outbox: lazily(async () => {
      const { SqliteOutbox } = await import('./sqlite-outbox.ts');
      return new SqliteOutbox(db);
    }),
    subscriptions: lazily(async () => {
      const { SqliteSubscriptionStore } = await import('./sqlite-subscription-store.ts');
      return new SqliteSubscriptionStore(db);
    }),
    schedules: lazily(async () => {
      const { SqliteScheduleStore } = await import('./sqlite-schedule-store.ts');
      return new SqliteScheduleStore(db);
    }),
    accepted: lazily(async () => {
      const { SqliteAcceptedStore } = await import('./sqlite-accepted-store.ts');
      return new SqliteAcceptedStore(db);
    }),
    replayLedger: lazily(async () => {
      const { SqliteReplayLedger } = await import('../messages/sqlite-replay-ledger.ts');
      return new SqliteReplayLedger(db, clock);
    }),
    references: lazily(async () => {
      const { SqliteReferenceStore } = await import('../messages/sqlite-reference-store.ts');
      return new SqliteReferenceStore(db);
    }),
  };
}
