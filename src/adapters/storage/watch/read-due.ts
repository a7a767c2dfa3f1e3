import { type Kysely, sql } from 'kysely';
import type { DueEntry } from '../../../core/watch/incidents/outbox.ts';
import type { Schema } from '../engine/schema.ts';
import { anyOf, byIndex } from '../engine/sqlite-sql.ts';
import { toAlertMessage } from './message-rows.ts';

/** Whether an older row of the same place and order waits. */
const WAITS = sql<boolean>`
  exists (
    select 1 from outbox as older
    where older.place = row.place and older.order_key = row.order_key and older.seq < row.seq
  )`;

/**
 * See `Outbox.due`. Goes from place to place in the index and looks at each only until it finds something, so that it
 * takes as long as there are places, however much waits.
 */
export async function readDue(
  db: Kysely<Schema>,
  { now, limit, exceptPlaces }: { now: number; limit: number; exceptPlaces: readonly string[] },
): Promise<DueEntry[]> {
  const { rows: found } = await sql<{ seq: number }>`
    with recursive places (place) as (
      select min(place) from outbox
      union all
      select (select min(place) from outbox where outbox.place > places.place) from places where place is not null
    ), oldest (seq) as (
      select (
        select row.seq from outbox as row ${byIndex('outbox_by_place')}
        where row.place = places.place and row.not_before <= ${now} and not ${WAITS}
        order by row.seq limit 1
      ) from places where place is not null and place not in ${anyOf(exceptPlaces)}
    )
    select seq from oldest where seq is not null order by seq limit ${limit}`.execute(db);
  if (found.length === 0) return [];
  const { readUpTo } = await db
    .selectFrom('outbox')
    .select((select) => select.fn.max<number>('seq').as('readUpTo'))
    .executeTakeFirstOrThrow();
  const entries: DueEntry[] = [];
  for (const { seq } of found) {
    const row = await db.selectFrom('outbox').selectAll().where('seq', '=', seq).executeTakeFirstOrThrow();
    const message =
      row.message_id === null
        ? undefined
        : await db.selectFrom('alert_messages').selectAll().where('id', '=', row.message_id).executeTakeFirst();
    const { id, key, place, attempts } = row;
    entries.push({
      id,
      key,
      place,
      orderKey: row.order_key,
      notBefore: row.not_before,
      createdAt: row.created_at,
      content: JSON.parse(row.content),
      attempts,
      refusals: row.refusals,
      maybeSentAt: row.maybe_sent_at,
      readUpTo,
      message: message ? toAlertMessage(message) : null,
    });
  }
  return entries;
}

/** See `Outbox.nextDueAt`. */
export async function readNextDueAt(db: Kysely<Schema>, exceptPlaces: readonly string[]): Promise<number | null> {
  const { rows } = await sql<{ not_before: number }>`
    select row.not_before from outbox as row ${byIndex('outbox_by_time')}
    where row.place not in ${anyOf(exceptPlaces)} and not ${WAITS}
    order by row.not_before limit 1`.execute(db);
  return rows[0]?.not_before ?? null;
}
