import { describe, expect, it } from 'vitest';
import { diffCommands, differs } from '../../../../src/adapters/discord/commands/diff-commands.ts';
import { parseCommands } from '../../../../src/adapters/discord/commands/normalize-command.ts';
import { toApplicationCommands } from '../../../../src/adapters/discord/commands/to-application-commands.ts';
import { commandsFor } from '../../../../src/core/chat/commands/registry.ts';

const { guild, direct } = toApplicationCommands(commandsFor('chat', 'admin'));

/** What Discord makes of a command: it adds fields, leaves out those that say nothing, and fills in defaults. */
function asRegistered(command: object): object {
  return {
    id: '1',
    application_id: '2',
    version: '3',
    guild_id: '4',
    description: '',
    nsfw: false,
    name_localizations: null,
    contexts: null,
    integration_types: [0],
    dm_permission: true,
    ...JSON.parse(JSON.stringify(command)),
  };
}

describe('diffCommands', () => {
  it('finds no difference in what Discord adds or leaves out', () => {
    const diff = diffCommands(parseCommands(guild), parseCommands(guild.map(asRegistered)), 'guild');
    expect(differs(diff)).toBe(false);
    expect(diff.unchanged).toContain('/testtokens');
    expect(diff.unchanged).toContain('Explain this error');
    expect(differs(diffCommands(parseCommands(direct), parseCommands(direct.map(asRegistered)), 'global'))).toBe(false);
  });

  it('names what is new, changed and gone, with the fields that differ', () => {
    const registered = parseCommands([
      ...guild.filter(({ name }) => name !== 'status' && name !== 'help').map(asRegistered),
      { name: 'help', description: 'Old.', type: 1, default_member_permissions: '8' },
      { name: 'gone', description: 'x', type: 1 },
    ]);
    expect(diffCommands(parseCommands(guild), registered, 'guild')).toMatchObject({
      created: ['/status'],
      changed: [{ name: '/help', fields: ['description', 'options', 'default_member_permissions'] }],
      removed: ['/gone'],
    });
  });

  it('sees where a command may be used only outside guilds', () => {
    const elsewhere = direct.map((command) => ({ ...asRegistered(command), contexts: [0, 1] }));
    const wanted = parseCommands(direct);
    expect(diffCommands(wanted, parseCommands(elsewhere), 'global').changed[0]?.fields).toEqual(['contexts']);
    expect(diffCommands(wanted, parseCommands(elsewhere), 'guild').changed).toEqual([]);
  });

  it('tells a command on messages from a slash command of the same name', () => {
    const diff = diffCommands(
      parseCommands([{ type: 3, name: 'x' }]),
      parseCommands([{ type: 1, name: 'x' }]),
      'guild',
    );
    expect(diff).toMatchObject({ created: ['x'], removed: ['/x'] });
  });
});
