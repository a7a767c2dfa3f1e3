import type { Kysely } from 'kysely';
import type { Subscription } from '../../../core/watch/notifications/subscription.ts';
import type { SubscriptionStore } from '../../../core/watch/notifications/subscription-store.ts';
import { toJsonOrNull } from '../engine/columns.ts';
import type { Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';
import type { SubscriptionRow } from '../engine/watch-schema.ts';
import { dropPlace } from './drop-place.ts';

export class SqliteSubscriptionStore implements SubscriptionStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async list(): Promise<Subscription[]> {
    const rows = await this.#db
      .selectFrom('subscriptions')
      .selectAll()
      .orderBy('created_at')
      .orderBy('place')
      .execute();
    return rows.map(toSubscription);
  }

  async put(subscription: Subscription): Promise<void> {
    const row = toRow(subscription);
    await this.#db.transaction().execute((trx) => upsert(trx, 'subscriptions', ['place'], [row]));
  }

  async remove(place: string): Promise<boolean> {
    return await this.#db.transaction().execute(async (trx) => {
      await dropPlace(trx, place);
      const { numDeletedRows } = await trx.deleteFrom('subscriptions').where('place', '=', place).executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }
}

function toRow(subscription: Subscription): SubscriptionRow {
  const { place, connections, causes, owners, quietHours, broken } = subscription;
  return {
    place,
    connections: JSON.stringify(connections),
    causes: JSON.stringify(causes),
    owners: JSON.stringify(owners),
    minimum_severity: subscription.minimumSeverity,
    quiet_hours: toJsonOrNull(quietHours),
    remind_after_ms: subscription.remindAfterMs,
    created_at: subscription.createdAt,
    created_by: subscription.createdBy,
    broken_since: broken?.since ?? null,
    broken_problem: broken?.problem ?? null,
  };
}

function toSubscription(row: SubscriptionRow): Subscription {
  const { place, quiet_hours, broken_since: since, broken_problem: problem } = row;
  return {
    place,
    connections: JSON.parse(row.connections),
    causes: JSON.parse(row.causes),
    owners: JSON.parse(row.owners),
    minimumSeverity: row.minimum_severity,
    quietHours: quiet_hours === null ? null : JSON.parse(quiet_hours),
    remindAfterMs: row.remind_after_ms,
    createdAt: row.created_at,
    createdBy: row.created_by,
    broken: since === null || problem === null ? null : { since, problem },
  };
}
