import { describe, expect, it } from 'vitest';
import { keepRun, useDatabase } from '../fixtures.ts';
import { fail, pass, tenant } from '../results.ts';

describe('the size of the file', () => {
  const database = useDatabase();

  // 2,048 bytes a run are 18 MB in a year of hourly sweeps; the budget for 1,000 tenants is 1 GB.
  it('grows by less than 2,048 bytes with a run of 1,000 tenants that changed nothing', async () => {
    const storage = await database.open();
    const sweep = async (number: number): Promise<void> => {
      const tenants = Array.from({ length: 1000 }, (_, index) =>
        index % 50 === 0
          ? tenant(`tenant-${index}`, fail('gdap.expired', `trace-${String(number).padStart(4, '0')}-${index}`))
          : tenant(`tenant-${index}`, pass(), pass('graph.read'), pass('exchange.token'), pass('exchange.read')),
      );
      const id = `01JD${String(number).padStart(22, '0')}`;
      await keepRun(storage, database.clock, id, { at: number * 3_600_000, results: { tenants } });
    };
    await sweep(0);
    const before = await bytes();
    for (let number = 1; number <= 60; number += 1) await sweep(number);
    expect(((await bytes()) - before) / 60).toBeLessThan(2048);
  });

  async function bytes(): Promise<number> {
    const [row] = (await database.rows(
      'select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()',
    )) as { bytes: number }[];
    return row?.bytes ?? 0;
  }
});
