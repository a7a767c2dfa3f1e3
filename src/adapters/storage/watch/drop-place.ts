import { sql } from 'kysely';
import { nextTurn } from '../../../core/model/time/next-turn.ts';
import { bigint } from '../engine/dialect-sql.ts';
import type { Trx } from '../engine/schema.ts';
import { raiseSharedRevision } from './revision.ts';

const ROWS_A_TURN = 500;

/**
 * Everything that waits for a place goes: deliveries, what is held, messages. With a problem the deliveries count as
 * given up.
 */
export async function dropPlace(trx: Trx, place: string, givenUp?: { at: number; problem: string }): Promise<void> {
  const waiting = sql`from outbox where place = ${place} order by seq limit ${ROWS_A_TURN}`;
  await untilNone(async () => {
    if (givenUp) {
      await sql`
        insert into given_up_deliveries (id, place, kind, message_id, at, attempts, problem)
        select id, place, kind, message_id, ${bigint(givenUp.at)}, attempts, cast(${givenUp.problem} as text) ${waiting}`.execute(
        trx,
      );
    }
    const deleted = await sql`delete from outbox where seq in (select seq ${waiting})`.execute(trx);
    const count = Number(deleted.numAffectedRows ?? 0);
    if (givenUp) await countGivenUp(trx, count);
    return count;
  });
  for (const table of [sql.table('heldAlerts'), sql.table('alertMessages')]) {
    await untilNone(async () => {
      const some = sql`select id from ${table} where place = ${place} limit ${ROWS_A_TURN}`;
      const deleted = await sql`delete from ${table} where id in (${some})`.execute(trx);
      return Number(deleted.numAffectedRows ?? 0);
    });
  }
  await trx.deleteFrom('placeLooks').where('place', '=', place).execute();
  // What was planned before this would tell the place again.
  await raiseSharedRevision(trx);
}

export async function countGivenUp(trx: Trx, count: number): Promise<void> {
  await trx
    .updateTable('watchState')
    .set((row) => ({ givenUp: row('givenUp', '+', count) }))
    .execute();
}

/** Lets the event loop turn after each part. */
async function untilNone(deleteSome: () => Promise<number>): Promise<void> {
  while ((await deleteSome()) === ROWS_A_TURN) await nextTurn();
}
