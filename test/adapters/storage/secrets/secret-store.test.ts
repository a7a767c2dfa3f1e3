import { describe, expect, it } from 'vitest';
import { useDatabase } from '../fixtures.ts';

const SECRET = { sealed: 'v1.AAAA.BBBB', fingerprint: 'f00', updatedAt: 1000 };

describe('the secret store', () => {
  const database = useDatabase();

  it('keeps a sealed secret by its name, the last one given', async () => {
    const { secrets } = await database.open();
    expect(await secrets.read('refresh-token')).toBeUndefined();
    await secrets.keep('refresh-token', { ...SECRET, fingerprint: null });
    await secrets.keep('refresh-token', { ...SECRET, updatedAt: 2000 });
    await secrets.keep('another', SECRET);
    expect(await secrets.read('refresh-token')).toEqual({ ...SECRET, updatedAt: 2000 });
    expect(await secrets.read('another')).toEqual(SECRET);
  });

  it('says whether it holds any', async () => {
    const { secrets } = await database.open();
    expect(await secrets.any()).toBe(false);
    await secrets.keep('refresh-token', SECRET);
    expect(await secrets.any()).toBe(true);
    expect(await secrets.remove('refresh-token')).toBe(true);
    expect(await secrets.remove('refresh-token')).toBe(false);
    expect(await secrets.any()).toBe(false);
  });

  it('keeps the check of the master key apart: it is no secret', async () => {
    const { secrets } = await database.open();
    expect(await secrets.keyCheck()).toBeUndefined();
    await secrets.keepKeyCheck('v1.CCCC');
    await secrets.keepKeyCheck('v1.DDDD');
    expect(await secrets.any()).toBe(false);
    expect(await (await database.open()).secrets.keyCheck()).toBe('v1.DDDD');
  });
});
