import { describe, expect, it } from 'vitest';
import type { CommandDefinition, Surface } from '../../../../src/core/chat/calls/command-definition.ts';
import { argumentsFor } from '../../../../src/core/chat/calls/command-list.ts';
import { groupByTask, HELP_TASKS, toHelpView } from '../../../../src/core/chat/commands/guidance/help-view.ts';
import { COMMANDS, commandsFor } from '../../../../src/core/chat/commands/registry.ts';
import { mayRun, ROLES, type Role } from '../../../../src/core/model/people/role.ts';

const commands: readonly CommandDefinition[] = COMMANDS;

/** Why what names a tenant takes no tags. */
const ONE_TENANT: Readonly<Record<string, string>> = {
  check: 'follows the way into one tenant, link by link',
  walk: 'goes through steps in one tenant',
  supportbundle: 'is handed to others, so it is about as few as can be',
  'routes map': 'a tenant is one client of a ticket system',
  'tag add': 'gives the tag',
  'tag remove': 'takes the tag',
};

describe('the registry', () => {
  it('has no two commands of one name', () => {
    const names = commands.map((command) => command.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(commands)('names $name as every chat client takes it', (command) => {
    expect(command.name).toMatch(/^[a-z]{1,32}(?: [a-z][a-z-]{0,31})?$/);
    expect(command.summary.length).toBeLessThanOrEqual(100);
    expect(command.summary).toMatch(/^\p{Lu}.*\.$/u);
    expect(command.surfaces.length).toBeGreaterThan(0);
  });

  it.each(commands)('describes the arguments of $name so that a form can be made of them', (command) => {
    const names = command.arguments.map((argument) => argument.name);
    expect(new Set(names).size).toBe(names.length);
    for (const argument of command.arguments) {
      expect(argument.name).toMatch(/^[a-z][a-z-]{0,31}$/);
      expect(['json', 'help', 'version']).not.toContain(argument.name);
      expect(argument.help).toMatch(/^.{5,99}\.$/);
      expect(argument.kind === 'choice').toBe(argument.choices !== undefined);
      expect((argument.choices ?? []).length).toBeLessThanOrEqual(25);
    }
  });

  it('takes tags wherever a tenant can be named, but for what is about one tenant alone', () => {
    const naming = commands.filter((command) => command.arguments.some(({ name }) => /^tenants?$/.test(name)));
    const has = (command: CommandDefinition, name: string) => command.arguments.some((one) => one.name === name);
    const without = naming.filter((one) => !(has(one, 'tag') && has(one, 'without-tag')));
    expect(Object.fromEntries(without.map(({ name }) => [name, ONE_TENANT[name]]))).toEqual(ONE_TENANT);
  });

  it('puts required arguments first, as chat clients demand', () => {
    for (const command of commands) {
      const known = argumentsFor(command, 'chat').filter(({ instead }) => instead === undefined);
      const required = known.map((argument) => argument.required === true);
      expect(required, command.name).toEqual([...required].sort((a, b) => Number(b) - Number(a)));
    }
  });

  it('gives examples that begin with the command itself', () => {
    for (const { name, examples = [] } of commands)
      for (const one of examples) expect(`${one} `.startsWith(`${name} `), one).toBe(true);
  });

  it('gives each role what it may run and no more', () => {
    for (const role of ROLES) {
      const expected = commands.filter((one) => mayRun(role, one.role)).map((one) => one.name);
      expect(
        [...new Set([...commandsFor('terminal', role), ...commandsFor('chat', role)].map((one) => one.name))].sort(),
      ).toEqual(expected.sort());
    }
  });

  it('keeps what belongs to the terminal out of chat', () => {
    const testtokens = commandsFor('chat', 'admin').find((command) => command.name === 'testtokens');
    const names = testtokens ? argumentsFor(testtokens, 'chat').map((argument) => argument.name) : [];
    expect(names).toContain('tenant');
    expect(names).not.toContain('output');
    expect(commandsFor('chat', 'admin').map((command) => command.name)).not.toContain('doctor');
  });
});

describe('mayRun', () => {
  it('lets each role do what the ones before it may', () => {
    expect(mayRun('admin', 'viewer')).toBe(true);
    expect(mayRun('technician', 'technician')).toBe(true);
    expect(mayRun('viewer', 'technician')).toBe(false);
    expect(mayRun('anyone', 'viewer')).toBe(false);
  });
});

describe('toHelpView', () => {
  const shown = (surface: Surface, role: Role, name?: string): string[] => {
    const view = toHelpView(COMMANDS, surface, role, name);
    return 'problem' in view ? [view.problem] : view.commands.map((command) => command.name);
  };

  it('shows only what may be run', () => {
    expect(shown('chat', 'anyone')).toEqual(['help']);
    expect(shown('chat', 'viewer')).not.toContain('testtokens');
    expect(shown('chat', 'technician')).toContain('testtokens');
    expect(shown('terminal', 'admin')).toContain('doctor');
  });

  it('groups the commands by task, each with an example that may be run', () => {
    const words: readonly string[] = HELP_TASKS.flatMap((task) => task.words);
    expect(commands.map(({ name }) => name.split(' ')[0]).filter((word = '') => !words.includes(word))).toEqual([]);
    for (const role of ROLES) {
      const allowed = commandsFor('chat', role);
      const names = allowed.map(({ name }) => name);
      const tasks = groupByTask(allowed);
      const told = tasks.flatMap(({ groups }) =>
        groups.flatMap(({ name, members }) => (members.length > 0 ? members.map((one) => `${name} ${one}`) : [name])),
      );
      expect(told.sort()).toEqual([...names].sort());
      for (const { example } of tasks) expect(names.some((name) => `${example} `.startsWith(`${name} `))).toBe(true);
    }
    const few = commands.filter(({ name }) => name === 'status' || name === 'help');
    expect(groupByTask(few).map(({ example }) => example)).toEqual(['status', 'help testtokens']);
  });

  it('says of a command that may not be run what it says of one that does not exist', () => {
    const forbidden = shown('chat', 'viewer', 'testtokens').join().replace('testtokens', 'NAME');
    const missing = shown('chat', 'viewer', 'nonsense').join().replace('nonsense', 'NAME');
    expect(forbidden).toBe(missing);
    expect(forbidden).toMatch(/^There is no command “NAME” that you may run/);
  });

  it('explains one command however it is written', () => {
    for (const name of ['testtokens', ' /TestTokens '])
      expect(shown('chat', 'technician', name)).toEqual(['testtokens']);
  });

  it('repeats a hostile name as one harmless line', () => {
    const [text = ''] = shown('chat', 'anyone', `x\n\u202E\u001B[2J${'y'.repeat(500)}`);
    expect(text).not.toMatch(/[\p{Cc}\u202E]/u);
    expect(text.length).toBeLessThan(200);
  });

  it('writes usage as the surface types it', () => {
    const usage = (surface: 'terminal' | 'chat') => {
      const view = toHelpView(COMMANDS, surface, 'admin', 'testtokens');
      return 'problem' in view ? '' : view.commands[0]?.usage;
    };
    expect(usage('terminal')).toMatch(/^testtokens \[--tenant <id\|domain\|name>\]… \[--only <graph\|exchange>\]/);
    expect(usage('chat')).toBe('testtokens [tenant]… [only] [connection] [tag]… [without-tag]…');
  });

  it('shows no value behind a flag', () => {
    const flags = COMMANDS.flatMap(({ name, arguments: all }) =>
      all.flatMap((one) => (one.kind === 'flag' && !one.positional ? [[name, one.name] as const] : [])),
    );
    expect(flags.length).toBeGreaterThan(5);
    for (const [command, flag] of flags) {
      const view = toHelpView(COMMANDS, 'terminal', 'admin', command);
      const usage = 'problem' in view ? '' : (view.commands.find(({ name }) => name === command)?.usage ?? '');
      expect(usage).toMatch(new RegExp(`--${flag}(?! <)`));
    }
  });
});
