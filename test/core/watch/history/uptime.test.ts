import { describe, expect, it } from 'vitest';
import { toHistoryReading } from '../../../../src/core/watch/history/to-history-reading.ts';
import { keepRun, useDatabase } from '../../../adapters/storage/fixtures.ts';
import { check, fail, pass, tenant } from '../../../adapters/storage/results.ts';
import { seededRandom } from '../seeded-random.ts';
import { NO_INCIDENTS } from './daily.ts';

const HOUR_MS = 3_600_000;
const DAYS = 30;
const FIRST = Date.UTC(2026, 0, 5);

describe('uptime', () => {
  const database = useDatabase();

  // Sweeps, tests by name, interrupted ones and long pauses, in an order of their own for each seed.
  it.each([1, 2, 3, 4, 5, 6])(
    'is nothing for what failed every test and all for what passed every one, seed %i',
    async (seed) => {
      const random = seededRandom(seed);
      const { runs, history, close } = await database.open({ file: `${database.folder}/${seed}.db` });
      const always = (state: 'fails' | 'works', ids: readonly string[]) =>
        ids.map((id) => (state === 'works' ? pass(id as 'graph.read') : fail('gdap.expired', 't', id as 'graph.read')));
      let at = FIRST;
      for (let run = 0; at < FIRST + (DAYS - 1) * 24 * HOUR_MS; run += 1) {
        const ids = random() < 0.3 ? ['graph.token'] : ['graph.token', 'exchange.token'];
        const found = [
          tenant('fails', ...always('fails', ids)),
          tenant('works', ...always('works', ids)),
          tenant('unknown', ...ids.map((id) => check('unknown', { id: id as 'graph.read' }))),
          tenant('half', fail('gdap.expired'), pass('exchange.token')),
          tenant('skipped', check('skipped')),
        ];
        const tenants = random() < 0.4 ? found.filter(() => random() < 0.5) : found;
        const status = random() < 0.2 ? 'interrupted' : 'completed';
        const scope = random() < 0.5 ? 'all' : 'named';
        await keepRun({ runs }, database.clock, `RUN-${run}`, { at, results: { tenants }, status, scope });
        at += Math.round(HOUR_MS * (random() < 0.2 ? 1 + random() * 80 : random() * 20));
      }
      const now = FIRST + DAYS * 24 * HOUR_MS;
      database.clock.set(now);
      const daily = await history.daily('default', { from: FIRST - 40 * HOUR_MS, to: now + 1 });
      const view = toHistoryReading({ connection: 'default', daily, record: NO_INCIDENTS, now });
      expect(new Map(view.rows.map((row) => [row.tenantId, row.uptimePercent]))).toEqual(
        new Map([
          ['fails', 0],
          ['half', 0],
          ['unknown', 0],
          ['works', 100],
        ]),
      );
      await close();
    },
  );

  it('counts the first test at once, though it has taken no time yet', async () => {
    const storage = await database.open();
    const tenants = [tenant('fails', fail('gdap.expired')), tenant('works', pass())];
    await keepRun(storage, database.clock, 'RUN', { at: FIRST, results: { tenants } });
    database.clock.set(FIRST);
    const daily = await storage.history.daily('default', { from: FIRST - HOUR_MS, to: FIRST + 1 });
    const view = toHistoryReading({ connection: 'default', daily, record: NO_INCIDENTS, now: FIRST });
    expect(view.rows.map((row) => [row.tenantId, row.uptimePercent])).toEqual([
      ['fails', 0],
      ['works', 100],
    ]);
  });
});
