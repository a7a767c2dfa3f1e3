import { describe, expect, it } from 'vitest';
import { useDatabase } from '../fixtures.ts';
import { entry } from './audit-entry.ts';

describe('the audit log', () => {
  const database = useDatabase();

  it('gives the newest first, and of one moment the one recorded last', async () => {
    const { audit } = await database.open();
    for (const one of [entry(2000), entry(1000), entry(3000, { action: 'a' }), entry(3000, { action: 'b' })]) {
      await audit.record(one);
    }
    expect(await audit.latest(3)).toEqual([entry(3000, { action: 'b' }), entry(3000, { action: 'a' }), entry(2000)]);
    expect(await audit.latest(100)).toHaveLength(4);
  });

  it('keeps every field, hostile text included', async () => {
    const { audit } = await database.open();
    const hostile = `'; delete from audit_log; -- \u202e\u0000 @everyone`;
    const refused = entry(1000, {
      platform: 'terminal',
      personName: hostile,
      place: null,
      target: hostile,
      outcome: 'refused',
      reason: hostile,
    });
    await audit.record(refused);
    expect(await audit.latest(1)).toEqual([refused]);
  });

  it('takes entries of several at once', async () => {
    const storages = [await database.open(), await database.open()];
    const times = Array.from({ length: 40 }, (_, index) => index);
    await Promise.all(times.map((at) => storages[at % 2]?.audit.record(entry(at))));
    expect((await storages[0]?.audit.latest(100))?.map(({ at }) => at)).toEqual(times.toReversed());
  });
});
