import { type Interaction, Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordStandIn, type DiscordStandIn } from '../../../simulators/discord/create-discord-stand-in.ts';
import { startDemoBot } from '../../../simulators/discord/demo-bot.ts';
import { ANNA, CHANNEL, COMMANDS, GUILD, HERE, WORLD } from '../../../simulators/discord/demo-world.ts';

const FIFTEEN_MINUTES = 15 * 60_000;
const REPORT = { content: 'Report', allowed_mentions: { parse: [] } };

let standIn: DiscordStandIn;
let bot: Awaited<ReturnType<typeof startDemoBot>>;
let answer: (interaction: Interaction) => unknown;

beforeEach(async () => {
  standIn = await createDiscordStandIn({ ...WORLD, token: 'demo-token' });
  answer = () => undefined;
  bot = await startDemoBot(standIn.origin, (interaction) => answer(interaction));
  standIn.registerCommands(GUILD, COMMANDS);
});

afterEach(async () => {
  await bot.stop();
  await standIn.close();
});

const check = () => standIn.slash({ ...HERE, command: 'check', options: { tenant: 'contoso' } });
const post = (body: object = REPORT) => bot.client.rest.post(Routes.channelMessages(CHANNEL), { body });
const codeOf = (promise: Promise<unknown>) => promise.then(String, (fault: { code: unknown }) => fault.code);

/** Lets the bot do something with its next interaction, and gives the code of the error it met. */
function codeMetBy(run: (interaction: Interaction<'cached'>) => Promise<unknown>): Promise<unknown> {
  const met = Promise.withResolvers<unknown>();
  answer = async (interaction) => met.resolve(await codeOf(run(interaction as Interaction<'cached'>)));
  return met.promise;
}

describe('Discord stand-in, its clocks', () => {
  it('refuses a first answer after 3 seconds', async () => {
    const met = codeMetBy(async (interaction) => {
      standIn.setClock(3001);
      if (interaction.isRepliable()) await interaction.deferReply();
    });
    const handle = check();

    expect(await met).toBe(10062);
    expect(handle.refusals).toMatchObject([{ status: 404, code: 10062 }]);
    expect(handle.original()).toBeUndefined();
  });

  it('refuses a second first answer', async () => {
    const met = codeMetBy(async (interaction) => {
      if (!interaction.isRepliable()) return;
      await interaction.deferReply();
      interaction.deferred = false;
      await interaction.reply('again');
    });
    check();

    expect(await met).toBe(40060);
  });

  it('takes edits for 15 minutes and none after', async () => {
    const met = codeMetBy(async (interaction) => {
      if (!interaction.isRepliable()) return;
      await interaction.deferReply();
      standIn.setClock(FIFTEEN_MINUTES - 1000);
      await interaction.editReply('in time');
      standIn.setClock(FIFTEEN_MINUTES + 1000);
      await interaction.editReply('late');
    });
    const handle = check();

    expect(await met).toBe(50027);
    expect(handle.original()?.content).toBe('in time');
  });

  it('lets a test invalidate all tokens', async () => {
    const met = codeMetBy(async (interaction) => {
      if (!interaction.isRepliable()) return;
      await interaction.deferReply();
      standIn.expireInteractionTokens();
      await interaction.followUp('late');
    });
    check();

    expect(await met).toBe(50027);
  });

  it('has no webhook before the first answer', async () => {
    const handle = check();
    const path = Routes.webhook(WORLD.applicationId, handle.token);

    expect(await codeOf(bot.client.rest.post(path, { body: REPORT, auth: false }))).toBe(10015);
  });

  it('takes the first follow-up after a deferral as the reply, as ephemeral as it was deferred', async () => {
    answer = async (interaction) => {
      if (!interaction.isRepliable()) return;
      await interaction.deferReply({ flags: 64 });
      await interaction.webhook.send({ content: 'filled' });
    };
    const reply = await check().reply();

    expect([reply.content, reply.ephemeral, standIn.createdCount(CHANNEL)]).toEqual(['filled', true, 1]);
  });
});

describe('Discord stand-in, its faults', () => {
  it('answers 429 as Discord does, and the real client comes again', async () => {
    standIn.failNext({ method: 'POST', pathPattern: '/channels/:channel/messages', status: 429 });
    await post();

    expect(standIn.requests.filter((one) => one.method === 'POST').map((one) => one.status)).toEqual([429, 200]);
    expect(standIn.createdCount(CHANNEL)).toBe(1);
  });

  it('fails as often as told, with the code told', async () => {
    standIn.failNext({ pathPattern: /\/messages$/, status: 403, code: 50013, times: 2 });

    expect([await codeOf(post()), await codeOf(post())]).toEqual([50013, 50013]);
    expect(await codeOf(post())).toBe('[object Object]');
  });

  it('loses the answer of a request that took effect, and the nonce keeps it single', async () => {
    standIn.failNext({ method: 'POST', status: 502, afterEffect: true });
    await post({ ...REPORT, nonce: 'run-1', enforce_nonce: true });

    expect(standIn.requests.filter((one) => one.method === 'POST')).toHaveLength(2);
    expect(standIn.createdCount(CHANNEL)).toBe(1);
  });

  it('knows a deleted message no more', async () => {
    const { id } = (await post()) as { id: string };
    standIn.deleteMessage(id);

    expect(await codeOf(bot.client.rest.patch(Routes.channelMessage(CHANNEL, id), { body: REPORT }))).toBe(10008);
  });

  it('refuses an edit of a deleted reply', async () => {
    const met = codeMetBy(async (interaction) => {
      if (!interaction.isRepliable()) return;
      await interaction.deferReply();
      standIn.deleteMessage(standIn.messages(CHANNEL)[0]?.id ?? '');
      await interaction.editReply('gone');
    });
    check();

    expect(await met).toBe(10008);
  });

  it('tells a connected bot that it may no longer write', async () => {
    const told = new Promise((resolve) => bot.client.once('channelUpdate', resolve));
    standIn.denyPermission(CHANNEL, 'SendMessages');
    await told;
    const me = bot.client.guilds.cache.get(GUILD)?.members.me;
    const seen = Promise.withResolvers<boolean>();
    answer = (interaction) => seen.resolve(interaction.appPermissions.has('SendMessages'));
    check();

    const channel = bot.client.guilds.cache.get(GUILD)?.channels.cache.get(CHANNEL);
    expect(me && channel?.permissionsFor(me).has('SendMessages')).toBe(false);
    expect(await seen.promise).toBe(false);
    expect(await codeOf(post())).toBe(50013);
  });
});

describe('Discord stand-in, its gateway', () => {
  it('replays what was missed when the bot resumes', async () => {
    answer = (interaction) => interaction.isRepliable() && interaction.reply('after the drop');
    const back = standIn.dropGateway();
    const handle = check();

    expect(await back).toBe('resumed');
    expect((await handle.reply()).content).toBe('after the drop');
    expect(standIn.gateway.resumes).toEqual([{ accepted: true, replayed: 1 }]);
  });

  it('lets the bot start anew when the session is lost', async () => {
    // The client itself leaves 5 s between two IDENTIFYs.
    const again = new Promise((resolve) => bot.client.once('shardReady', resolve));
    expect(await standIn.dropGateway({ resumable: false })).toBe('identified');
    expect(standIn.gateway.resumes).toEqual([{ accepted: false, replayed: 0 }]);
    expect(standIn.gateway.identifies).toHaveLength(2);
    await again;
  });

  it('refuses a wrong bot token', async () => {
    const faults = startDemoBot(standIn.origin, () => undefined, 'another-token');

    await expect(faults).rejects.toThrow('invalid token');
  });

  it('says that no bot is there to be sent anything', async () => {
    await bot.stop();
    await standIn.waitUntil(() => !standIn.gateway.connected(), 'the bot to leave');

    expect(check).toThrow('No bot is logged in');
    expect(() => standIn.slash({ guildId: null, user: ANNA, command: 'x', unregistered: true })).toThrow('No bot');
  });
});
