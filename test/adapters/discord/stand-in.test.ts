import { type Interaction, MessageFlags, type REST, Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordStandIn, type DiscordStandIn } from '../../../simulators/discord/create-discord-stand-in.ts';
import { startDemoBot } from '../../../simulators/discord/demo-bot.ts';
import {
  ANNA,
  APPLICATION,
  CHANNEL,
  COMMANDS,
  GUILD,
  HERE,
  QUIET_CHANNEL,
  ROLE,
  WORLD,
} from '../../../simulators/discord/demo-world.ts';
import { buttonsOf, selectsOf, textOf } from '../../../simulators/discord/read-message.ts';

let standIn: DiscordStandIn;
let bot: Awaited<ReturnType<typeof startDemoBot>>;
let answer: (interaction: Interaction) => unknown;

beforeEach(async () => {
  standIn = await createDiscordStandIn(WORLD);
  answer = () => undefined;
  bot = await startDemoBot(standIn.origin, (interaction) => answer(interaction));
  standIn.registerCommands(GUILD, COMMANDS);
});

afterEach(async () => {
  await bot.stop();
  await standIn.close();
});

const card = (text: string, customId = 'v1:again') => ({
  flags: MessageFlags.IsComponentsV2 as const,
  components: [
    {
      type: 17,
      accent_color: 0xcc0000,
      components: [
        { type: 10, content: text },
        { type: 1, components: [{ type: 2, style: 2, label: 'Test again', custom_id: customId }] },
      ],
    },
  ],
});
const check = (tenant = 'contoso') => standIn.slash({ ...HERE, command: 'check', options: { tenant } });
const post = (rest: REST, channel: string, body: object) => rest.post(Routes.channelMessages(channel), { body });
const harmless = { allowed_mentions: { parse: [] } };
const codeOf = (promise: Promise<unknown>) => promise.then(String, (fault: { code: unknown }) => fault.code);

describe('Discord stand-in', () => {
  it('logs the real client in, with its guilds, channels and permissions', async () => {
    const guild = bot.client.guilds.cache.get(GUILD);
    const me = guild?.members.me;

    expect(guild?.roles.cache.get(ROLE)?.name).toBe('Technicians');
    expect(me && guild.channels.cache.get(CHANNEL)?.permissionsFor(me).has('SendMessages')).toBe(true);
    expect(me && guild.channels.cache.get(QUIET_CHANNEL)?.permissionsFor(me).has('SendMessages')).toBe(false);
    expect(standIn.gateway.identifies).toEqual([{ intents: 1, shard: [0, 1] }]);
  });

  it('carries a deferred reply, its edit with Components V2 and an ephemeral follow-up', async () => {
    answer = async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.editReply(card(`Checked ${interaction.options.getString('tenant')}`));
      await interaction.followUp({ content: 'Only for you', flags: MessageFlags.Ephemeral });
    };
    const handle = check();

    expect(await handle.ack).toMatchObject({ type: 5, flags: 0, name: 'check' });
    const followUp = await handle.followUp();
    const reply = await handle.reply();
    expect(textOf(reply)).toBe('Checked contoso');
    expect(reply.edits).toHaveLength(1);
    expect(followUp.ephemeral).toBe(true);
    expect(standIn.createdCount(CHANNEL)).toBe(2);
    expect(standIn.violations).toEqual([]);
  });

  it('answers a callback that asks for the message with it', async () => {
    const fetched = Promise.withResolvers<string | undefined>();
    answer = async (interaction) => {
      if (!interaction.isRepliable()) return;
      const response = await interaction.reply({ content: 'Here', withResponse: true });
      fetched.resolve(response.resource?.message?.id);
    };
    const handle = check();

    expect(await fetched.promise).toBe((await handle.reply()).id);
  });

  it('hands over a file that can be downloaded', async () => {
    answer = async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const { url, size } = interaction.options.getAttachment('file', true);
      await interaction.reply(`${await (await fetch(url)).text()} of ${size} bytes`);
    };
    const file = { filename: 'error.log', content: 'AADSTS50076' };
    const handle = standIn.slash({ ...HERE, command: 'check', options: { tenant: 'contoso', file } });

    expect((await handle.reply()).content).toBe('AADSTS50076 of 11 bytes');
  });

  it('hands over a user and a role under a subcommand', async () => {
    answer = async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const { options } = interaction;
      const [user, role] = [options.getUser('user')?.username, options.getRole('role')?.name];
      await interaction.reply(`${options.getSubcommand()} ${user} ${role} by ${interaction.member?.user.username}`);
    };
    const options = { user: { id: '1300000000000000999', name: 'Bo' }, role: ROLE };
    const handle = standIn.slash({ ...HERE, command: 'access grant', options });

    expect((await handle.reply()).content).toBe('grant Bo Technicians by Anna');
  });

  it('keeps the files of a reply for download', async () => {
    answer = async (interaction) => {
      if (!interaction.isRepliable()) return;
      const files = [{ attachment: Buffer.from('a,b'), name: 'report.csv', description: 'All tenants' }];
      const components = [{ type: 13, file: { url: 'attachment://report.csv' } }];
      await interaction.reply({ files, components, flags: MessageFlags.IsComponentsV2 });
    };
    const { attachments } = await check().reply();

    expect(attachments).toMatchObject([{ filename: 'report.csv', description: 'All tenants' }]);
    expect(await (await fetch(attachments[0]?.url ?? '')).text()).toBe('a,b');
  });

  it('refuses what a technician could not have sent', () => {
    expect(() => standIn.slash({ ...HERE, command: 'check' })).toThrow('without "tenant"');
    expect(() => standIn.slash({ ...HERE, command: 'gone' })).toThrow('No command "gone"');
    expect(() => standIn.slash({ guildId: null, user: ANNA, command: 'check' })).toThrow('only global commands');
  });

  it('sends the message command with the message it was used on', async () => {
    answer = async (interaction) => {
      if (interaction.isMessageContextMenuCommand()) await interaction.reply(interaction.targetMessage.content);
    };
    const handle = standIn.messageCommand({
      ...HERE,
      name: 'Explain this error',
      targetMessage: { content: 'AADSTS700016: not found', author: { id: '77', name: 'Customer' } },
    });

    expect((await handle.reply()).content).toBe('AADSTS700016: not found');
  });

  it('presses a button of a message left by an earlier run, once it is there', async () => {
    answer = async (interaction) => {
      if (!interaction.isButton()) return;
      await interaction.deferUpdate();
      await interaction.editReply(card('Fine since 08:00', 'v1:other'));
    };
    const left = standIn.plantMessage(CHANNEL, { ...card('Broken'), ...harmless });
    const handle = standIn.button({ messageId: left.id, user: ANNA, label: 'Test again' });

    expect(await handle.ack).toMatchObject({ type: 6, name: 'v1:again' });
    expect(textOf(await handle.reply())).toBe('Fine since 08:00');
    expect(buttonsOf(left).map((one) => one.custom_id)).toEqual(['v1:other']);
    expect(() => standIn.button({ messageId: left.id, user: ANNA, customId: 'v1:again' })).toThrow('Nothing to use');
  });

  it('chooses in a select', async () => {
    answer = (interaction) => interaction.isStringSelectMenu() && interaction.update(`${interaction.values}`);
    const options = ['a', 'b'].map((value) => ({ label: value, value }));
    const components = [{ type: 1, components: [{ type: 3, custom_id: 'pick', options }] }];
    const left = standIn.plantMessage(CHANNEL, { content: 'Which?', components });
    const handle = standIn.select({ messageId: left.id, user: ANNA, customId: 'pick', values: ['b'] });

    expect((await handle.reply()).content).toBe('b');
    expect(selectsOf(left)).toHaveLength(1);
    const wrong = { messageId: left.id, user: ANNA, customId: 'pick', values: ['c'] };
    expect(() => standIn.select(wrong)).toThrow(`doesn't offer "c"`);
  });

  it('opens a modal and sends it filled in', async () => {
    answer = async (interaction) => {
      const input = { type: 4, custom_id: 'text', style: 2, max_length: 20, required: true };
      const components = [{ type: 18, label: 'Error', component: input }];
      if (interaction.isChatInputCommand())
        await interaction.showModal({ custom_id: 'm', title: 'Explain', components });
      if (interaction.isModalSubmit()) await interaction.reply(interaction.fields.getTextInputValue('text'));
    };
    expect((await check().modal()).title).toBe('Explain');

    expect(() => standIn.modalSubmit({ customId: 'm', fields: {} })).toThrow('without input "text"');
    const handle = standIn.modalSubmit({ customId: 'm', fields: { text: 'AADSTS50034' } });
    expect((await handle.reply()).content).toBe('AADSTS50034');
  });

  it('asks for choices while a technician types', async () => {
    answer = async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const { name, value } = interaction.options.getFocused(true);
      await interaction.respond([{ name: `${name} ${value}`, value }]);
    };
    const handle = standIn.autocomplete({ ...HERE, command: 'check', option: 'tenant', value: 'con' });

    expect(await handle.choices()).toEqual([{ name: 'tenant con', value: 'con' }]);
  });

  it('works in direct messages, where only global commands are', async () => {
    standIn.registerCommands(null, [{ name: 'help', description: 'Helps', contexts: [1] }]);
    answer = (interaction) => interaction.isRepliable() && interaction.reply(`guild: ${interaction.guildId}`);
    const handle = standIn.slash({ guildId: null, user: ANNA, command: 'help' });

    expect((await handle.reply()).content).toBe('guild: null');
  });

  it('keeps the ids of commands that stay through a bulk overwrite, and counts the new ones', async () => {
    const before = standIn.commands(GUILD).map((command) => command.id);
    const body = [...COMMANDS, { name: 'help', description: 'Helps' }];
    await bot.client.rest.put(Routes.applicationGuildCommands(APPLICATION, GUILD), { body });

    expect(standIn.commands(GUILD).map((command) => command.id)).toEqual([...before, expect.any(String)]);
    expect(standIn.commandCreates(GUILD)).toBe(COMMANDS.length + 1);
    const listed = await bot.client.rest.get(Routes.applicationGuildCommands(APPLICATION, GUILD));
    expect(listed).toMatchObject([{ name: 'check', default_member_permissions: '32' }, {}, { type: 3 }, {}]);
  });

  it('has a private channel for each user, and lets the bot write there once per nonce', async () => {
    const { rest } = bot.client;
    const channel = (await rest.post(Routes.userChannels(), { body: { recipient_id: ANNA.id } })) as { id: string };
    const body = { content: 'Report', nonce: 'run-1', enforce_nonce: true, ...harmless };
    const first = await post(rest, channel.id, body);
    const second = await post(rest, channel.id, body);

    expect(second).toEqual(first);
    expect(standIn.createdCount(channel.id)).toBe(1);
    standIn.setClock(6 * 60_000);
    await post(rest, channel.id, body);
    expect(standIn.createdCount(channel.id)).toBe(2);
  });

  it('says what the bot may not do', async () => {
    standIn.denyPermission(CHANNEL, 'ViewChannel');
    const { rest } = bot.client;

    expect(await codeOf(post(rest, CHANNEL, { content: 'x', ...harmless }))).toBe(50001);
    expect(await codeOf(post(rest, QUIET_CHANNEL, { content: 'x', ...harmless }))).toBe(50013);
    expect(await codeOf(post(rest, '1', { content: 'x', ...harmless }))).toBe(10003);
  });
});
