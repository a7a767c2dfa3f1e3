import { sql } from 'kysely';
import type { ScheduleStore } from '../../../core/watch/schedules/schedule.ts';
import { deleteSome } from '../engine/delete-some.ts';
import { bigint } from '../engine/dialect-sql.ts';
import type { Db } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

/** A state belongs to a schedule that is there: that of one which was removed while it ran is not kept. */
export function createScheduleStore(db: Db): ScheduleStore {
  return {
    list: async () => {
      const rows = await db.selectFrom('schedules').selectAll().orderBy('id').execute();
      return rows.map(({ tagged, ...schedule }) => (tagged === null ? schedule : { ...schedule, tagged }));
    },
    put: (schedule) => upsert(db, 'schedules', ['id'], [{ ...schedule, tagged: schedule.tagged ?? null }]),
    remove: (id) => deleteSome(db.deleteFrom('schedules').where('id', '=', id)),
    states: async () => {
      const rows = await db.selectFrom('scheduleStates').selectAll().orderBy('scheduleId').execute();
      return rows.map(({ runningDueAt: dueAt, runningStartedAt: startedAt, ...state }) => ({
        ...state,
        running: dueAt === null || startedAt === null ? null : { dueAt, startedAt },
      }));
    },
    putState: async ({ scheduleId, handledUntil, running, lastStartedAt }) => {
      const times = [handledUntil, running?.dueAt ?? null, running?.startedAt ?? null, lastStartedAt];
      const values = sql.join(times.map(bigint));
      await sql`
        insert into schedule_states
          (schedule_id, handled_until, running_due_at, running_started_at, last_started_at)
        select id, ${values} from schedules where id = ${scheduleId}
        on conflict (schedule_id) do update set handled_until = excluded.handled_until,
          running_due_at = excluded.running_due_at, running_started_at = excluded.running_started_at,
          last_started_at = excluded.last_started_at`.execute(db);
    },
    rechecks: () => db.selectFrom('rechecks').selectAll().orderBy('connection').execute(),
    takeRecheck: async (connection, notBefore) => {
      const seen = db.deleteFrom('rechecks').where('connection', '=', connection).where('notBefore', '=', notBefore);
      await seen.execute();
    },
    lastFinished: (until) => readLastFinished(db, until),
  };
}

/** Goes from connection to connection in the index, so that it takes no longer in a year. */
async function readLastFinished(db: Db, until: number): Promise<ReadonlyMap<string, number>> {
  const whole = sql`kind = 'testtokens' and scope = 'all' and status = 'completed'`;
  const { rows } = await sql<{ connection: string; finishedAt: number | null }>`
      with recursive connections (connection) as (
        select min(connection) from runs where status = 'completed'
        union all
        select (select min(connection) from runs where runs.connection > connections.connection and status = 'completed')
        from connections where connection is not null
      )
      select connection, (
        select max(finished_at) from runs where runs.connection = connections.connection and ${whole}
          and finished_at <= ${until}
      ) as finished_at
      from connections where connection is not null`.execute(db);
  return new Map(rows.flatMap(({ connection, finishedAt }) => (finishedAt === null ? [] : [[connection, finishedAt]])));
}
