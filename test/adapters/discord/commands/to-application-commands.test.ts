import { ApplicationCommandUpdateRequestSchema } from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toApplicationCommands, toOption } from '../../../../src/adapters/discord/commands/to-application-commands.ts';
import type { CommandDefinition } from '../../../../src/core/chat/calls/command-definition.ts';
import { commandsFor } from '../../../../src/core/chat/commands/registry.ts';

const NAME = /^[-_'\p{Ll}\p{N}]{1,32}$/u;
const all = commandsFor('chat', 'admin');
const { guild, direct } = toApplicationCommands(all);

const definition: CommandDefinition = {
  name: 'watch',
  role: 'viewer',
  summary: 'Watch.',
  arguments: [],
  surfaces: ['chat'],
};

interface AnyOption {
  name: string;
  type: number;
  description: string;
  required?: boolean;
  autocomplete?: boolean;
  choices?: unknown[];
  options?: AnyOption[];
}
const optionsOf = (command: object): AnyOption[] => ('options' in command ? (command.options as AnyOption[]) : []);

describe('toApplicationCommands', () => {
  it('has every command that chat has', () => {
    const names = guild.flatMap((command) => {
      const members = optionsOf(command).filter(({ type }) => type === 1);
      return members.length > 0 ? members.map(({ name }) => `${command.name} ${name}`) : [command.name];
    });
    const labels = all.flatMap(({ onMessage }) => onMessage?.label ?? []);
    expect(names).toEqual([...all.map(({ name }) => name), ...labels]);
    expect(guild.find(({ name }) => name === 'Explain this error')?.type).toBe(3);
  });

  it('keeps Discord’s schema and the rules that its schema doesn’t have', () => {
    for (const command of [...guild, ...direct]) {
      // Discord documents a string of digits where its schema asks for a number.
      const { default_member_permissions: bits, ...rest } = command;
      const body = { ...rest, default_member_permissions: bits == null ? null : Number(bits) };
      expect(z.safeParse(ApplicationCommandUpdateRequestSchema, body).error?.issues ?? [], command.name).toEqual([]);
      expect(JSON.stringify(command).length).toBeLessThan(8000);
      const levels = [optionsOf(command), ...optionsOf(command).map((option) => option.options ?? [])];
      if (command.type === 1) expect(command.name).toMatch(NAME);
      for (const options of levels) {
        const required = options.map((option) => option.required === true);
        expect(required.lastIndexOf(true)).toBeLessThanOrEqual(
          required.indexOf(false) === -1 ? 99 : required.indexOf(false),
        );
        for (const option of options) {
          expect(option.name).toMatch(NAME);
          expect(option.description.length).toBeLessThanOrEqual(100);
          expect(option.autocomplete && option.choices).toBeFalsy();
        }
      }
    }
  });

  it('hides commands for administrators from all but Discord’s administrators', () => {
    const bits = Object.fromEntries(guild.map((command) => [command.name, command.default_member_permissions]));
    expect(bits).toMatchObject({
      access: '0',
      help: null,
      testtokens: '2147483648',
      'Explain this error': '2147483648',
    });
  });

  it('shows a group that has a command for others to them', () => {
    const commands = [
      { ...definition, name: 'watch list', role: 'viewer' as const },
      { ...definition, name: 'watch stop', role: 'admin' as const },
    ];
    expect(toApplicationCommands(commands).guild[0]?.default_member_permissions).toBe('2147483648');
  });

  it('registers for direct messages only what is answered there, and not a second time in guilds', () => {
    expect(direct.map(({ name }) => name).sort()).toEqual(['Explain this error', 'explain', 'help', 'troubleshoot']);
    expect(direct.every(({ contexts }) => JSON.stringify(contexts) === '[1]')).toBe(true);
  });

  it('refuses a command that has subcommands and is one itself', () => {
    const commands = [definition, { ...definition, name: 'watch list' }];
    expect(() => toApplicationCommands(commands)).toThrow(RangeError);
  });
});

describe('toOption', () => {
  const base = { name: 'a', help: 'About a.' };

  it('gives each kind of argument its kind of option', () => {
    expect(toOption({ ...base, kind: 'text', maximumLength: 9000, suggest: 'tenant', required: true })).toEqual({
      type: 3,
      name: 'a',
      description: 'About a.',
      required: true,
      max_length: 6000,
      autocomplete: true,
    });
    expect(toOption({ ...base, kind: 'choice', choices: ['x'] })).toMatchObject({
      type: 3,
      choices: [{ name: 'x', value: 'x' }],
    });
    expect(toOption({ ...base, kind: 'number', minimum: 1, maximum: 9 })).toMatchObject({
      type: 4,
      min_value: 1,
      max_value: 9,
    });
    expect(toOption({ ...base, kind: 'file' }).type).toBe(11);
    expect(toOption({ ...base, kind: 'subject' }).type).toBe(9);
  });

  it('cuts a description that is too long', () => {
    expect(toOption({ name: 'a', help: 'x'.repeat(150), kind: 'file' }).description).toHaveLength(100);
  });
});
