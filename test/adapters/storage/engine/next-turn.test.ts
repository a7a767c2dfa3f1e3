import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { nextTurn } from '../../../../src/adapters/storage/engine/next-turn.ts';

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
