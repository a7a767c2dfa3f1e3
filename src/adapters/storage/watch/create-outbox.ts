import { sql } from 'kysely';
import type { MessageAddress } from '../../../core/cards/messenger.ts';
import type { Backlog, Completion, NewOutboxEntry, Outbox } from '../../../core/watch/incidents/outbox.ts';
import { inSnapshot } from '../engine/in-snapshot.ts';
import { inTurns } from '../engine/in-turns.ts';
import type { Db, Trx } from '../engine/schema.ts';
import { countGivenUp, dropPlace } from './drop-place.ts';
import { toOutboxRow } from './outbox-row.ts';
import { readDue, readIsAnyDue, readNextDueAt } from './read-due.ts';

const LONGEST_WAIT_MS = 60 * 60_000;
/** A delivery that works takes seconds. */
const SLOW_MS = 5 * 60_000;
/** So long it is shown what was given up. */
const SHOWN_MS = 7 * 24 * 60 * 60_000;

const DROPPED = ['id', 'place', 'kind', 'messageId', 'attempts'] as const;

/** What waits is a row; what was delivered or given up is none. Given up is also counted, and kept with its problem. */
export function createOutbox(db: Db): Outbox {
  const outbox: Outbox = {
    due: async (query) => {
      if (!(await readIsAnyDue(db, query.now))) return [];
      for (;;) {
        const { entries, damaged } = await inSnapshot(db, (snapshot) => readDue(snapshot, query));
        // What waits behind one that nobody can read would wait for ever.
        for (const id of damaged) await outbox.drop(id, query.now, 'what was to be said here cannot be read any more');
        if (entries.length > 0 || damaged.length === 0) return entries;
      }
    },
    nextDueAt: (exceptPlaces, lane) => readNextDueAt(db, exceptPlaces, lane),
    begin: async (id, at) =>
      void (await db.updateTable('outbox').set({ maybeSentAt: at }).where('id', '=', id).execute()),
    complete: (completion) => db.transaction().execute((trx) => complete(trx, completion)),
    postpone: async (id, { uncertain = false, ...again }) => {
      const row = { ...again, ...(uncertain ? {} : { maybeSentAt: null }) };
      await db.updateTable('outbox').set(row).where('id', '=', id).execute();
    },
    retime: async (now) => {
      const tooLate = db.updateTable('outbox').where('notBefore', '>', now + LONGEST_WAIT_MS);
      await tooLate.set({ notBefore: now }).execute();
    },
    drop: (id, at, problem, notices = []) =>
      db.transaction().execute(async (trx) => {
        const row = await trx.deleteFrom('outbox').where('id', '=', id).returning(DROPPED).executeTakeFirst();
        if (!row || problem === null) return;
        await trx
          .insertInto('givenUpDeliveries')
          .values({ ...row, at, problem })
          .execute();
        await countGivenUp(trx, 1);
        await writeEntries(trx, notices);
      }),
    forgetAddress: (messageId) => db.transaction().execute((trx) => moveMessage(trx, messageId, ([, ...rest]) => rest)),
    noteCopy: (messageId, copy, edit) =>
      db.transaction().execute(async (trx) => {
        await moveMessage(trx, messageId, (all) => [...all, copy]);
        await writeEntries(trx, [edit]);
      }),
    forgetCopy: (messageId, copy) =>
      db.transaction().execute((trx) => moveMessage(trx, messageId, (all) => all.filter((one) => one !== copy))),
    abandonPlace: ({ place, at, problem, notices }) =>
      db.transaction().execute(async (trx) => {
        const broken = { brokenSince: at, brokenProblem: problem };
        await trx.updateTable('subscriptions').set(broken).where('place', '=', place).execute();
        await dropPlace(trx, place, { at, problem });
        await writeEntries(trx, notices);
      }),
    enqueue: async (entries) => {
      if (entries.length > 0) await db.transaction().execute((trx) => writeEntries(trx, entries));
    },
    backlog: (now) => readBacklog(db, now),
    depth: async () => {
      const { waiting } = await db
        .selectFrom('outbox')
        .select((select) => select.fn.countAll<number>().as('waiting'))
        .executeTakeFirstOrThrow();
      const oldest = await db.selectFrom('outbox').select('createdAt').orderBy('seq').limit(1).executeTakeFirst();
      const { givenUp } = await db.selectFrom('watchState').select('givenUp').executeTakeFirstOrThrow();
      return { waiting, oldestAt: oldest?.createdAt ?? null, dropped: givenUp };
    },
  };
  return outbox;
}

async function complete(trx: Trx, { id, address, covers, next }: Completion): Promise<void> {
  const row = await trx
    .selectFrom('outbox')
    .select(['seq', 'place', 'orderKey', 'messageId'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return;
  await trx.deleteFrom('outbox').where('seq', '=', row.seq).execute();
  if (covers.kinds.length > 0) {
    await trx
      .deleteFrom('outbox')
      .where('place', '=', row.place)
      .where('orderKey', '=', row.orderKey)
      .where('seq', '<=', covers.readUpTo)
      .where('kind', 'in', covers.kinds)
      .execute();
  }
  if (address !== undefined && row.messageId !== null)
    await moveMessage(trx, row.messageId, (all) => [...all, address]);
  if (next) await writeEntries(trx, [next]);
}

async function readBacklog(db: Db, now: number): Promise<Backlog[]> {
  const { rows } = await sql<Backlog>`
      with undelivered as (
        select place, created_at, problem, 1 as waits from outbox
        where attempts > 0 or created_at < ${now - SLOW_MS}
        union all
        select place, at, problem, 0 from given_up_deliveries where at >= ${now - SHOWN_MS}
      )
      select place, sum(waits) as waiting, min(case when waits = 1 then created_at end) as oldest_at,
        sum(1 - waits) as given_up, max(problem) as problem
      from undelivered group by place order by place`.execute(db);
  return rows;
}

/** Writes where a message stands: the one that is answered first, then its copies. Nothing of one that was removed. */
async function moveMessage(
  trx: Trx,
  id: string,
  move: (all: readonly MessageAddress[]) => readonly MessageAddress[],
): Promise<void> {
  const known = await trx
    .selectFrom('alertMessages')
    .select(['address', 'copies'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!known) return;
  const all = known.address === null ? known.copies : [known.address, ...known.copies];
  const [address = null, ...copies] = new Set(move(all));
  await trx.updateTable('alertMessages').set({ address, copies }).where('id', '=', id).execute();
}

async function writeEntries(trx: Trx, entries: readonly NewOutboxEntry[]): Promise<void> {
  await inTurns(entries, (chunk) => trx.insertInto('outbox').values(chunk.map(toOutboxRow)).execute());
}
