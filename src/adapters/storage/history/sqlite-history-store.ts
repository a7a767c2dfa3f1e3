import type { Kysely } from 'kysely';
import type { Clock } from '../../../core/model/time/clock.ts';
import type { DailyHistory, DailyQuery, HistoryStore } from '../../../core/watch/history/history-store.ts';
import type { Schema } from '../engine/schema.ts';
import { readDaily } from './read-daily.ts';

export class SqliteHistoryStore implements HistoryStore {
  readonly #db: Kysely<Schema>;
  readonly #clock: Clock;

  constructor(db: Kysely<Schema>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  daily(connection: string, query: DailyQuery): Promise<DailyHistory> {
    return readDaily(this.#db, connection, query, this.#clock.now());
  }
}
