import { setImmediate as nextImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { isLongTurn, laterTurn, nextTurn } from '../../../../src/core/model/time/next-turn.ts';

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
      await nextImmediate();
      expect(went.length).toBeLessThanOrEqual(turn);
    }
    await done;
    expect(went).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
  });
});

describe('isLongTurn', () => {
  it('lets short pieces go on in one turn, and what comes after some milliseconds of them in a later one', async () => {
    let turns = 0;
    let turn = setImmediate(function next() {
      turns += 1;
      turn = setImmediate(next);
    });
    const work = async (ms: number): Promise<number> => {
      while (isLongTurn()) await laterTurn();
      const since = performance.now();
      while (performance.now() - since < ms);
      return turns;
    };
    const short = await Promise.all([work(0), work(0), work(0)]);
    expect(new Set(short).size).toBe(1);
    const long = await Promise.all([work(12), work(12), work(12)]);
    expect(new Set(long).size).toBe(3);
    clearImmediate(turn);
  });
});
