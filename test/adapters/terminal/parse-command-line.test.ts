import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/adapters/terminal/parse-command-line.ts';
import { withNamedFiles } from '../../../src/bot/terminal/with-named-files.ts';
import type { ArgumentDefinition, CommandDefinition } from '../../../src/core/chat/calls/command-definition.ts';
import { argumentsFor } from '../../../src/core/chat/calls/command-list.ts';
import { readValues } from '../../../src/core/chat/calls/read-values.ts';
import { commandsFor } from '../../../src/core/chat/commands/registry.ts';

const commands: readonly CommandDefinition[] = commandsFor('terminal', 'admin');
const PREFIX = 'samaritan ';

/** As the program does it: the line is taken apart here, and core reads its values. */
function parseArguments(argv: readonly string[]) {
  const line = parseCommandLine(argv, commands, PREFIX);
  const command = line.ok && commands.find(({ name }) => name === line.command);
  if (!line.ok || !command || line.command === 'help') return line;
  const read = readValues(command, 'terminal', withNamedFiles(command, line.values));
  return read.ok ? { ...line, values: read.values } : { ok: false as const, problem: read.problems.join(' ') };
}

const sampleOf = ({ kind }: ArgumentDefinition): string =>
  ({ number: '5', subject: 'discord:user:80351110224678912' })[kind as string] ?? 'value';

const parse = (line: string) => parseArguments(line.split(' ').filter(Boolean));
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
    expect(parseArguments(['testtokens', '--tenant', 'Contoso Ltd', '--tenant=-x'])).toMatchObject({
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
    expect(problem(line)).toMatch(/^(?:\p{Lu}|“)[^\n]*[.?!)]$/u);
    expect(problem(line)).not.toMatch(/^error/i);
  });

  it('guesses what a misspelt command means, and says how to go on in words that can be run', () => {
    expect(problem('testtoken')).toMatch(/“testtoken”\. Did you mean testtokens\?/);
    expect(problem('access grnt')).toMatch(/“access grnt”\. Did you mean grant\?/);
    expect(problem('zzzzzzzzz')).not.toContain('Did you mean');
    expect(problem('testtokens --tenants x')).toMatch(/ samaritan help testtokens shows what there is\.$/);
  });

  it('reads a command of two words, and says what comes after its first', () => {
    expect(parse('access grant discord:user:80351110224678912 viewer --json')).toEqual({
      ok: true,
      command: 'access grant',
      values: { subject: 'discord:user:80351110224678912', role: 'viewer' },
      json: true,
    });
    expect(problem('access')).toMatch(/grant, revoke, list, channel/);
    expect(problem('access give')).toMatch(/“access give”.*grant, revoke/);
    expect(problem('access grant discord:user:80351110224678912 owner')).toMatch(/“owner”.*viewer, technician, admin/);
    expect(parse('access --help')).toMatchObject({ command: 'help', values: { command: ['access'] } });
    expect(parse('access grant --help')).toMatchObject({ command: 'help', values: { command: ['access grant'] } });
  });

  it.each([
    ['testtokens --password=S3cr3tValue9x', '--password'],
    ['explain --client-secret=S3cr3tValue9x', '--client-secret'],
    ['S3cr3tValue9x', 'of that name'],
    ['doctor S3cr3tValue9x', 'but got 1'],
    ['access S3cr3tValue9x', 'of that name'],
  ])('says nothing again that may be a secret: %s', (typed, named) => {
    expect(problem(typed)).toContain(named);
    expect(problem(typed)).not.toContain('S3cr3t');
  });

  it('fills no place with what was given by its tags, and does where there is a word for it', () => {
    const tags = ['--tag', 'emea', '--without-tag', 'test'];
    const values = { tag: ['emea'], 'without-tag': ['test'], reason: 'no Exchange' };
    expect(parseArguments(['accept', 'add', ...tags, 'no Exchange'])).toMatchObject({ values });
    expect(parseArguments(['accept', 'add', 'no Exchange', ...tags])).toMatchObject({ values });
    const both = parseArguments(['accept', 'add', 'tag:emea', 'no Exchange', '--without-tag', 'test']);
    expect(both).toMatchObject({ values: { tenant: 'tag:emea', reason: 'no Exchange', 'without-tag': ['test'] } });
    expect(parse('maintenance add --tag emea 4h')).toMatchObject({ values: { tag: ['emea'], to: '4h' } });
    expect(problem('accept add reason')).toContain('“reason” is missing');
    expect(problem('accept remove')).toContain('“tenant” is missing');
  });

  it('reads every argument of every command of the registry', () => {
    for (const command of commands) {
      for (const argument of argumentsFor(command, 'terminal')) {
        const value = argument.choices?.[0] ?? sampleOf(argument);
        // What has no name is known by its place: all before it stand there too.
        const place = argument.positional ? command.arguments.indexOf(argument) : 0;
        const required = command.arguments
          .filter((one, at) => one !== argument && (one.required || one.instead || (one.positional && at < place)))
          .flatMap((one) => [...(one.positional ? [] : [`--${one.name}`]), one.choices?.[0] ?? sampleOf(one)]);
        const option = [`--${argument.name}`, ...(argument.kind === 'flag' ? [] : [value])];
        const typed = argument.positional ? [value] : option;
        const order =
          argument.positional && command.arguments[0] === argument ? [...typed, ...required] : [...required, ...typed];
        const parsed = parseArguments([...command.name.split(' '), ...order]);
        expect(parsed, `${command.name} ${argument.name}`).toMatchObject({ ok: true, command: command.name });
        expect(parsed.ok && Object.keys(parsed.values)).toContain(argument.name);
      }
    }
  });
});
