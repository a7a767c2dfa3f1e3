import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/adapters/terminal/parse-command-line.ts';
import type { CommandDefinition } from '../../../src/core/chat/commands/command.ts';
import { argumentsFor, commandsFor } from '../../../src/core/chat/commands/registry.ts';

const commands: CommandDefinition[] = commandsFor('terminal', 'admin');
const parse = (line: string) => parseCommandLine(line.split(' ').filter(Boolean), commands);
const problem = (line: string): string => {
  const parsed = parse(line);
  return parsed.ok ? 'none' : parsed.problem;
};

describe('parseCommandLine', () => {
  it('reads a command with its values', () => {
    const line = 'testtokens --tenant a.example --tenant=b --only graph --concurrency 7 --format csv --output x.csv';
    expect(parse(line)).toEqual({
      ok: true,
      command: 'testtokens',
      values: { tenant: ['a.example', 'b'], only: 'graph', concurrency: 7, format: 'csv', output: 'x.csv' },
      json: false,
    });
  });

  it('takes --json before or after the command', () => {
    for (const line of ['--json testtokens', 'testtokens --json'])
      expect(parse(line)).toMatchObject({ command: 'testtokens', json: true, values: {} });
    expect(parse('testtokens')).toMatchObject({ json: false });
  });

  it('keeps values with spaces and a leading dash', () => {
    expect(parseCommandLine(['testtokens', '--tenant', 'Contoso Ltd', '--tenant=-x'], commands)).toMatchObject({
      values: { tenant: ['Contoso Ltd', '-x'] },
    });
  });

  it('shows help for nothing, for --help and for a command’s --help', () => {
    expect(parse('')).toMatchObject({ command: 'help' });
    expect(parse('--help')).toMatchObject({ command: 'help', values: {} });
    for (const line of ['testtokens -h', 'testtokens --help', '--help testtokens', 'testtokens --only graph --help'])
      expect(parse(line), line).toMatchObject({ command: 'help', values: { command: ['testtokens'] } });
    expect(parse('help doctor')).toMatchObject({ command: 'help', values: { command: ['doctor'] } });
  });

  it('shows the version', () => {
    for (const line of ['--version', '-v', '--version testtokens'])
      expect(parse(line)).toMatchObject({ ok: true, command: 'version' });
  });

  it.each([
    ['an unknown command', 'testtoken', /testtokens/],
    ['a flag nobody knows', 'testtokens --tenants x', /--tenants/],
    ['a choice that is none', 'testtokens --only mail', /graph, exchange/],
    ['a number that is none', 'testtokens --concurrency many', /whole number from 1 to \d+/],
    ['a number too small', 'testtokens --concurrency 0', /whole number from 1/],
    ['a fraction', 'testtokens --concurrency 1.5', /whole number from 1/],
    ['a number too large', 'testtokens --concurrency 99999', /whole number from 1/],
    ['a flag without its value', 'testtokens --tenant', /argument missing/],
    ['a flag of the program’s', 'testtokens --version', /--version/],
    ['words too many', 'doctor now', /too many arguments/i],
  ])('says in one line what is wrong with %s', (_what, line, expected) => {
    expect(problem(line)).toMatch(expected);
    expect(problem(line)).toMatch(/^\p{Lu}[^\n]*[.?!)]$/u);
    expect(problem(line)).not.toMatch(/^error/i);
  });

  it('reads a command of two words, and says what comes after its first', () => {
    expect(parse('access grant discord:user:1 viewer --json')).toEqual({
      ok: true,
      command: 'access grant',
      values: { subject: 'discord:user:1', role: 'viewer' },
      json: true,
    });
    expect(problem('access')).toMatch(/grant, revoke, list, channel/);
    expect(problem('access give')).toMatch(/“access give”.*grant, revoke/);
    expect(problem('access grant discord:user:1 owner')).toMatch(/“owner”.*viewer, technician, admin/);
    expect(parse('access --help')).toMatchObject({ command: 'help', values: { command: ['access'] } });
    expect(parse('access grant --help')).toMatchObject({ command: 'help', values: { command: ['access grant'] } });
  });

  it('reads every argument of every command of the registry', () => {
    for (const command of commands) {
      for (const argument of argumentsFor(command, 'terminal')) {
        const value = argument.choices?.[0] ?? (argument.kind === 'number' ? '5' : 'value');
        const required = command.arguments
          .filter((one) => one.positional && one.required && one !== argument)
          .map((one) => one.choices?.[0] ?? 'x');
        const typed = argument.positional ? [value] : [`--${argument.name}`, value];
        const order =
          argument.positional && command.arguments[0] === argument ? [...typed, ...required] : [...required, ...typed];
        const parsed = parseCommandLine([...command.name.split(' '), ...order], commands);
        expect(parsed, `${command.name} ${argument.name}`).toMatchObject({ ok: true, command: command.name });
        expect(parsed.ok && Object.keys(parsed.values)).toContain(argument.name);
      }
    }
  });
});
