import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  ANNA,
  HERE as ASKED_HERE,
  CHANNEL,
  GUILD,
  QUIET_CHANNEL,
  ROLE,
} from '../../../../simulators/discord/demo-world.ts';
import { textOf } from '../../../../simulators/discord/read-message.ts';
import type { PermissionName } from '../../../../simulators/discord/world/permissions.ts';
import type { Messenger } from '../../../../src/core/cards/messenger.ts';
import { type BotFixture, cardSaying, FOREIGN_CHANNEL, startBot } from './bot-fixture.ts';

const HERE = `discord:channel:${CHANNEL}`;
const POSTS = '/channels/:channel/messages';

let fixture: BotFixture;
let messenger: Messenger;

beforeAll(async () => {
  fixture = await startBot();
  messenger = fixture.bot.messenger;
});

afterEach(() => {
  fixture.standIn.clearFaults();
  expect(fixture.standIn.violations).toEqual([]);
});

afterAll(() => fixture.close());

/** Changes what the bot may do, and waits until it knows: events of the gateway arrive in their order. */
async function permit(how: 'denyPermission' | 'grantPermission', permission: PermissionName): Promise<void> {
  fixture.standIn[how](CHANNEL, permission);
  fixture.chat.answer = { kind: 'answer', effect: 'new', audience: 'private' };
  fixture.chat.running = async (_request, _call, reply) => reply.show(cardSaying('Known'));
  await fixture.standIn.slash({ ...ASKED_HERE, command: 'check', options: { tenant: 'x' } }).reply();
}

const posted = () => fixture.standIn.messages(CHANNEL);
const bodyOf = (method: string) => fixture.standIn.requests.findLast((request) => request.method === method)?.body;

describe('the messenger', () => {
  it('posts once for one key', async () => {
    const first = await messenger.post(HERE, cardSaying('Incident'), { key: 'incident-1' });
    const second = await messenger.post(HERE, cardSaying('Incident'), { key: 'incident-1' });
    expect(second).toBe(first);
    expect(posted().filter((message) => textOf(message).includes('Incident'))).toHaveLength(1);
    expect(bodyOf('POST')).toMatchObject({ nonce: 'incident-1', enforce_nonce: true, allowed_mentions: { parse: [] } });
  });

  it.each([
    ['public', 0, false, 'Cut off'],
    ['public', 0, true, 'Done'],
    ['private', 0, false, 'Cut off'],
    ['public', 16, false, 'Cut off'],
    ['public', 16, true, 'Done'],
  ] as const)(
    'ends a %s answer that thinks, %i minutes later; answered before: %s',
    async (audience, minutes, answered, shows) => {
      fixture.chat.answer = { kind: 'answer', effect: 'new', audience };
      const { promise, resolve } = Promise.withResolvers<string>();
      const { promise: over, resolve: end } = Promise.withResolvers<void>();
      fixture.chat.running = async (_request, _call, reply) => {
        if (answered) await reply.show(cardSaying('Done'), { final: true });
        resolve(reply.taken?.address ?? '');
        await over;
      };
      const handle = fixture.standIn.slash({ ...ASKED_HERE, command: 'check', options: { tenant: 'x' } });
      const address = await promise;
      expect(address).not.toContain(handle.token);
      fixture.setClock(minutes * 60_000);
      await messenger.edit(address, cardSaying('Cut off'));
      expect(textOf(await handle.reply())).toContain(shows);
      fixture.setClock(0);
      end();
    },
  );

  it('finds what it posted by its key, long after Discord forgot that', async () => {
    const address = await messenger.post(HERE, cardSaying('Found'), { key: 'incident-2' });
    for (let count = 0; count < 120; count += 1) {
      fixture.standIn.plantMessage(CHANNEL, { content: `later ${count}` });
    }
    expect(await messenger.find?.(HERE, 'incident-2', Date.now())).toBe(address);
    expect(await messenger.find?.(HERE, 'incident-3', Date.now())).toBeUndefined();
    fixture.standIn.failNext({ method: 'GET', pathPattern: POSTS, status: 503, times: 4 });
    await expect(messenger.find?.(HERE, 'incident-2', Date.now())).rejects.toMatchObject({ code: 'busy' });
  });

  it('asks for the roles that somebody has now, and knows who is not there', async () => {
    expect(await messenger.rolesOf?.(GUILD, ANNA.id)).toEqual([ROLE]);
    expect(await messenger.rolesOf?.(GUILD, '1300000000000009999')).toBeNull();
    expect(await messenger.rolesOf?.('1300000000000008888', ANNA.id)).toBeNull();
    fixture.standIn.failNext({ method: 'GET', pathPattern: '/guilds/:guild/members/:user', status: 503, times: 4 });
    await expect(messenger.rolesOf?.(GUILD, ANNA.id)).rejects.toMatchObject({ code: 'busy' });
  });

  it('posts again after Discord has once refused its token', async () => {
    fixture.standIn.failNext({ method: 'POST', pathPattern: POSTS, status: 401 });
    await expect(messenger.post(HERE, cardSaying('Refused'), { key: 'refused' })).rejects.toThrow();
    await messenger.post(HERE, cardSaying('Taken'), { key: 'refused' });
    expect(posted().some((message) => textOf(message).includes('Taken'))).toBe(true);
  });

  it('answers another message, also one that is gone, and edits', async () => {
    const address = await messenger.post(HERE, cardSaying('New'), { key: 'a' });
    const mended = await messenger.post(HERE, cardSaying('Mended'), { key: 'b', replyTo: address });
    const { messageId } = JSON.parse(address);
    expect(bodyOf('POST')).toMatchObject({ message_reference: { message_id: messageId, fail_if_not_exists: false } });
    await messenger.edit(mended, cardSaying('Mended, again'));
    expect(posted().map(textOf).join()).toContain('Mended, again');
  });

  it('sends files', async () => {
    const content = new TextEncoder().encode('a,b\n');
    const files = [{ name: 'incident.csv', type: 'text/csv', content }];
    await messenger.post(HERE, cardSaying('With a file'), { key: 'files', files });
    expect(
      posted()
        .at(-1)
        ?.attachments.map(({ filename }) => filename),
    ).toEqual(['incident.csv']);
  });

  it.each([
    ['Send Messages', QUIET_CHANNEL, undefined],
    ['View Channel', CHANNEL, 'ViewChannel' as const],
  ])('names %s where it is lacking, and asks Discord for nothing', async (permission, channel, denied) => {
    if (denied) {
      await permit('denyPermission', denied);
    }
    const before = fixture.standIn.requests.length;
    const post = messenger.post(`discord:channel:${channel}`, cardSaying('x'), { key: 'd' });
    await expect(post).rejects.toMatchObject({ name: 'DeliveryError', code: 'forbidden', permission });
    expect(fixture.standIn.requests).toHaveLength(before);
    if (denied) await permit('grantPermission', denied);
  });

  it('names Attach Files only where there is a file', async () => {
    await permit('denyPermission', 'AttachFiles');
    const files = [{ name: 'x.csv', type: 'text/csv', content: new Uint8Array(1) }];
    await messenger.post(HERE, cardSaying('Without'), { key: 'e' });
    await expect(messenger.post(HERE, cardSaying('With'), { key: 'f', files })).rejects.toMatchObject({
      permission: 'Attach Files',
    });
    await permit('grantPermission', 'AttachFiles');
  });

  it('leaves out what it answers where it may not read the channel’s history', async () => {
    const address = await messenger.post(HERE, cardSaying('New'), { key: 'g' });
    await permit('denyPermission', 'ReadMessageHistory');
    await messenger.post(HERE, cardSaying('Mended'), { key: 'h', replyTo: address });
    expect(bodyOf('POST')).not.toHaveProperty('message_reference');
    await permit('grantPermission', 'ReadMessageHistory');
  });

  it('doesn’t speak in guilds that are not configured', async () => {
    const post = messenger.post(`discord:channel:${FOREIGN_CHANNEL}`, cardSaying('x'), { key: 'i' });
    await expect(post).rejects.toMatchObject({ code: 'forbidden' });
    expect(fixture.standIn.createdCount(FOREIGN_CHANNEL)).toBe(0);
  });

  it.each([
    [404, 10003, 'gone'],
    [404, 10008, 'gone'],
    [403, 50013, 'forbidden'],
    [403, 50001, 'forbidden'],
    [400, 50035, 'refused'],
    [413, 40005, 'refused'],
    [400, 30046, 'busy'],
    [404, 0, 'busy'],
    [503, 0, 'busy'],
    ['reset' as const, 0, 'busy'],
  ])('tells %s with code %i as %s', async (status, code, expected) => {
    fixture.standIn.failNext({ method: 'POST', pathPattern: POSTS, status, code, times: 3 });
    const post = messenger.post(HERE, cardSaying('x'), { key: 'j' });
    await expect(post).rejects.toMatchObject({
      name: 'DeliveryError',
      code: expected,
      ...(expected === 'busy' ? { retryAfterMs: 5000 } : {}),
    });
  });

  it('waits for a short limit, and tells of a long one', async () => {
    fixture.standIn.failNext({ method: 'POST', pathPattern: POSTS, status: 429 });
    await messenger.post(HERE, cardSaying('Waited'), { key: 'k' });
    fixture.standIn.failNext({ method: 'POST', pathPattern: POSTS, status: 429, retryAfterSeconds: 120 });
    const post = messenger.post(HERE, cardSaying('x'), { key: 'l' });
    await expect(post).rejects.toMatchObject({ code: 'busy', retryAfterMs: expect.closeTo(120_000, -3) });
  });

  it('tells that a message or channel is gone', async () => {
    await expect(messenger.post('discord:channel:42', cardSaying('x'), { key: 'm' })).rejects.toMatchObject({
      code: 'gone',
    });
    const address = JSON.stringify({ v: 1, channelId: CHANNEL, messageId: '42' });
    await expect(messenger.edit(address, cardSaying('x'))).rejects.toMatchObject({ code: 'gone' });
    for (const foreign of ['', '{}', JSON.stringify({ v: 2, channelId: CHANNEL, messageId: '42' })]) {
      await expect(messenger.edit(foreign, cardSaying('x'))).rejects.toMatchObject({ code: 'gone' });
    }
  });

  it('refuses what is no channel of Discord, and a key that is too long', async () => {
    await expect(messenger.post('teams:channel:x', cardSaying('x'), { key: 'n' })).rejects.toMatchObject({
      code: 'refused',
    });
    await expect(messenger.post(HERE, cardSaying('x'), { key: 'n'.repeat(26) })).rejects.toMatchObject({
      code: 'refused',
    });
  });
});
