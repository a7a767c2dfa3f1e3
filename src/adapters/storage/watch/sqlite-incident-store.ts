import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type {
  GroupFacts,
  IncidentStore,
  NotificationState,
  WatchChange,
  WatchState,
} from '../../../core/watch/incidents/incident-store.ts';
import { inSnapshot } from '../engine/in-snapshot.ts';
import type { Schema } from '../engine/schema.ts';
import { readGroupFacts } from './read-group-facts.ts';
import { readNotificationState, readWatchState } from './read-watch-state.ts';
import { writeWatchChange } from './write-watch-change.ts';

export class SqliteIncidentStore implements IncidentStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async load(connection: string, since: number): Promise<WatchState> {
    return await inSnapshot(this.#db, (snapshot) => readWatchState(snapshot, connection, since));
  }

  async loadNotifications(since: number): Promise<NotificationState> {
    return await inSnapshot(this.#db, (snapshot) => readNotificationState(snapshot, since));
  }

  async commit(change: WatchChange): Promise<'committed' | 'conflict' | 'repeated'> {
    return await this.#db.transaction().execute((trx) => writeWatchChange(trx, change));
  }

  async facts(groupIds: readonly string[]): Promise<GroupFacts[]> {
    const all: GroupFacts[] = [];
    for (const id of groupIds) {
      const facts = await inSnapshot(this.#db, (snapshot) => readGroupFacts(snapshot, id));
      if (facts) all.push(facts);
      await setImmediate();
    }
    return all;
  }
}
