import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readable } from '../discord/drive.ts';
import { confirm, give, schedule, tell } from './watch-steps.ts';
import {
  ALERTS,
  answeredBy,
  createWatchWorld,
  expectNoViolation,
  MINUTE,
  messagesIn,
  messageWith,
  NIGHT,
  placeOf,
  textsIn,
  type WatchWorld,
} from './watch-world.ts';

const POSTS = `/channels/${ALERTS}/messages`;

let world: WatchWorld;

beforeEach(async () => {
  world = await createWatchWorld();
  await tell(world);
  await tell(world, { channel: placeOf(NIGHT) });
  await schedule(world);
});
afterEach(async () => {
  expectNoViolation(world);
  await world.close();
});

const brokenPlaces = async (): Promise<string[]> => {
  const all = await world.life().storage.subscriptions.list();
  return all.flatMap(({ place, broken }) => (broken === null ? [] : [place]));
};

describe('a channel that is gone', () => {
  it('is marked, and told of in the other; what it is told after it was subscribed again begins anew', async () => {
    world.standIn.failNext({ method: 'POST', pathPattern: POSTS, status: 404, code: 10003 });
    give(world, 'ca-block', 1);
    await confirm(world);
    expect(await brokenPlaces()).toEqual([placeOf(ALERTS)]);
    expect(messagesIn(world)).toEqual([]);
    messageWith(world, /New:/, NIGHT);
    expect(readable(messageWith(world, /cannot be told anything/, NIGHT))).toContain(placeOf(ALERTS));

    await tell(world);
    give(world, 'fine', 1);
    give(world, 'ca-block', 2);
    await confirm(world);
    expect(await brokenPlaces()).toEqual([]);
    expect(textsIn(world)).toHaveLength(1);
    messageWith(world, /New:/);
  });
});

describe('a channel where the bot lacks a permission', () => {
  it('is told of in the other after some tries, and gets everything once it is back', async () => {
    world.standIn.denyPermission(ALERTS, 'SendMessages');
    give(world, 'ca-block', 1);
    await confirm(world);
    await world.time.advance(2 * MINUTE);
    expect(messagesIn(world)).toEqual([]);
    expect(readable(messageWith(world, /cannot be told anything/, NIGHT))).toContain('Send Messages');
    world.standIn.grantPermission(ALERTS, 'SendMessages');
    give(world, 'fine', 1);
    await confirm(world);
    await world.time.advance(15 * MINUTE);
    const [opened, recovered, ...more] = messagesIn(world);
    expect(more).toEqual([]);
    expect(opened && readable(opened)).toContain('Mended: ');
    expect(recovered && answeredBy(world, recovered)).toBe(opened?.id);
    expect(await brokenPlaces()).toEqual([]);
  });
});

describe('a chat that doesn’t answer', () => {
  it('is asked again with pauses, keeps no other channel waiting, and gets everything once', async () => {
    world.standIn.failNext({ method: 'POST', pathPattern: POSTS, status: 503, times: 12 });
    give(world, 'ca-block', 1);
    await confirm(world);
    messageWith(world, /New:/, NIGHT);
    await world.time.advance(20 * MINUTE);
    messageWith(world, /New:/);
    expect(messagesIn(world)).toHaveLength(1);
    expect(world.logged().some((line) => line.includes('postponed'))).toBe(true);
  });

  it('has its answer lost, and shows the message once all the same', async () => {
    world.standIn.failNext({ method: 'POST', pathPattern: POSTS, status: 'reset', afterEffect: true, times: 4 });
    give(world, 'ca-block', 1);
    await confirm(world);
    await world.time.advance(2 * MINUTE);
    messageWith(world, /New:/);
    give(world, 'fine', 1);
    await confirm(world);
    expect(messagesIn(world)).toHaveLength(2);
  });
});
