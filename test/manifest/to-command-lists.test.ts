import { describe, expect, it } from 'vitest';
import { MOST_COMMANDS, toCommandLists } from '../../manifest/to-command-lists.ts';
import type { CommandDefinition } from '../../src/core/chat/calls/command-definition.ts';
import { groupCommands } from '../../src/core/chat/calls/command-list.ts';
import { commandsFor } from '../../src/core/chat/commands/registry.ts';

const command = (name: string, summary = `About ${name}.`): CommandDefinition => ({
  name,
  summary,
  role: 'viewer',
  arguments: [],
  surfaces: ['chat'],
});
const numbered = (count: number): CommandDefinition[] =>
  Array.from({ length: count }, (_, at) => command(`c${at + 1}`));
const titlesOf = (commands: readonly CommandDefinition[]) =>
  toCommandLists(commands).lists.map((list) => list.commands.map(({ title }) => title));

describe('the command lists of the registry', () => {
  const commands = commandsFor('chat', 'admin');
  const { lists, leftOut, faults } = toCommandLists(commands);

  it('can be shown by Teams', () => {
    expect(faults).toEqual([]);
  });

  it('hold every chat command that is not rare, in the registry’s order, in every scope', () => {
    const names = groupCommands(commands.filter(({ rare }) => !rare)).map(({ name }) => name);
    expect(lists.map(({ scopes }) => scopes)).toEqual([['personal'], ['team'], ['groupChat']]);
    for (const list of lists) expect(list.commands.map(({ title }) => title)).toEqual(names);
    expect(leftOut).toEqual([]);
    expect(names).toContain('help');
  });

  it('name every command of a group that is not rare', () => {
    const words = commands
      .filter(({ rare }) => !rare)
      .map(({ name }) => name.split(' '))
      .filter((name) => name.length > 1);
    expect(words.length).toBeGreaterThan(0);
    for (const [group, word] of words) {
      const line = lists[0]?.commands.find(({ title }) => title === group);
      expect(line?.description).toMatch(new RegExp(`Add one of: .*\\b${word}\\b.*\\.$`));
    }
  });

  it('leave out what only the terminal has', () => {
    expect(lists[0]?.commands.map(({ title }) => title)).not.toContain('doctor');
  });
});

describe('toCommandLists', () => {
  it('keeps help and drops the last others where there are too many, and says which', () => {
    const commands = [...numbered(MOST_COMMANDS + 1), command('help')];
    const expected = [...numbered(MOST_COMMANDS - 1).map(({ name }) => name), 'help'];
    expect(titlesOf(commands)).toEqual([expected, expected, expected]);
    expect(toCommandLists(commands).leftOut).toEqual([`c${MOST_COMMANDS}`, `c${MOST_COMMANDS + 1}`]);
  });

  it('keeps as many as Teams takes, without help too', () => {
    expect(titlesOf(numbered(MOST_COMMANDS))[0]).toHaveLength(MOST_COMMANDS);
    expect(titlesOf(numbered(MOST_COMMANDS + 3))[0]).toHaveLength(MOST_COMMANDS);
  });

  it('names a command whose name or summary Teams cannot show', () => {
    const long = command('x'.repeat(33), 'y'.repeat(128));
    expect(toCommandLists([long]).faults).toEqual([expect.stringContaining('needs a name of 1 to 32')]);
    expect(toCommandLists([command('short', 'y'.repeat(129))]).faults).toEqual([
      expect.stringMatching(/“short”.*needs a summary of 1 to 128 characters, and comes to 129/),
    ]);
    expect(toCommandLists([command('short', ' ')]).faults).toHaveLength(1);
  });

  it('names a group whose line grows too long by its members', () => {
    const members = Array.from({ length: 12 }, (_, at) => command(`watch something${at}`));
    expect(toCommandLists(members).faults).toEqual([expect.stringContaining('“watch”')]);
  });
});
