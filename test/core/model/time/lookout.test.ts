import { describe, expect, it } from 'vitest';
import { Lookout } from '../../../../src/core/model/time/lookout.ts';
import { within } from '../../../../src/core/model/time/within.ts';
import { VirtualTime } from '../../virtual-time.ts';

function watchOver(steps: (number | Error)[]) {
  const time = new VirtualTime();
  const looks: number[] = [];
  const told: string[] = [];
  const start = time.monotonicMs();
  const lookout = new Lookout({
    timers: time,
    look: async () => {
      looks.push(time.monotonicMs() - start);
      const step = steps.shift() ?? 1000;
      if (step instanceof Error) throw step;
      return step;
    },
    afterFaultMs: 100,
    onFault: (error) => void told.push(String(error)),
    onMended: () => void told.push('mended'),
  });
  return { time, looks, told, lookout };
}

describe('a lookout', () => {
  it('looks when it is woken and when it is time, and at once where there is more', async () => {
    const { time, looks, lookout } = watchOver([0, 300, 500]);
    await lookout.wake();
    await time.advance(299);
    expect(looks).toEqual([0, 0]);
    await time.advance(1);
    await lookout.wake();
    expect(looks).toEqual([0, 0, 300, 300]);
  });

  it('looks once more, and never twice at once, where it is woken meanwhile', async () => {
    const { time, looks, lookout } = watchOver([]);
    await Promise.all([lookout.wake(), lookout.wake(), lookout.wake()]);
    expect(looks).toEqual([0, 0]);
    expect(time.waiting).toBe(1);
  });

  it('tells once of what fails alike, tries again, and says that it goes on', async () => {
    const { time, looks, told, lookout } = watchOver([new Error('busy'), new Error('busy'), new Error('full'), 50]);
    await lookout.wake();
    await time.advance(300);
    expect(looks).toEqual([0, 100, 200, 300]);
    expect(told).toEqual(['Error: busy', 'Error: full', 'mended']);
  });

  it('looks no more once it is stopped, and waits for the look under way', async () => {
    const { time, looks, lookout } = watchOver([]);
    const woken = lookout.wake();
    await lookout.stop();
    await lookout.wake();
    await woken;
    expect([looks, time.waiting, lookout.isStopped]).toEqual([[0], 0, true]);
  });
});

describe('a limit of time', () => {
  it('gives what was done, what is late, or what was wrong, and leaves no timer', async () => {
    const time = new VirtualTime();
    expect(await within(10, time, Promise.resolve('done'), () => 'late')).toBe('done');
    const late = within(10, time, new Promise<string>(() => {}), () => 'late');
    await time.advance(10);
    expect(await late).toBe('late');
    await expect(within(10, time, Promise.reject(new Error('wrong')), () => 'late')).rejects.toThrow('wrong');
    expect(time.waiting).toBe(0);
  });
});
