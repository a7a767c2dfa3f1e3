import type { AcceptedStore } from '../../../core/diagnosis/report/accepted-store.ts';
import { deleteSome } from '../engine/delete-some.ts';
import type { Db } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

export function createAcceptedStore(db: Db): AcceptedStore {
  return {
    accepted: async (connection) => {
      const rows = await db
        .selectFrom('acceptedFailures')
        .selectAll()
        .where('connection', '=', connection)
        .orderBy('acceptedAt')
        .orderBy('tenantId')
        .orderBy('checkId')
        .execute();
      return rows.map(({ checkId, untilAt: until, ...row }) => ({ ...row, checkId: checkId || null, until }));
    },
    accept: async ({ checkId, until, ...failure }) => {
      const row = { ...failure, checkId: checkId ?? ('' as const), untilAt: until };
      await upsert(db, 'acceptedFailures', ['connection', 'tenantId', 'checkId'], [row]);
    },
    withdraw: (connection, tenantId, checkId) =>
      deleteSome(
        db
          .deleteFrom('acceptedFailures')
          .where('connection', '=', connection)
          .where('tenantId', '=', tenantId)
          .where('checkId', '=', checkId ?? ''),
      ),
    windows: (connection, now) =>
      db
        .selectFrom('maintenanceWindows')
        .select(['id', 'connection', 'tenantId', 'fromAt as from', 'toAt as to', 'reason', 'createdBy'])
        .where('connection', '=', connection)
        .where('toAt', '>', now)
        .orderBy('fromAt')
        .orderBy('id')
        .execute(),
    putWindow: ({ from, to, ...window }) =>
      upsert(db, 'maintenanceWindows', ['id'], [{ ...window, fromAt: from, toAt: to }]),
    removeWindow: (id) => deleteSome(db.deleteFrom('maintenanceWindows').where('id', '=', id)),
  };
}
