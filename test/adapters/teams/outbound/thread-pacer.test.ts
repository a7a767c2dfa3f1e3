import { describe, expect, it } from 'vitest';
import { createFakeTime } from '../../../../simulators/teams/fake-time.ts';
import { ThreadPacer } from '../../../../src/adapters/teams/outbound/thread-pacer.ts';

/** Start times of so many turns that are all asked for at once. */
async function startsOf(turns: { conversationId: string; tenantId: string }[]): Promise<number[]> {
  const clock = { now: () => 0, monotonicMs: () => 0 };
  const waits: number[] = [];
  const pacer = new ThreadPacer({
    clock,
    sleep: async (ms) => {
      waits.push(ms);
    },
  });
  for (const turn of turns) await pacer.turn(turn);
  return [...Array.from({ length: turns.length - waits.length }, () => 0), ...waits];
}

const most = (starts: number[], spanMs: number): number =>
  Math.max(...starts.map((start) => starts.filter((one) => one >= start && one < start + spanMs).length));

describe('ThreadPacer', () => {
  it('keeps all four limits of a conversation', async () => {
    const turn = { conversationId: 'a:1', tenantId: 't' };
    const starts = await startsOf(Array.from({ length: 3700 }, () => turn));
    expect([most(starts, 1000), most(starts, 2000), most(starts, 30_000), most(starts, 3_600_000)]).toEqual([
      7, 8, 60, 1800,
    ]);
  });

  it('lets a first burst go at once', async () => {
    const turn = { conversationId: 'a:1', tenantId: 't' };
    expect(await startsOf(Array.from({ length: 7 }, () => turn))).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('keeps the limit of a tenant over many conversations', async () => {
    const starts = await startsOf(
      Array.from({ length: 200 }, (_, index) => ({ conversationId: `a:${index}`, tenantId: 't' })),
    );
    expect(most(starts, 1000)).toBe(50);
  });

  it('does not let one conversation hold up another', async () => {
    const busy = Array.from({ length: 9 }, () => ({ conversationId: 'a:1', tenantId: 't' }));
    const time = createFakeTime();
    const pacer = new ThreadPacer({ clock: { now: () => 0, monotonicMs: () => 0 }, sleep: time.sleep });
    for (const turn of busy) await pacer.turn(turn);
    const before = time.slept.length;
    await pacer.turn({ conversationId: 'a:2', tenantId: 't' });
    expect(time.slept.length).toBe(before);
  });

  it('counts the threads of a channel together', async () => {
    const starts = await startsOf(
      Array.from({ length: 8 }, (_, index) => ({ conversationId: `19:c;messageid=${index}`, tenantId: 't' })),
    );
    expect(most(starts, 1000)).toBe(7);
  });

  it('forgets what no limit reaches any more', async () => {
    const time = createFakeTime();
    const pacer = new ThreadPacer(time);
    const turn = { conversationId: 'a:1', tenantId: 't' };
    for (let index = 0; index < 7; index += 1) await pacer.turn(turn);
    time.advance(2 * 3_600_000);
    for (let index = 0; index < 7; index += 1) await pacer.turn(turn);
    expect(time.slept).toEqual([]);
  });
});
