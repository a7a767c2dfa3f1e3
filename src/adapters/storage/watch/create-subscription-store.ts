import type { SubscriptionStore } from '../../../core/watch/notifications/subscription.ts';
import { deleteSome } from '../engine/delete-some.ts';
import type { Db } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';
import { dropPlace } from './drop-place.ts';

export function createSubscriptionStore(db: Db): SubscriptionStore {
  return {
    list: async () => {
      const rows = await db.selectFrom('subscriptions').selectAll().orderBy('createdAt').orderBy('place').execute();
      return rows.map(({ brokenSince: since, brokenProblem: problem, tagged, afterMs, ...subscription }) => ({
        ...subscription,
        ...(tagged === null ? {} : { tagged }),
        ...(afterMs === null ? {} : { afterMs }),
        broken: since === null || problem === null ? null : { since, problem },
      }));
    },
    put: async ({ broken, tagged = null, afterMs = null, ...subscription }) => {
      const row = {
        ...subscription,
        tagged,
        afterMs,
        brokenSince: broken?.since ?? null,
        brokenProblem: broken?.problem ?? null,
      };
      await upsert(db, 'subscriptions', ['place'], [row]);
    },
    remove: (place) =>
      db.transaction().execute(async (trx) => {
        await dropPlace(trx, place);
        return await deleteSome(trx.deleteFrom('subscriptions').where('place', '=', place));
      }),
  };
}
