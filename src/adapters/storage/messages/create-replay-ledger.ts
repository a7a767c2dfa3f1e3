import { sql } from 'kysely';
import type { Clock } from '../../../core/model/time/clock.ts';
import type { Db } from '../engine/schema.ts';

export interface ActivityLedger {
  /**
   * True exactly once for a key until `keepUntil` (milliseconds since the epoch), also where two ask at the same time,
   * in whatever process. The key is kept before it resolves.
   */
  firstSeen(key: string, keepUntil: number): Promise<boolean>;
}

export function createReplayLedger(db: Db, clock: Clock): ActivityLedger {
  return {
    firstSeen: async (key, keepUntil) => {
      const { numAffectedRows } = await sql`
        insert into received_activities (key, keep_until) values (${key}, ${keepUntil})
        on conflict (key) do update set keep_until = excluded.keep_until
        where received_activities.keep_until <= ${clock.now()}`.execute(db);
      return numAffectedRows === 1n;
    },
  };
}
