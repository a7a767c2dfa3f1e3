import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../../simulators/discord/read-message.ts';
import type { StoredMessage } from '../../../simulators/discord/world/messages.ts';
import {
  ADMIN,
  BOUND,
  COLLEAGUE,
  createDiscordWorld,
  type DiscordWorld,
  TECHNICIAN,
  UNBOUND,
} from './discord-setup.ts';
import { ask, isPrivate, labelsOf, press, REPORT, readable, reads, shows, sweep } from './drive.ts';
import { guardWorld } from './guard-world.ts';

const TENANTS = 200;
/** So many answers end the partner's part and the first tenants' tests, and leave most to be tested. */
const SOME = 400;
/** Nobody gives up on an answer so soon, however slow the machine is. */
const KEPT_MS = 8000;
const RUNNING = /\d+ of 200 tenants|testing the connection itself/i;

let world: DiscordWorld;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: TENANTS } });
  await world.startHere();
});
afterAll(() => world.close());
guardWorld(() => world);

const versionsOf = (message: StoredMessage): string[] => [...message.edits, message].map(textOf);
const runIn = (message: StoredMessage): string =>
  /s1~(?:fix|details)~(\w{26})/.exec(JSON.stringify(message.components))?.[1] ?? '';
const runCount = () => world.withStorage(async ({ runs }) => (await runs.latestRuns('default', 100)).length);
const inDirect = () => world.standIn.messages().filter(({ guildId, author }) => guildId === null && author.bot);

describe('a sweep under way', () => {
  it('is one message that everybody in a bound channel sees, edited every two seconds at most, with its bar', async () => {
    world.sandbox.hold(SOME, KEPT_MS);
    const handle = ask(world, 'testtokens');
    const first = await shows(handle, RUNNING);
    expect(await isPrivate(handle)).toBe(false);
    expect(labelsOf(first)).toEqual(['Cancel']);
    const { createdAt } = first;
    await shows(handle, /▰+▱+/);
    world.sandbox.release();
    const report = await shows(handle, REPORT);
    const versions = versionsOf(report);
    expect(report.id).toBe(first.id);
    expect(versions.some((text) => /▰+▱+/.test(text) && /of 200 tenants/.test(text))).toBe(true);
    const replacedAt = report.edits.at(-1)?.replacedAt ?? Number.POSITIVE_INFINITY;
    // The deferred reply, the first card and the report come on top.
    expect(versions.length).toBeLessThanOrEqual(3 + (replacedAt - createdAt) / 2000);
    expect(readable(report)).toContain('All 200 tenants work');
    expect(labelsOf(report)).toEqual(expect.arrayContaining(['Test everything again', 'Download']));
  });

  it('is shared by two technicians: the second is told, asks Microsoft nothing more, and sees the same report', async () => {
    const before = await runCount();
    world.sandbox.resetStats();
    world.sandbox.hold(0, KEPT_MS);
    const first = ask(world, 'testtokens');
    await shows(first, RUNNING);
    const second = ask(world, 'testtokens', { user: COLLEAGUE, channel: UNBOUND });
    const joined = await reads(second, /already running/);
    expect(joined).toContain('Theo Technician');
    const status = await reads(ask(world, 'status', { user: COLLEAGUE }), /Under way/);
    expect(status).toContain('connection default');
    world.sandbox.release();
    const [one, other] = [await shows(first, REPORT), await shows(second, REPORT)];
    expect(runIn(other)).toBe(runIn(one));
    expect([one.ephemeral, other.ephemeral]).toEqual([false, true]);
    expect(await runCount()).toBe(before + 1);
    const { requests } = world.sandbox.stats();
    expect(requests.total).toBeLessThan(TENANTS * 4 * 1.5);
  });

  it('outlives its interaction: as a message in the channel, or to the person directly', async () => {
    world.sandbox.hold(SOME, KEPT_MS);
    const open = ask(world, 'testtokens');
    const own = ask(world, 'testtokens', { channel: UNBOUND, options: { only: 'graph' } });
    const [shown] = [await shows(open, RUNNING), await shows(own, RUNNING)];
    expect(await isPrivate(own)).toBe(true);
    const seen = world.standIn.messages(BOUND).length;
    world.standIn.expireInteractionTokens();
    world.sandbox.release();
    const inChannel = await world.standIn.waitForMessage(
      BOUND,
      (message) => message.id > shown.id && REPORT.test(readable(message)),
    );
    expect([inChannel.interactionId, inChannel.author.bot]).toEqual([null, true]);
    expect(world.standIn.messages(BOUND)).toHaveLength(seen + 1);
    await world.standIn.waitUntil(() => inDirect().some((message) => REPORT.test(readable(message))), 'the report');
    const [direct, ...others] = inDirect();
    expect(others).toEqual([]);
    expect(readable(direct ?? inChannel)).toContain('Graph answers for 200 of 200');

    await shows(press(world, inChannel, 'Download'), /The report of the connection/);
    expect(readable(shown)).toContain('continues');
  });
});

describe('too much at once', () => {
  it('is refused beyond three sweeps in one server, and each of the three can be cancelled', async () => {
    world.sandbox.hold(SOME, KEPT_MS);
    const options = [{}, { only: 'graph' }, { only: 'exchange' }];
    const handles = options.map((one) => ask(world, 'testtokens', { options: one }));
    const running = await Promise.all(handles.map((handle) => shows(handle, RUNNING)));
    const [tenant] = world.sandbox.tenants();
    const fourth = ask(world, 'check', { options: { tenant: tenant?.tenantId ?? '' }, user: COLLEAGUE });
    expect(await reads(fourth, /3 sweeps/)).toMatch(/Try again when/);

    for (const message of running) press(world, message, 'Cancel', COLLEAGUE);
    for (const handle of handles) {
      const report = await shows(handle, REPORT);
      expect(readable(report)).toMatch(/[Ii]nterrupted/);
      expect(labelsOf(report).some((label) => /^Test (everything )?again$/.test(label))).toBe(true);
    }
    world.sandbox.release();
    const states = await world.withStorage(({ runs }) => runs.latestRuns('default', 3));
    expect(states.map(({ status }) => status)).toEqual(['interrupted', 'interrupted', 'interrupted']);
    await shows(ask(world, 'check', { options: { tenant: tenant?.tenantId ?? '' } }), /works/);
  });

  it('is refused beyond twenty commands a minute, and says when there is room again', async () => {
    const limited = await createDiscordWorld({
      sandbox: { tenants: 2 },
      settings: { SAMARITAN_COMMANDS_PER_MINUTE: '20' },
    });
    try {
      await limited.startHere();
      const help = () => ask(limited, 'help', { user: ADMIN });
      for (let count = 0; count < 20; count += 1) await shows(help(), /you may run/);
      const refused = await reads(help(), /20 commands a minute/);
      expect(refused).toMatch(/Try again in (\d+(\.\d)? s|1 min)/);
      await shows(ask(limited, 'help', { user: TECHNICIAN }), /you may run/);
      expect((await sweep(limited)).ephemeral).toBe(false);
    } finally {
      await limited.close();
    }
  });
});
