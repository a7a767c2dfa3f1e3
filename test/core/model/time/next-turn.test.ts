import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { isLongTurn, nextTurn } from '../../../../src/core/model/time/next-turn.ts';

describe('nextTurn', () => {
  it('lets one of all that wait go on in each turn of the event loop, in their order', async () => {
    const went: string[] = [];
    const work = async (name: string): Promise<void> => {
      for (const step of [1, 2]) {
        await nextTurn();
        went.push(`${name}${step}`);
      }
    };
    const done = Promise.all([work('a'), work('b'), work('c')]);
    for (let turn = 1; turn <= 6; turn += 1) {
      await setImmediate();
      expect(went.length).toBeLessThanOrEqual(turn);
    }
    await done;
    expect(went).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
  });
});

describe('isLongTurn', () => {
  it('says so once a turn has lasted for some milliseconds, and begins anew with the next', async () => {
    expect(isLongTurn()).toBe(false);
    const since = performance.now();
    while (performance.now() - since < 10);
    await Promise.resolve();
    expect(isLongTurn()).toBe(true);
    await setImmediate();
    expect(isLongTurn()).toBe(false);
  });
});
