import { type Kysely, sql, type Transaction } from 'kysely';
import type { MessageAddress } from '../../../core/cards/messenger.ts';
import type {
  Backlog,
  Completion,
  DueEntry,
  NewOutboxEntry,
  Outbox,
  OutboxDepth,
  PlaceGone,
  Postponement,
} from '../../../core/watch/incidents/outbox.ts';
import { inSnapshot } from '../engine/in-snapshot.ts';
import { inTurns } from '../engine/in-turns.ts';
import type { Schema } from '../engine/schema.ts';
import { countGivenUp, dropPlace } from './drop-place.ts';
import { toOutboxRow } from './message-rows.ts';
import { readDue, readNextDueAt } from './read-due.ts';

const LONGEST_WAIT_MS = 60 * 60_000;
/** A delivery that works takes seconds. */
const SLOW_MS = 5 * 60_000;
/** So long it is shown what was given up. */
const SHOWN_MS = 7 * 24 * 60 * 60_000;

/** What waits is a row; what was delivered or given up is none. Given up is also counted, and kept with its problem. */
export class SqliteOutbox implements Outbox {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async due(query: { now: number; limit: number; exceptPlaces: readonly string[] }): Promise<DueEntry[]> {
    return await inSnapshot(this.#db, (snapshot) => readDue(snapshot, query));
  }

  async nextDueAt(exceptPlaces: readonly string[]): Promise<number | null> {
    return await readNextDueAt(this.#db, exceptPlaces);
  }

  async begin(id: string, at: number): Promise<void> {
    await this.#db
      .transaction()
      .execute((trx) => trx.updateTable('outbox').set({ maybe_sent_at: at }).where('id', '=', id).execute());
  }

  async complete({ id, address, covers, next }: Completion): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      const row = await trx.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst();
      if (!row) return;
      await trx.deleteFrom('outbox').where('seq', '=', row.seq).execute();
      if (covers.kinds.length > 0) {
        await trx
          .deleteFrom('outbox')
          .where('place', '=', row.place)
          .where('order_key', '=', row.order_key)
          .where('seq', '<=', covers.readUpTo)
          .where('kind', 'in', covers.kinds)
          .execute();
      }
      if (address !== undefined && row.message_id !== null) await writeAddress(trx, row.message_id, address);
      if (next) await writeEntries(trx, [next]);
    });
  }

  async postpone(id: string, again: Postponement): Promise<void> {
    const { notBefore, attempts, problem, refusals, uncertain = false } = again;
    const row = {
      not_before: notBefore,
      attempts,
      problem,
      ...(refusals === undefined ? {} : { refusals }),
      ...(uncertain ? {} : { maybe_sent_at: null }),
    };
    await this.#db.transaction().execute((trx) => trx.updateTable('outbox').set(row).where('id', '=', id).execute());
  }

  async retime(now: number): Promise<void> {
    await this.#db.transaction().execute((trx) =>
      trx
        .updateTable('outbox')
        .set({ not_before: now })
        .where('not_before', '>', now + LONGEST_WAIT_MS)
        .execute(),
    );
  }

  async drop(id: string, at: number, problem: string | null): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      const row = await trx.deleteFrom('outbox').where('id', '=', id).returningAll().executeTakeFirst();
      if (!row || problem === null) return;
      const { place, kind, message_id, attempts } = row;
      await trx
        .insertInto('given_up_deliveries')
        .values({ id, place, kind, message_id, at, attempts, problem })
        .execute();
      await countGivenUp(trx, 1);
    });
  }

  async forgetAddress(messageId: string): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      const known = await readAddresses(trx, messageId);
      if (known) await writeAddresses(trx, messageId, known.copies);
    });
  }

  async noteCopy(messageId: string, copy: MessageAddress, gone?: 'gone'): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      if (gone === undefined) return await writeAddress(trx, messageId, copy);
      const known = await readAddresses(trx, messageId);
      if (known)
        await writeAddresses(
          trx,
          messageId,
          known.all.filter((one) => one !== copy),
        );
    });
  }

  async abandonPlace({ place, at, problem, notices }: PlaceGone): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      await trx
        .updateTable('subscriptions')
        .set({ broken_since: at, broken_problem: problem })
        .where('place', '=', place)
        .execute();
      await dropPlace(trx, place, { at, problem });
      await writeEntries(trx, notices);
    });
  }

  async enqueue(entries: readonly NewOutboxEntry[]): Promise<void> {
    if (entries.length > 0) await this.#db.transaction().execute((trx) => writeEntries(trx, entries));
  }

  async backlog(now: number): Promise<Backlog[]> {
    const { rows } = await sql<Backlog>`
      with undelivered as (
        select place, created_at, problem, 1 as waits from outbox
        where attempts > 0 or created_at < ${now - SLOW_MS}
        union all
        select place, at, problem, 0 from given_up_deliveries where at >= ${now - SHOWN_MS}
      )
      select place, sum(waits) as waiting, min(case when waits then created_at end) as oldestAt,
        sum(1 - waits) as givenUp, max(problem) as problem
      from undelivered group by place order by place`.execute(this.#db);
    return rows;
  }

  async depth(): Promise<OutboxDepth> {
    const { waiting } = await this.#db
      .selectFrom('outbox')
      .select((select) => select.fn.countAll<number>().as('waiting'))
      .executeTakeFirstOrThrow();
    const oldest = await this.#db.selectFrom('outbox').select('created_at').orderBy('seq').limit(1).executeTakeFirst();
    const { given_up } = await this.#db.selectFrom('watch_state').select('given_up').executeTakeFirstOrThrow();
    return { waiting, oldestAt: oldest?.created_at ?? null, dropped: given_up };
  }
}

/** Where a message stands: the one that is answered, and its copies. Undefined for a message that was removed. */
async function readAddresses(trx: Transaction<Schema>, messageId: string) {
  const row = await trx
    .selectFrom('alert_messages')
    .select(['address', 'copies'])
    .where('id', '=', messageId)
    .executeTakeFirst();
  if (!row) return undefined;
  const copies: MessageAddress[] = JSON.parse(row.copies);
  return { copies, all: row.address === null ? copies : [row.address, ...copies] };
}

async function writeAddresses(trx: Transaction<Schema>, messageId: string, all: readonly string[]): Promise<void> {
  const [address = null, ...copies] = all;
  await trx
    .updateTable('alert_messages')
    .set({ address, copies: JSON.stringify(copies) })
    .where('id', '=', messageId)
    .execute();
}

/** One more place where it stands. */
async function writeAddress(trx: Transaction<Schema>, messageId: string, address: MessageAddress): Promise<void> {
  const known = await readAddresses(trx, messageId);
  if (known) await writeAddresses(trx, messageId, [...new Set([...known.all, address])]);
}

async function writeEntries(trx: Transaction<Schema>, entries: readonly NewOutboxEntry[]): Promise<void> {
  await inTurns(entries, (chunk) => trx.insertInto('outbox').values(chunk.map(toOutboxRow)).execute());
}
