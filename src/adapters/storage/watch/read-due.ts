import { type RawBuilder, sql } from 'kysely';
import type { DueEntry, Lane, Outbox } from '../../../core/watch/incidents/outbox.ts';
import { anyOf, byIndex } from '../engine/dialect-sql.ts';
import type { Db } from '../engine/schema.ts';
import { isDamagedRow } from '../engine/storage-error.ts';

/** Whether an older row of the same place and order waits. */
const WAITS = sql<boolean>`
  exists (
    select 1 from outbox as older
    where older.place = entry.place and older.order_key = entry.order_key and older.seq < entry.seq
  )`;

/** True of no place that is null. */
function inLane(place: RawBuilder<unknown>, lane: Lane | undefined): RawBuilder<boolean> {
  if (lane === undefined) return sql`${place} is not null`;
  return lane === 'routes' ? sql`${place} like 'route:%'` : sql`${place} not like 'route:%'`;
}

export interface Due {
  entries: DueEntry[];
  /** Ids of deliveries that are due and that nobody can read. */
  damaged: string[];
}

/** Whether anything is due at all: mostly nothing is, and to see that costs a tenth of going through the places. */
export async function readIsAnyDue(db: Db, now: number): Promise<boolean> {
  return (await sql`select seq from outbox where not_before <= ${now} limit 1`.execute(db)).rows.length > 0;
}

/**
 * See `Outbox.due`. Goes from place to place in the index and looks at each only until it finds something, so that it
 * takes as long as there are places, however much waits.
 */
export async function readDue(db: Db, { now, limit, exceptPlaces, lane }: Parameters<Outbox['due']>[0]): Promise<Due> {
  const { rows: found } = await sql<{ seq: number; id: string }>`
    with recursive places (place) as (
      select min(place) from outbox
      union all
      select (select min(place) from outbox where outbox.place > places.place) from places where place is not null
    ), oldest (seq) as (
      select (
        select entry.seq from outbox as entry ${byIndex(db, 'outboxByPlace')}
        where entry.place = places.place and entry.not_before <= ${now} and not ${WAITS}
        order by entry.seq limit 1
      ) from places where ${inLane(sql`place`, lane)} and place not in ${anyOf(db, exceptPlaces)}
    )
    select outbox.seq, id from oldest join outbox on outbox.seq = oldest.seq order by outbox.seq limit ${limit}`.execute(
    db,
  );
  const due: Due = { entries: [], damaged: [] };
  if (found.length === 0) return due;
  const { readUpTo } = await db
    .selectFrom('outbox')
    .select((select) => select.fn.max<number>('seq').as('readUpTo'))
    .executeTakeFirstOrThrow();
  for (const { seq, id } of found) {
    try {
      due.entries.push(await readEntry(db, seq, readUpTo));
    } catch (error) {
      if (!isDamagedRow(error)) throw error;
      due.damaged.push(id);
    }
  }
  return due;
}

async function readEntry(db: Db, bySeq: number, readUpTo: number): Promise<DueEntry> {
  const row = await db.selectFrom('outbox').selectAll().where('seq', '=', bySeq).executeTakeFirstOrThrow();
  const message =
    row.messageId === null
      ? undefined
      : await db.selectFrom('alertMessages').selectAll().where('id', '=', row.messageId).executeTakeFirst();
  const { seq: _, kind, messageId, problem, ...entry } = row;
  return { ...entry, readUpTo, message: message ?? null };
}

/** See `Outbox.nextDueAt`. */
export async function readNextDueAt(db: Db, exceptPlaces: readonly string[], lane?: Lane): Promise<number | null> {
  const { rows } = await sql<{ notBefore: number }>`
    select entry.not_before from outbox as entry ${byIndex(db, 'outboxByTime')}
    where ${inLane(sql`entry.place`, lane)} and entry.place not in ${anyOf(db, exceptPlaces)} and not ${WAITS}
    order by entry.not_before limit 1`.execute(db);
  return rows[0]?.notBefore ?? null;
}
