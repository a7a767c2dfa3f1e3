import { ApplicationCommandOptionType, type AutocompleteInteraction } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { type CallInteraction, readCall } from '../../../../src/adapters/discord/gateway/read-call.ts';
import { suggest } from '../../../../src/adapters/discord/gateway/suggest.ts';
import { FakeChat } from './bot-fixture.ts';

const options = (data: readonly unknown[]) => ({ data, getSubcommandGroup: () => null, getSubcommand: () => null });
const TEXT = ApplicationCommandOptionType.String;

/** As discord.js hands over a command whose option has this value. */
const command = (value: unknown): CallInteraction =>
  ({
    isChatInputCommand: () => true,
    commandName: 'check',
    options: options([{ name: 'tenant', type: TEXT, value }]),
  }) as unknown as CallInteraction;

const select = (values: unknown): CallInteraction =>
  ({
    isChatInputCommand: () => false,
    isMessageContextMenuCommand: () => false,
    isModalSubmit: () => false,
    isStringSelectMenu: () => true,
    customId: 'x',
    values,
  }) as unknown as CallInteraction;

describe('readCall', () => {
  it('gives a command with its values', () => {
    expect(readCall(command('contoso'), undefined)).toEqual({
      kind: 'command',
      name: 'check',
      values: { tenant: 'contoso' },
    });
    expect(readCall(command(true), undefined)).toMatchObject({ values: { tenant: 'true' } });
    expect(readCall(select(['one']), undefined)).toEqual({ kind: 'action', id: 'x', inputs: { choice: 'one' } });
  });

  it.each([[[1, 2]], [{ trim: 1 }], [null]])('takes no value of another type: %j', (value) => {
    expect(readCall(command(value), undefined)).toBeUndefined();
    expect(readCall(select([value]), undefined)).toBeUndefined();
  });
});

describe('suggest', () => {
  it.each([
    ['no option in focus', { name: 'tenant', type: TEXT, value: 'c' }],
    ['a value of another type', { name: 'tenant', type: TEXT, value: ['c'], focused: true }],
  ])('answers nothing to %s', async (_name, option) => {
    const interaction = { commandName: 'check', options: options([option]) } as unknown as AutocompleteInteraction;
    expect(await suggest(interaction, new FakeChat())).toBeUndefined();
  });
});
