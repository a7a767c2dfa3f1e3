import { describe, expect, it } from 'vitest';
import type { SettingStore } from '../../../../src/core/credentials/setting-store.ts';
import { ClockWatch, describeJump, readClockJump } from '../../../../src/core/watch/schedules/clock-watch.ts';
import { memorySettings } from '../../memory-settings.ts';
import { VirtualTime } from '../../virtual-time.ts';
import { HOUR, MINUTE, START } from '../harness.ts';

const DAY = 24 * HOUR;

/** A process that ran until now, and left its mark. */
async function ranUntil(now: number): Promise<SettingStore> {
  const store = memorySettings();
  await new ClockWatch(new VirtualTime(now), store).look();
  return store;
}

describe('the clock', () => {
  it('is trusted with deleting after an hour, at a first start, and at once after a short rest', async () => {
    const [time, store] = [new VirtualTime(START), memorySettings()];
    const first = new ClockWatch(time, store);
    expect(first.isSettled).toBe(false);
    expect(await first.look()).toBeNull();
    await time.advance(HOUR - 1);
    expect(first.isSettled).toBe(false);
    await time.advance(1);
    expect(first.isSettled).toBe(true);
    await first.look();
    const next = new ClockWatch(new VirtualTime(time.now() + 5 * HOUR), store);
    expect(await next.look()).toBeNull();
    expect(next.isSettled).toBe(true);
  });

  it.each([
    [450 * DAY, 'The clock is 450 d later than when Samaritan last ran.'],
    [-DAY, 'The clock was set back by 24 h.'],
  ])('that was set by %d while nothing ran is told, and asked again after an hour', async (byMs, words) => {
    const time = new VirtualTime(START + byMs);
    const clock = new ClockWatch(time, await ranUntil(START));
    const jump = await clock.look();
    expect(jump && describeJump(jump)).toContain(words);
    expect([clock.jump, clock.isSettled]).toEqual([jump, false]);
    await time.advance(HOUR);
    expect(await clock.look()).toBeNull();
    expect([clock.jump, clock.isSettled]).toEqual([null, true]);
  });

  it('that is set while it is watched is doubted anew each time', async () => {
    const time = new VirtualTime(START);
    const clock = new ClockWatch(time, await ranUntil(START - MINUTE));
    await clock.look();
    expect(clock.isSettled).toBe(true);
    time.setBy(DAY);
    await time.advance(MINUTE);
    expect(await clock.look()).toMatchObject({ byMs: DAY, whileDown: false });
    await time.advance(30 * MINUTE);
    await clock.look();
    time.setBy(-DAY);
    await time.advance(MINUTE);
    expect(await clock.look()).toMatchObject({ byMs: -DAY });
    await time.advance(HOUR - MINUTE);
    expect(clock.isSettled).toBe(false);
  });

  it('that is kept right jumps not', async () => {
    const time = new VirtualTime(START);
    const clock = new ClockWatch(time, await ranUntil(START - MINUTE));
    await clock.look();
    for (const byMs of [3000, -3000, 59_000]) {
      time.setBy(byMs);
      await time.advance(MINUTE);
      expect(await clock.look()).toBeNull();
    }
  });

  it('is known to have jumped by whoever asks within the day', async () => {
    const store = await ranUntil(START);
    expect(await readClockJump(store, START)).toBeNull();
    expect(await readClockJump(store, START - DAY)).toMatchObject({ byMs: -DAY });
    await new ClockWatch(new VirtualTime(START - DAY), store).look();
    expect(await readClockJump(store, START - DAY + HOUR)).toMatchObject({ byMs: -DAY });
    expect(await readClockJump(store, START + 2 * DAY)).toBeNull();
  });
});
