import { describe, expect, it } from 'vitest';
import { useDatabase } from '../fixtures.ts';

describe('what is expected to fail', () => {
  const database = useDatabase();
  const failure = { connection: 'default', tenantId: 'a', checkId: null, reason: 'No licence; known.' };
  const accepted = { ...failure, acceptedAt: 1000, acceptedBy: "Ada O'Neill", until: null };
  const times = { from: 1000, to: 2000 };
  const window = { id: 'W1', connection: 'default', tenantId: null, ...times, reason: 'work', createdBy: 'Ada' };

  it('is one entry for each tenant and check, the whole tenant beside its checks', async () => {
    const store = (await database.open()).accepted;
    const one = { ...accepted, checkId: 'graph.token', until: 5000, acceptedAt: 2000 } as const;
    await store.accept({ ...accepted, reason: 'an earlier one' });
    await store.accept(one);
    await store.accept(accepted);
    await store.accept({ ...accepted, connection: 'other' });
    expect(await store.accepted('default')).toEqual([accepted, one]);
    expect(await store.withdraw('default', 'a', null)).toBe(true);
    expect(await store.withdraw('default', 'a', null)).toBe(false);
    expect(await store.accepted('default')).toEqual([one]);
  });

  it('has windows until they end', async () => {
    const store = (await database.open()).accepted;
    const other = { ...window, id: 'W2', tenantId: 'a', from: 500, to: 3000 };
    await store.putWindow({ ...window, to: 9000 });
    await store.putWindow(window);
    await store.putWindow(other);
    expect(await store.windows('default', 1999)).toEqual([other, window]);
    expect(await store.windows('default', 2000)).toEqual([other]);
    expect(await store.windows('other', 0)).toEqual([]);
    expect(await store.removeWindow('W2')).toBe(true);
    expect(await store.removeWindow('W2')).toBe(false);
  });
});
