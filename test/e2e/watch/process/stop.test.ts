import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PATIENT } from '../../../patience.ts';
import type { Service } from '../../../processes/run-command-line.ts';
import { ADMIN, BOUND, createDiscordWorld, type DiscordWorld } from '../../discord/discord-setup.ts';
import { ask, readable, reads } from '../../discord/drive.ts';
import { guardWorld } from '../../discord/guard-world.ts';
import { createForwardingProxy, type ForwardingProxy } from './forwarding-proxy.ts';

let world: DiscordWorld;
let discord: ForwardingProxy;
let running: Service;
/** While it is set, answers to posts in the channel are held back. */
let held: { arrived: PromiseWithResolvers<void>; released: PromiseWithResolvers<void> } | undefined;
let posts = 0;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 2 } });
  discord = await createForwardingProxy(new URL(world.standIn.origin).origin, async ({ method, path, forward }) => {
    const answer = await forward();
    if (method === 'POST' && path.endsWith(`/channels/${BOUND}/messages`)) {
      posts += 1;
      held?.arrived.resolve();
      await held?.released.promise;
    }
    return answer;
  });
  world.environment.DISCORD_API_URL = `${discord.origin}/api`;
  running = await world.start();
  await reads(ask(world, 'alerts subscribe', { user: ADMIN }), /told from now on/);
});
afterAll(async () => {
  await world.close();
  await discord.close();
});
guardWorld(() => world);

function hold() {
  held = { arrived: Promise.withResolvers(), released: Promise.withResolvers() };
  return held;
}

const tests = (): number =>
  world.standIn.messages(BOUND).filter((message) => readable(message).includes('This is a test message')).length;
const waiting = (): Promise<number> => world.withStorage(async ({ outbox }) => (await outbox.depth()).waiting);

describe('a process that is told to end in the middle of a delivery', () => {
  it('finishes it first, and the next one sends nothing again', async () => {
    const { arrived, released } = hold();
    await reads(ask(world, 'alerts test', { user: ADMIN }), /on its way/);
    await arrived.promise;
    const ended = running.stop('SIGTERM');
    // Its ending has begun, and waits for the answer.
    while (!/is being stopped/.test(await reads(ask(world, 'testtokens'), /is being stopped|connection default · \d/)));
    expect(await waiting()).toBe(1);
    released.resolve();
    held = undefined;
    expect(await ended).toBe(0);
    expect(await waiting()).toBe(0);
    running = await world.start();
    expect(tests()).toBe(1);
    expect(posts).toBe(1);
  });
});

describe('a process that is killed in the middle of a delivery', () => {
  it('is followed by one that delivers the rest, and nothing twice', async () => {
    const { arrived, released } = hold();
    await reads(ask(world, 'alerts test', { user: ADMIN }), /on its way/);
    await arrived.promise;
    expect(await running.stop('SIGKILL')).toBeNull();
    released.resolve();
    held = undefined;
    expect(await waiting()).toBe(1);
    running = await world.startHere();
    // What may have arrived is looked for first: it is found, and not sent a second time.
    await vi.waitUntil(async () => (await waiting()) === 0, PATIENT);
    expect(tests()).toBe(2);
    expect(posts).toBe(2);
    expect(await running.stop()).toBe(0);
    expect(await waiting()).toBe(0);
  });
});
