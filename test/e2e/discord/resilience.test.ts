import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StoredMessage } from '../../../simulators/discord/world/messages.ts';
import { PATIENT } from '../../patience.ts';
import { BOUND, COLLEAGUE, createDiscordWorld, type DiscordWorld, TECHNICIAN, UNBOUND } from './discord-setup.ts';
import { ask, isPrivate, press, REPORT, readable, reads, shows, sweep } from './drive.ts';
import { guardWorld } from './guard-world.ts';

const EDIT = { method: 'PATCH', pathPattern: '/webhooks/:application/:token/messages/:message' } as const;

let world: DiscordWorld;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 6 } });
  await world.startHere();
});
afterAll(() => world.close());
guardWorld(() => world);

const first = () => world.sandbox.tenants()[0]?.tenantId ?? '';
const inDirect = (): StoredMessage[] =>
  world.standIn.messages().filter(({ guildId, author }) => guildId === null && author.bot);

describe('a gateway that drops', () => {
  it('is taken up again, and what was asked meanwhile is answered', async () => {
    const { standIn } = world;
    const back = standIn.dropGateway();
    const missed = ask(world, 'status');
    expect(await back).toBe('resumed');
    await shows(missed, /Connection default/);
    expect(standIn.gateway.resumes).toEqual([{ accepted: true, replayed: 1 }]);
    expect(standIn.gateway.identifies).toHaveLength(1);
  });
});

describe('a Discord that fails', () => {
  it('is waited for where it asks for that', async () => {
    const before = world.standIn.requests.length;
    world.standIn.failNext({ ...EDIT, status: 429, retryAfterSeconds: 0.3, times: 2 });
    const report = await sweep(world);
    const edits = world.standIn.requests.slice(before).filter(({ method }) => method === 'PATCH');
    expect(edits.filter(({ status }) => status === 429)).toHaveLength(2);
    expect(world.standIn.messages(BOUND).filter(({ id }) => id >= report.id)).toHaveLength(1);
  });

  it.each([
    [500, 4],
    [502, 4],
    ['reset', 2],
  ] as const)('shows the report in the end (%s, %i times)', async (status, times) => {
    const handle = ask(world, 'testtokens');
    world.standIn.failNext({ ...EDIT, status, times });
    await shows(handle, REPORT);
    expect(handle.followUps).toEqual([]);
  });

  it('shows it once where only the answer is lost', async () => {
    world.standIn.failNext({ ...EDIT, status: 502, times: 2, afterEffect: true });
    const handle = ask(world, 'testtokens');
    await shows(handle, REPORT);
    expect(handle.followUps).toEqual([]);
  });

  it('runs nothing that could not be acknowledged', async () => {
    const before = world.sandbox.stats().requests.total;
    world.standIn.failNext({ method: 'POST', pathPattern: /\/callback$/, status: 404, code: 10062 });
    const handle = ask(world, 'testtokens');
    await vi.waitUntil(() => /could not be acknowledged/.test(world.written()), PATIENT);
    await shows(ask(world, 'help'), /you may run/);
    expect(handle.original()).toBeUndefined();
    expect(world.sandbox.stats().requests.total).toBe(before);
  });
});

describe('a sweep whose message goes away', () => {
  it('ends with its report as a new one', async () => {
    world.sandbox.setTenant(first(), 'graph-hang');
    const mine = ask(world, 'testtokens');
    const deleted = await shows(mine, /Testing/);
    const theirs = ask(world, 'testtokens', { user: COLLEAGUE });
    const shared = await shows(theirs, /already running/);
    world.standIn.deleteMessage(deleted.id);
    press(world, shared, 'Cancel', COLLEAGUE);
    const anew = await shows(mine, REPORT);
    expect(anew.id).not.toBe(deleted.id);
    expect(readable(anew)).toMatch(/interrupted/i);
    await shows(theirs, REPORT);
    world.sandbox.setTenant(first(), 'fine');
  });
});

describe('a permission that is lacking', () => {
  it('is named to who asked for files, and the rest of the answer comes', async () => {
    const report = await sweep(world);
    world.standIn.denyPermission(BOUND, 'AttachFiles');
    world.standIn.failNext({ ...EDIT, status: 403, code: 50013 });
    const handle = press(world, report, 'Download');
    expect(await reads(handle, /lacks/)).toContain('Samaritan lacks Attach Files in this channel');
    expect(await isPrivate(handle)).toBe(true);
    world.standIn.grantPermission(BOUND, 'AttachFiles');
  });

  it('is named to the person alone where the channel takes no message, with the report', async () => {
    world.sandbox.setTenant(first(), 'graph-hang');
    const handle = ask(world, 'testtokens');
    const shared = await shows(handle, /Testing/);
    world.standIn.denyPermission(BOUND, 'SendMessages');
    world.standIn.expireInteractionTokens();
    world.standIn.button({ messageId: shared.id, user: TECHNICIAN, label: 'Cancel' });
    await world.standIn.waitUntil(() => inDirect().some((one) => REPORT.test(readable(one))), 'the report');
    const [told] = inDirect();
    expect(told && readable(told)).toContain('Samaritan lacks Send Messages in this channel');
    world.standIn.grantPermission(BOUND, 'SendMessages');
    world.sandbox.setTenant(first(), 'fine');
  });

  it('does not keep an answer from who asks where only they see it', async () => {
    world.standIn.denyPermission(UNBOUND, 'SendMessages');
    await shows(ask(world, 'testtokens', { channel: UNBOUND }), REPORT);
    world.standIn.grantPermission(UNBOUND, 'SendMessages');
  });
});
