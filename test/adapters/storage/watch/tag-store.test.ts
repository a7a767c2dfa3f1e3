import { describe, expect, it } from 'vitest';
import type { TagRule } from '../../../../src/core/model/tenants/tag.ts';
import { keepRun, useDatabase } from '../fixtures.ts';
import { fail, pass, tenant } from '../results.ts';

describe('the tags of tenants', () => {
  const database = useDatabase();
  const rule: TagRule = {
    tag: 'dach',
    names: ['müller*'],
    domains: ['*.de'],
    newWithinDays: 30,
    endingWithinDays: null,
    licences: ['spb'],
    causes: ['gdap.'],
  };
  const given = [
    { tenantId: 'b', tag: 'emea' },
    { tenantId: 'a', tag: 'vip' },
    { tenantId: 'a', tag: 'emea' },
  ];

  it('are ordered by tag and tenant, and those of a connection alone', async () => {
    const { tags } = await database.open();
    await tags.change('default', { add: given, remove: [] });
    await tags.change('other', { add: [{ tenantId: 'z', tag: 'emea' }], remove: [] });
    expect(await tags.read('default')).toEqual({
      given: [
        { tenantId: 'a', tag: 'emea' },
        { tenantId: 'b', tag: 'emea' },
        { tenantId: 'a', tag: 'vip' },
      ],
      rules: [],
    });
  });

  it('are given and taken in one, and what is so already is no fault', async () => {
    const { tags } = await database.open();
    await tags.change('default', { add: given, remove: [] });
    const [first] = given;
    await tags.change('default', { add: given, remove: first ? [first, { tenantId: 'nobody', tag: 'x' }] : [] });
    expect((await tags.read('default')).given).toHaveLength(3);
    await tags.change('default', { add: [], remove: given });
    expect((await tags.read('default')).given).toEqual([]);
  });

  it('are given by a rule, of which a tag has one', async () => {
    const { tags } = await database.open();
    await tags.putRule('default', { ...rule, names: [] });
    await tags.putRule('default', rule);
    expect((await tags.read('default')).rules).toEqual([rule]);
    expect((await tags.read('other')).rules).toEqual([]);
    // As rules were before there was such a condition.
    const { endingWithinDays: _, licences: __, ...before } = { ...rule, tag: 'old' };
    await database.exec(
      `insert into tag_rules (connection, tag, rule) values ('default', 'old', '${JSON.stringify(before)}')`,
    );
    expect((await tags.read('default')).rules).toEqual([rule, { ...before, endingWithinDays: null, licences: [] }]);
    expect(await tags.removeRule('default', 'dach')).toBe(true);
    expect(await tags.removeRule('default', 'dach')).toBe(false);
  });

  it('have another revision after whatever may give or take one, and the same after what may not', async () => {
    const storage = await database.open();
    const { tags } = storage;
    let [last, runs] = [await tags.revision('default'), 0];
    const raised = async (work: () => Promise<unknown>): Promise<string[]> => {
      const before = last;
      await work();
      last = await tags.revision('default');
      return (['tenants', 'causes'] as const).filter((what) => last[what] !== before[what]);
    };
    const sweep = (one: ReturnType<typeof tenant>) => {
      runs += 1;
      return keepRun(storage, database.clock, `run-${runs}`, { at: 2000 + runs, results: { tenants: [one] } });
    };
    expect(await raised(() => tags.change('default', { add: given, remove: [] }))).toEqual(['tenants']);
    expect(await raised(() => tags.putRule('default', rule))).toEqual(['tenants']);
    expect(await raised(() => tags.removeRule('default', 'dach'))).toEqual(['tenants']);
    expect(await raised(() => sweep(tenant('a', pass())))).toEqual(['tenants', 'causes']);
    expect(await raised(() => sweep(tenant('a', pass())))).toEqual([]);
    expect(await raised(() => sweep(tenant('a', fail('license.missing'))))).toEqual(['causes']);
    const renamed = { ...tenant('a', fail('license.missing')), displayName: 'Adler' };
    expect(await raised(() => sweep(renamed))).toEqual(['tenants']);
    expect(await raised(() => tags.putRule('other', rule))).toEqual([]);
    for (const raises of [['tenants'], []])
      expect(await raised(() => tags.keepEnds('default', { a: 5_000_000_000_000 }))).toEqual(raises);
    const owned = { tenantId: 'a', owned: ['SPB'], readAt: 5_000_000_000_000 };
    const refused = { tenantId: 'b', owned: null, readAt: 1 };
    for (const [raises, ...readings] of [
      [['tenants'], owned, refused],
      [[], { ...owned, readAt: 5_000_000_000_001 }],
      [['tenants'], { ...refused, owned: [] }],
    ] as const)
      expect(await raised(() => tags.keepLicences('default', readings))).toEqual(raises);
    const kept = [...(await tags.licences('default'))].sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
    expect(kept).toEqual([
      { ...owned, readAt: 5_000_000_000_001 },
      { ...refused, owned: [] },
    ]);
    expect(await tags.licences('default', ['b', 'c'])).toEqual([{ ...refused, owned: [] }]);
    expect(await tags.licences('other')).toEqual([]);
    expect([await tags.ends('default'), await tags.ends('other')]).toEqual([{ a: 5_000_000_000_000 }, {}]);
  });

  it('are thousands without a question for each', async () => {
    const { tags } = await database.open();
    const add = Array.from({ length: 300 }, (_, index) => ({ tenantId: `t${index}`, tag: `tag-${index % 50}` }));
    await tags.change('default', { add, remove: [] });
    expect((await tags.read('default')).given).toHaveLength(300);
  });

  it('takes what two processes have read of the same tenants at once, each whole', async () => {
    const storages = [await database.open(), await database.open()];
    const ids = Array.from({ length: 2000 }, (_, index) => `t${String(index).padStart(4, '0')}`);
    const readings = (readAt: number) => ids.map((tenantId) => ({ tenantId, owned: [`READ_${readAt}`], readAt }));
    const written = [readings(1), readings(2).reverse()];
    const revision = await storages[0]?.tags.revision('default');
    await Promise.all(storages.map(({ tags }, index) => tags.keepLicences('default', written[index] ?? [])));
    const kept = (await storages[0]?.tags.licences('default')) ?? [];
    expect([...kept].sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1))).toEqual(readings(kept[0]?.readAt ?? 0));
    expect((await storages[1]?.tags.revision('default'))?.tenants).toBe((revision?.tenants ?? 0) + 2);
  });
});
