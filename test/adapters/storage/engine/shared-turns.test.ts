import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../../src/adapters/storage/engine/engines.ts';

const COUNT = sql`with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 40000) select max(n) from numbers`;

it('lets the event loop turn between the statements of many callers, but not inside of a transaction', async () => {
  const { db } = await openDatabase(':memory:', 1000, () => {});
  let turns = 0;
  let turn = setImmediate(function next() {
    turns += 1;
    turn = setImmediate(next);
  });
  try {
    const four = async (): Promise<void> => {
      for (let count = 0; count < 4; count += 1) await COUNT.execute(db);
    };
    await Promise.all(Array.from({ length: 10 }, four));
    expect(turns).toBeGreaterThan(5);
    await db.transaction().execute(async (transaction) => {
      await COUNT.execute(transaction);
      const before = turns;
      for (let count = 0; count < 4; count += 1) await COUNT.execute(transaction);
      expect(turns).toBe(before);
    });
  } finally {
    clearImmediate(turn);
    await db.destroy();
  }
});
