import { ulid } from 'ulid';
import { describe, expect, it } from 'vitest';
import type { Storage } from '../../../../src/adapters/storage/open-storage.ts';
import { TagBook } from '../../../../src/core/model/tenants/tag-book.ts';
import { Watch } from '../../../../src/core/watch/watch.ts';
import { failing, report, tenantId, working } from '../../../core/fixtures.ts';
import { MINUTE, okPartner, START } from '../../../core/watch/harness.ts';
import { useDatabase } from '../fixtures.ts';
import { subscription } from './rows.ts';

const TAGGED = { tags: ['emea'], withoutTags: [] };

describe('what a place is told of as tags come and go', () => {
  const database = useDatabase();
  let now = START;
  let given: string[] = [];

  /** Of one process. Whoever has the tag is the same for all. */
  function start({ incidents, outbox, subscriptions, accepted }: Storage): Watch {
    const facts = { now, seen: [], causes: new Map(), ends: {}, licences: new Map() };
    return new Watch({
      ...{ incidents, outbox, subscriptions, accepted },
      mayHear: () => true,
      readTags: async (name) =>
        new TagBook(name, { given: given.map((id) => ({ tenantId: id, tag: 'emea' })), rules: [] }, facts),
      clock: { now: () => now, monotonicMs: () => now },
      newId: () => ulid(),
    });
  }

  const told = async (): Promise<unknown[]> =>
    (await database.rows('select place, kind from outbox order by seq')).flatMap((row) => Object.values(row as object));

  it('is written with it: two that look at once, and each that starts later, tell it once', async () => {
    const storages = [await database.open(), await database.open()] as const;
    const [storage] = storages;
    await storage.subscriptions.put(subscription('route:old', { tagged: TAGGED, createdAt: 1 }));
    given = [tenantId(1)];
    const first = start(storage);
    for (const id of ['RUN1', 'RUN2']) {
      now += 20 * MINUTE;
      const run = { id, startedAt: now - 1000, finishedAt: now, scope: 'all' } as const;
      const tenants = [failing(1, 'mfa.required', { owner: 'customer' }), working(2), working(3)];
      await first.recordSweep(report({ partner: okPartner(), tenants, run }));
    }
    given = [];
    // It was open before: once it is looked at, only a tag that is given then makes it news.
    await storage.subscriptions.put(subscription('route:new', { tagged: TAGGED, createdAt: now + 1 }));
    const expected = ['route:old', 'open'];
    for (const [tenants, more] of [
      [[], ['route:old', 'edit']],
      [[tenantId(1)], ['route:old', 'edit', 'route:old', 'remind', 'route:new', 'open']],
      [[], ['route:old', 'edit', 'route:new', 'edit']],
    ] as const) {
      given = [...tenants];
      now += MINUTE;
      await Promise.all(storages.map((one) => start(one).tick()));
      await start(storage).tick();
      expected.push(...more);
      expect(await told()).toEqual(expected);
    }
  });
});
