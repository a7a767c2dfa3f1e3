import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordStandIn } from '../../../../simulators/discord/create-discord-stand-in.ts';
import { ANNA, APPLICATION, GUILD, HERE, WORLD } from '../../../../simulators/discord/demo-world.ts';
import { textOf } from '../../../../simulators/discord/read-message.ts';
import { createDiscordChat } from '../../../../src/adapters/discord/create-discord-chat.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { type BotFixture, cardSaying, FakeChat, FOREIGN_GUILD, reversingSeal, startBot, TOKEN } from './bot-fixture.ts';

const check = (fixture: BotFixture) =>
  fixture.standIn.slash({ ...HERE, command: 'check', options: { tenant: 'contoso' } });

describe('starting', () => {
  it('asks for nothing but guilds', async () => {
    const fixture = await startBot();
    expect(fixture.standIn.gateway.identifies.map(({ intents }) => intents)).toEqual([1]);
    expect(fixture.bot.state()).toMatchObject({ connected: true, guilds: 1, endedWithCode: null });
    expect(fixture.bot.state().lastReadyAt).toEqual(expect.any(Number));
    expect(
      fixture.logs.find(({ message }) => message.includes('is in a server that is not configured'))?.fields,
    ).toEqual({
      guild: FOREIGN_GUILD,
    });
    await fixture.close();
    expect(fixture.bot.state().connected).toBe(false);
  });

  it('says what to do about a token that Discord refuses', async () => {
    await expect(startBot([GUILD], 'wrong-token')).rejects.toMatchObject({
      name: 'DiscordError',
      code: 'token',
      message: expect.stringMatching(/^(?!.*wrong-token).*Reset Token/),
    });
  });

  it('says that the bot is in none of the configured guilds', async () => {
    await expect(startBot(['42'])).rejects.toMatchObject({
      code: 'guild',
      message: expect.stringContaining(`client_id=${APPLICATION}`),
    });
  });

  it.each([
    ['another application', 'application', { applicationId: '1300000000000000999' }, undefined],
    ['a server that fails', 'unreachable', {}, { status: 503, times: 9 }],
    ['no answer', 'unreachable', {}, { status: 'reset' as const, times: 9 }],
  ])('tells %s as %s', async (_what, code, changes, fault) => {
    const standIn = await createDiscordStandIn({ ...WORLD, token: TOKEN });
    if (fault) standIn.failNext(fault);
    const bot = createDiscordChat({
      token: new Secret(TOKEN),
      applicationId: APPLICATION,
      guildIds: [GUILD],
      apiUrl: standIn.origin,
      chat: new FakeChat(),
      log: () => {},
      clock: { now: () => 0, monotonicMs: () => 0 },
      seal: reversingSeal,
      ...changes,
    });
    await expect(bot.start()).rejects.toMatchObject({ name: 'DiscordError', code });
    await standIn.close();
  });
});

describe('a running bot', () => {
  let fixture: BotFixture;

  beforeEach(async () => {
    fixture = await startBot();
    fixture.chat.running = async (_request, _call, reply) => reply.show(cardSaying('Done'), { final: true });
  });

  afterEach(async () => {
    expect(fixture.standIn.violations).toEqual([]);
    await fixture.close();
  });

  it('takes up its session after the connection dropped, and misses nothing', async () => {
    const back = fixture.standIn.dropGateway();
    const missed = check(fixture);
    expect(await back).toBe('resumed');
    expect(textOf(await missed.reply())).toContain('Done');
    expect(fixture.logs.map(({ message }) => message)).toContain('lost the connection to Discord, reconnecting');
    await fixture.logged('took up the Discord session again');
    expect(fixture.bot.state().connected).toBe(true);
  });

  it('drops an event that cannot be read with one line in the log, and goes on', async () => {
    fixture.standIn.gateway.dispatch('INTERACTION_CREATE', { type: 2, id: '1', data: null }, GUILD);
    const { fields } = await fixture.logged('could not be read');
    expect(fields).toMatchObject({ event: 'INTERACTION_CREATE', name: 'TypeError' });
    expect(textOf(await check(fixture).reply())).toContain('Done');
    expect(fixture.logs.filter(({ message }) => message.includes('could not be read'))).toHaveLength(1);
  });

  it('logs in anew where its session is gone', async () => {
    expect(await fixture.standIn.dropGateway({ resumable: false })).toBe('identified');
    expect(textOf(await check(fixture).reply())).toContain('Done');
  });

  it('knows that Discord ended the connection for good', async () => {
    void fixture.standIn.dropGateway({ code: 4004 }).catch(() => {});
    await fixture.logged('ended the connection for good');
    expect(fixture.bot.state()).toMatchObject({ connected: false, endedWithCode: 4004 });
  });

  it('finishes answers under way when it is stopped, and takes nothing new', async () => {
    const gate = Promise.withResolvers<void>();
    fixture.chat.running = async (_request, _call, reply) => {
      await gate.promise;
      await reply.show(cardSaying('Finished'), { final: true });
    };
    const handle = check(fixture);
    await handle.ack;
    const stopped = fixture.bot.stop();
    fixture.standIn.slash({ ...HERE, user: ANNA, command: 'check', options: { tenant: 'new' } }).ack.catch(() => {});
    gate.resolve();
    await stopped;
    expect(textOf(await handle.reply())).toContain('Finished');
    expect(fixture.chat.planned).toHaveLength(1);
    expect(fixture.bot.state().connected).toBe(false);
  });
});
