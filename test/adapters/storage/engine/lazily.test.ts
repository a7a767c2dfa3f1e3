import { describe, expect, it } from 'vitest';
import { lazily } from '../../../../src/adapters/storage/engine/lazily.ts';

class Counter {
  #count = 0;

  async add(by: number): Promise<number> {
    this.#count += by;
    return this.#count;
  }

  async fail(): Promise<void> {
    throw new Error('it fails');
  }
}

describe('lazily', () => {
  it('loads the part with the first call, once', async () => {
    let loads = 0;
    const counter = lazily(async () => {
      loads += 1;
      return new Counter();
    });
    expect(loads).toBe(0);
    expect(await Promise.all([counter.add(2), counter.add(3)])).toEqual([2, 5]);
    expect(loads).toBe(1);
  });

  it('passes on what a method throws', async () => {
    await expect(lazily(async () => new Counter()).fail()).rejects.toThrow('it fails');
  });

  it('loads again after a load that failed', async () => {
    let loads = 0;
    const counter = lazily(async () => {
      loads += 1;
      if (loads === 1) throw new Error('not now');
      return new Counter();
    });
    await expect(counter.add(1)).rejects.toThrow('not now');
    expect(await counter.add(1)).toBe(1);
  });

  it('is no promise itself', async () => {
    const counter = lazily(async () => new Counter());
    expect(await Promise.resolve(counter)).toBe(counter);
  });
});
