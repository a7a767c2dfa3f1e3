import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertsTest } from '../../../src/core/chat/commands/alerts/channels.ts';
import { status } from '../../../src/core/chat/commands/diagnosis/status.ts';
import { scheduleList } from '../../../src/core/chat/commands/schedule/list.ts';
import { textOf } from '../../core/cards/card-texts.ts';
import { ask, runCount, schedule, tell, toNextSweep } from './watch-steps.ts';
import {
  ALERTS,
  createWatchWorld,
  DAY,
  expectNoViolation,
  HOUR,
  MINUTE,
  placeOf,
  textsIn,
  type WatchWorld,
} from './watch-world.ts';

const AHEAD = 450 * DAY;

let world: WatchWorld;

beforeAll(async () => {
  world = await createWatchWorld();
  await tell(world);
  await schedule(world);
});
afterAll(async () => {
  expectNoViolation(world);
  await world.close();
});

const textOfAnswer = async (...of: Parameters<typeof ask>): Promise<string> => textOf((await ask(...of)).card);

describe('a clock that was 450 days ahead and is taken back', () => {
  it('is said, sweeps go on at their next time, and what it postponed is told', async () => {
    await world.restart(0, () => world.time.setBy(AHEAD));
    expect(world.logged().join()).toContain('The clock is 450 d later than when Samaritan last ran.');
    expect(await textOfAnswer(world, status, {})).toContain('Clock: The clock is 450 d later');
    world.standIn.failNext({ method: 'POST', pathPattern: `/channels/${ALERTS}/messages`, status: 503, times: 9999 });
    await toNextSweep(world);
    await ask(world, alertsTest, { channel: placeOf(ALERTS) });
    await world.time.advance(MINUTE);

    await world.restart(0, () => world.time.setBy(-AHEAD));
    world.standIn.clearFaults();
    expect(world.logged().join()).toContain('The clock was set back by 450 d.');
    expect(await textOfAnswer(world, status, {})).toContain('Clock: The clock was set back by 450 d.');
    const runs = await runCount(world);
    const [next = ''] = /next (\S+)/.exec(await textOfAnswer(world, scheduleList, {}))?.slice(1) ?? [];
    expect(Date.parse(next) - world.time.now()).toBeLessThanOrEqual(HOUR);
    await toNextSweep(world);
    expect(Date.parse(next)).toBeLessThanOrEqual(world.time.now());
    expect(await runCount(world)).toBe(runs + 1);
    expect(textsIn(world).filter((text) => text.includes('This is a test message'))).toHaveLength(1);
  });
});
