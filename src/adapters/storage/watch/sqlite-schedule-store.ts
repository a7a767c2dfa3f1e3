import { type Kysely, sql } from 'kysely';
import type { Recheck } from '../../../core/watch/incidents/recheck.ts';
import type { Schedule, ScheduleState } from '../../../core/watch/schedules/schedule.ts';
import type { ScheduleStore } from '../../../core/watch/schedules/schedule-store.ts';
import { toFlag } from '../engine/columns.ts';
import type { Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';
import type { ScheduleRow, WatchSchema } from '../engine/watch-schema.ts';
import { toRecheck } from './state-rows.ts';

/** A state belongs to a schedule that is there: that of one which was removed while it ran is not kept. */
export class SqliteScheduleStore implements ScheduleStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async list(): Promise<Schedule[]> {
    const rows = await this.#db.selectFrom('schedules').selectAll().orderBy('id').execute();
    return rows.map(toSchedule);
  }

  async put(schedule: Schedule): Promise<void> {
    const row = toScheduleRow(schedule);
    await this.#db.transaction().execute((trx) => upsert(trx, 'schedules', ['id'], [row]));
  }

  async remove(id: string): Promise<boolean> {
    return await this.#db.transaction().execute(async (trx) => {
      const { numDeletedRows } = await trx.deleteFrom('schedules').where('id', '=', id).executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }

  async states(): Promise<ScheduleState[]> {
    const rows = await this.#db.selectFrom('schedule_states').selectAll().orderBy('schedule_id').execute();
    return rows.map(toState);
  }

  async putState({ scheduleId, handledUntil, running, lastStartedAt }: ScheduleState): Promise<void> {
    const values = sql`${handledUntil}, ${running?.dueAt ?? null}, ${running?.startedAt ?? null}, ${lastStartedAt}`;
    await this.#db.transaction().execute((trx) =>
      sql`
        insert into schedule_states
          (schedule_id, handled_until, running_due_at, running_started_at, last_started_at)
        select id, ${values} from schedules where id = ${scheduleId}
        on conflict (schedule_id) do update set handled_until = excluded.handled_until,
          running_due_at = excluded.running_due_at, running_started_at = excluded.running_started_at,
          last_started_at = excluded.last_started_at`.execute(trx),
    );
  }

  async rechecks(): Promise<Recheck[]> {
    const rows = await this.#db.selectFrom('rechecks').selectAll().orderBy('connection').execute();
    return rows.map(toRecheck);
  }

  async takeRecheck(connection: string, notBefore: number): Promise<void> {
    await this.#db
      .transaction()
      .execute((trx) =>
        trx.deleteFrom('rechecks').where('connection', '=', connection).where('not_before', '=', notBefore).execute(),
      );
  }

  /** Goes from connection to connection in the index, so that it takes no longer in a year. */
  async lastFinished(until: number): Promise<ReadonlyMap<string, number>> {
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
      ) as finishedAt
      from connections where connection is not null`.execute(this.#db);
    return new Map(
      rows.flatMap(({ connection, finishedAt }) => (finishedAt === null ? [] : [[connection, finishedAt]])),
    );
  }
}

function toScheduleRow(schedule: Schedule): ScheduleRow {
  const { id, name, connection, cron, timeZone, only, tenants, offsetMs, jitterMs, paused, activeSince } = schedule;
  return {
    id,
    name,
    connection,
    cron,
    time_zone: timeZone,
    only,
    tenants: JSON.stringify(tenants),
    offset_ms: offsetMs,
    jitter_ms: jitterMs,
    paused: toFlag(paused),
    active_since: activeSince,
  };
}

function toSchedule(row: ScheduleRow): Schedule {
  const { id, name, connection, cron, only } = row;
  return {
    id,
    name,
    connection,
    cron,
    timeZone: row.time_zone,
    only,
    tenants: JSON.parse(row.tenants),
    offsetMs: row.offset_ms,
    jitterMs: row.jitter_ms,
    paused: row.paused === 1,
    activeSince: row.active_since,
  };
}

function toState(row: WatchSchema['schedule_states']): ScheduleState {
  const { running_due_at: dueAt, running_started_at: startedAt } = row;
  return {
    scheduleId: row.schedule_id,
    handledUntil: row.handled_until,
    running: dueAt === null || startedAt === null ? null : { dueAt, startedAt },
    lastStartedAt: row.last_started_at,
  };
}
