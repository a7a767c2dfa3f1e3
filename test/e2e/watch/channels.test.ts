import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selectsOf } from '../../../simulators/discord/read-message.ts';
import { alertsList } from '../../../src/core/chat/commands/alerts/channels.ts';
import { status } from '../../../src/core/chat/commands/diagnosis/status.ts';
import { textOf } from '../../core/cards/card-texts.ts';
import { labelsOf, readable } from '../discord/drive.ts';
import { ask, confirm, give, schedule, tell } from './watch-steps.ts';
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

/** The one alert in the channel has all that it is made of. */
function expectWholeAlert(): void {
  const [alert, ...more] = messagesIn(world);
  if (!alert) throw new Error('nothing arrived');
  expect(more).toEqual([]);
  expect(readable(alert)).toMatch(/INC-\w{6}/);
  expect(readable(alert)).toContain(world.sandbox.tenants()[1]?.displayName);
  expect(readable(alert)).not.toContain('shortened');
  expect(labelsOf(alert)).toEqual(expect.arrayContaining(['How to fix', 'Test again', 'Acknowledge']));
  expect(selectsOf(alert)).toHaveLength(1);
}

describe('an alert that is not taken', () => {
  const told = async (): Promise<[list: string, board: string]> => [
    textOf((await ask(world, alertsList, {})).card),
    textOf((await ask(world, status, {})).card),
  ];

  it('is shown as not delivered until it is, and then stands there whole', async () => {
    // Three tries each: postponed eight times, for far more than three.
    world.standIn.failNext({ method: 'POST', pathPattern: POSTS, status: 503, times: 24 });
    give(world, 'ca-block', 1);
    await confirm(world);
    const waiting = /Not delivered: .*1 message since .*503/;
    for (const text of await told()) expect(text).toMatch(waiting);
    expect((await told())[1]).toContain(`Not delivered: ${placeOf(ALERTS)}: 1 message`);
    await world.time.advance(20 * MINUTE);
    expectWholeAlert();
    for (const text of await told()) expect(text).not.toContain('Not delivered');
  });

  it('is shortened where its form is refused, and whole as soon as that is taken', async () => {
    world.standIn.failNext({ method: 'POST', pathPattern: POSTS, status: 400, code: 50035, times: 2 });
    give(world, 'ca-block', 1);
    await confirm(world);
    await world.time.advance(20_000);
    const [short] = messagesIn(world);
    expect(short && readable(short)).toMatch(/INC-\w{6}.*shortened here/s);
    await world.time.advance(20 * MINUTE);
    expectWholeAlert();
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
