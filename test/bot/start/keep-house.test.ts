import { pino } from 'pino';
import { expect, it } from 'vitest';
import { keepHouse } from '../../../src/bot/start/keep-house.ts';
import { ClockWatch } from '../../../src/core/watch/schedules/clock-watch.ts';
import { memorySettings } from '../../core/memory-settings.ts';
import { VirtualTime } from '../../core/virtual-time.ts';
import { HOUR, MINUTE } from '../../core/watch/harness.ts';

it('deletes nothing by a clock that has jumped, until it has been so for an hour', async () => {
  const time = new VirtualTime();
  const clockWatch = new ClockWatch(time, memorySettings());
  await clockWatch.look();
  const pruned: number[] = [];
  const stops: (() => void | Promise<void>)[] = [];
  keepHouse({
    storage: {
      messages: { keep: async () => {}, orphans: async () => [], forget: async () => {}, release: async () => {} },
      prune: async ({ now }) => pruned.push(now) < 0,
    },
    limits: { historyDays: 90, reportDays: 7 },
    ...{ chat: { owed: async () => undefined }, messengers: [], clockWatch, clock: time, timers: time },
    ...{ log: pino({ level: 'silent' }), stops: { add: (_, stop) => void stops.push(stop) } },
  });
  // A database that was never seen has to be confirmed as well.
  await time.advance(HOUR + MINUTE);
  expect(pruned.length).toBeGreaterThan(0);
  time.setBy(450 * 24 * HOUR);
  await clockWatch.look();
  const before = pruned.length;
  await time.advance(HOUR - 2 * MINUTE);
  expect(pruned.length).toBe(before);
  await time.advance(4 * MINUTE);
  expect(pruned.length).toBeGreaterThan(before);
  for (const stop of stops) await stop();
});
