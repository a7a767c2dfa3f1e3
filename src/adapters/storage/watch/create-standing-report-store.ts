import type { StandingReportStore } from '../../../core/watch/reports/standing-report.ts';
import { deleteSome } from '../engine/delete-some.ts';
import type { Db } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';
import { toOutboxRow } from './outbox-row.ts';

export function createStandingReportStore(db: Db): StandingReportStore {
  return {
    list: async () => {
      const rows = await db.selectFrom('standingReports').selectAll().orderBy('name').execute();
      return rows.map(({ tagged, ...report }) => (tagged === null ? report : { ...report, tagged }));
    },
    put: ({ tagged = null, ...report }) => upsert(db, 'standingReports', ['name'], [{ ...report, tagged }]),
    remove: (name) => deleteSome(db.deleteFrom('standingReports').where('name', '=', name)),
    tell: (report, until, entry) =>
      db.transaction().execute(async (trx) => {
        const taken = await trx
          .updateTable('standingReports')
          .set({ reportedUntil: until })
          .where('name', '=', report.name)
          .where('reportedUntil', '=', report.reportedUntil)
          .returning('name')
          .executeTakeFirst();
        if (taken) await trx.insertInto('outbox').values(toOutboxRow(entry)).execute();
      }),
  };
}
