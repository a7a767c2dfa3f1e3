import { ApplicationCommandOptionType, MessageFlags, Routes } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiscordStandIn, type DiscordStandIn } from '../../../simulators/discord/create-discord-stand-in.ts';
import { startDemoBot } from '../../../simulators/discord/demo-bot.ts';
import { ANNA, APPLICATION, CHANNEL, GUILD, QUIET_CHANNEL, WORLD } from '../../../simulators/discord/demo-world.ts';

let standIn: DiscordStandIn;
let bot: Awaited<ReturnType<typeof startDemoBot>>;

beforeAll(async () => {
  standIn = await createDiscordStandIn(WORLD);
  bot = await startDemoBot(standIn.origin, () => undefined);
});

afterAll(async () => {
  await bot.stop();
  await standIn.close();
});

const link = { type: 2, style: 5, label: 'Open', url: 'https://example.com/a?b=c' };
const again = { type: 2, style: 4, emoji: { name: '⚠️' }, custom_id: 'v1:again' };
const options = Array.from({ length: 25 }, (_, index) => ({ label: `T${index}`, value: `${index}`, description: 'x' }));

async function channel() {
  const found = await bot.client.channels.fetch(CHANNEL);
  if (found?.isSendable() !== true) throw new Error('the channel takes no messages');
  return found;
}

describe('what the stand-in takes from the real client', () => {
  it('takes a card with everything Components V2 has', async () => {
    const sent = await (await channel()).send({
      flags: MessageFlags.IsComponentsV2,
      files: [
        { attachment: Buffer.from('a,b'), name: 'report.csv' },
        { attachment: Buffer.from('png'), name: 'chart.png' },
      ],
      components: [
        { type: 10, content: 'x'.repeat(3900) },
        {
          type: 17,
          accent_color: 0,
          components: [
            { type: 9, components: [{ type: 10, content: '**3 of 40** broken' }], accessory: link },
            { type: 14, divider: true, spacing: 2 },
            { type: 12, items: [{ media: { url: 'attachment://chart.png' }, description: 'Chart' }] },
            { type: 13, file: { url: 'attachment://report.csv' } },
            { type: 1, components: [again, link] },
            { type: 1, components: [{ type: 3, custom_id: 'v1:pick', options, min_values: 0, max_values: 25 }] },
          ],
        },
      ],
    });
    await sent.edit({ components: [{ type: 10, content: 'Done' }], attachments: [] });

    expect(standIn.violations).toEqual([]);
    expect(standIn.message(sent.id)).toMatchObject({ attachments: [], edits: [{ flags: 1 << 15 }] });
  });

  it('takes embeds at their limits, and rows of buttons', async () => {
    const embed = { title: 'x'.repeat(256), description: 'x'.repeat(4096), footer: { text: 'x'.repeat(1648) } };
    await (await channel()).send({ embeds: [embed], components: [{ type: 1, components: [again, link] }] });

    expect(standIn.violations).toEqual([]);
  });

  it('takes global commands with permissions, contexts and limits', async () => {
    const commands = [
      {
        name: 'explain',
        description: 'Explains',
        default_member_permissions: '32',
        contexts: [0, 1],
        integration_types: [0],
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'text',
            description: 'T',
            required: true,
            max_length: 6000,
          },
          { type: ApplicationCommandOptionType.Attachment, name: 'file', description: 'F' },
        ],
      },
      { type: 3, name: 'Explain this error', contexts: [0, 1] },
    ];
    await bot.client.rest.put(Routes.applicationCommands(APPLICATION), { body: commands });

    expect(standIn.violations).toEqual([]);
    expect(standIn.commands(null).map((command) => command.name)).toEqual(['explain', 'Explain this error']);
  });

  it('edits, gets and deletes single commands', async () => {
    const { rest } = bot.client;
    const body = { name: 'status', description: 'Shows', default_member_permissions: null };
    const { id } = (await rest.post(Routes.applicationGuildCommands(APPLICATION, GUILD), { body })) as { id: string };
    const one = Routes.applicationGuildCommand(APPLICATION, GUILD, id);
    await rest.patch(one, { body: { description: 'Shows all' } });
    expect(await rest.get(one)).toMatchObject({ name: 'status', description: 'Shows all' });
    await rest.delete(one);

    expect(standIn.commands(GUILD)).toEqual([]);
    expect(standIn.violations).toEqual([]);
  });

  it('gives messages back, and lets the bot delete its own', async () => {
    const target = await channel();
    const sent = await target.send('one');
    const fetched = await target.messages.fetch({ message: sent.id, force: true });
    await fetched.delete();

    expect(fetched.content).toBe('one');
    expect(standIn.message(sent.id)?.deleted).toBe(true);
    expect(standIn.messages(QUIET_CHANNEL)).toEqual([]);
  });

  it('takes a direct message', async () => {
    const user = await bot.client.users.createDM(ANNA.id);
    await user.send('Your report');
    const sent = await standIn.waitForMessage(user.id, (message) => message.content === 'Your report');

    expect([sent.guildId, standIn.violations]).toEqual([null, []]);
  });
});
