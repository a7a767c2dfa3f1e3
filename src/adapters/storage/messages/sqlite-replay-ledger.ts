import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../../core/model/time/clock.ts';
import type { Schema } from '../engine/schema.ts';

/** Remembers what was received, across restarts. */
export class SqliteReplayLedger {
  readonly #db: Kysely<Schema>;
  readonly #clock: Clock;

  constructor(db: Kysely<Schema>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /**
   * True exactly once for a key until `keepUntil` (milliseconds since the epoch), also where two ask at the same time,
   * in whatever process. The key is kept before it resolves.
   */
  async firstSeen(key: string, keepUntil: number): Promise<boolean> {
    return await this.#db.transaction().execute(async (trx) => {
      const { numAffectedRows } = await sql`
        insert into received_activities (key, keep_until) values (${key}, ${keepUntil})
        on conflict (key) do update set keep_until = excluded.keep_until
        where received_activities.keep_until <= ${this.#clock.now()}`.execute(trx);
      return numAffectedRows === 1n;
    });
  }
}
