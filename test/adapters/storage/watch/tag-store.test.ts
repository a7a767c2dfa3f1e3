import { describe, expect, it } from 'vitest';
import type { TagRule } from '../../../../src/core/model/tenants/tag.ts';
import { useDatabase } from '../fixtures.ts';

describe('the tags of tenants', () => {
  const database = useDatabase();
  const rule: TagRule = { tag: 'dach', names: ['müller*'], domains: ['*.de'], newWithinDays: 30, causes: ['gdap.'] };
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

  it('are read of some tags alone, with the names of all', async () => {
    const { tags } = await database.open();
    await tags.change('default', { add: given, remove: [] });
    const read = await tags.read('default', ['vip', 'unknown']);
    expect(read).toEqual({ given: [{ tenantId: 'a', tag: 'vip' }], rules: [], names: ['emea', 'vip'] });
    expect((await tags.read('default', [])).given).toEqual([]);
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
    expect(await tags.removeRule('default', 'dach')).toBe(true);
    expect(await tags.removeRule('default', 'dach')).toBe(false);
  });

  it('are thousands without a question for each', async () => {
    const { tags } = await database.open();
    const many = Array.from({ length: 40_000 }, (_, index) => `t${index}`);
    await tags.change('default', { add: given, remove: [] });
    expect((await tags.read('default', [...many, 'emea'])).given).toHaveLength(2);
  });
});
