import { describe, expect, it } from 'vitest';
import type { ArgumentValue, GivenFile } from '../../../../src/core/chat/calls/chat-request.ts';
import type { CommandDefinition } from '../../../../src/core/chat/calls/command-definition.ts';
import { readValues } from '../../../../src/core/chat/calls/read-values.ts';

const COMMAND: CommandDefinition = {
  name: 'sample',
  role: 'viewer',
  summary: 'A sample.',
  surfaces: ['chat', 'terminal'],
  arguments: [
    { name: 'topic', help: 'Words.', kind: 'text', positional: true, repeatable: true, maximumLength: 20 },
    { name: 'tenant', help: 'Tenants.', kind: 'text', repeatable: true, maximumLength: 50 },
    { name: 'only', help: 'A pair.', kind: 'choice', choices: ['graph', 'exchange'] },
    { name: 'days', help: 'How long.', kind: 'number', minimum: 1, maximum: 365 },
    { name: 'who', help: 'Whom.', kind: 'subject' },
    { name: 'off', help: 'A flag.', kind: 'flag' },
    { name: 'log', help: 'A file.', kind: 'file', surfaces: ['chat'] },
    { name: 'output', help: 'Where to.', kind: 'text', surfaces: ['terminal'] },
  ],
};
const REQUIRED: CommandDefinition = {
  ...COMMAND,
  arguments: [{ name: 'tenant', help: 'The tenant.', kind: 'text', required: true, positional: true }],
};
const FILE: GivenFile = { name: 'a.log', sizeBytes: 1, readText: async () => 'x' };

describe('readValues', () => {
  it.each<[string, ArgumentValue, unknown]>([
    ['topic', '  two words ', 'two words'],
    ['topic', ['two', 'words'], 'two words'],
    ['tenant', 'a, b,,c ', ['a', 'b', 'c']],
    ['tenant', ['Fabrikam, Inc.', ' b ', ''], ['Fabrikam, Inc.', 'b']],
    ['tenant', 'contoso', ['contoso']],
    ['only', 'GRAPH', 'graph'],
    ['days', 30, 30],
    ['days', ' 365 ', 365],
    ['who', 'Discord:User:80351110224678912', 'discord:user:80351110224678912'],
    ['off', 'true', true],
    ['off', 'False', false],
    ['log', FILE, FILE],
  ])('reads %s from %j', (name, given, expected) => {
    expect(readValues(COMMAND, 'chat', { [name]: given })).toEqual({ ok: true, values: { [name]: expected } });
  });

  it.each<[string, ArgumentValue, string]>([
    ['topic', 'x'.repeat(21), '“topic” is too long: 21 characters, and at most 20 are taken.'],
    ['tenant', ['x'.repeat(30), 'x'.repeat(30)], '“tenant” is too long: 61 characters, and at most 50 are taken.'],
    ['only', 'sharepoint', '“only” is “sharepoint”, which is none of: graph, exchange.'],
    ['off', 'perhaps', '“off” is “perhaps”, which is neither true nor false.'],
    ['days', 0, '“days” is “0”, and has to be a whole number from 1 to 365.'],
    ['days', 366, '“days” is “366”, and has to be a whole number from 1 to 365.'],
    ['days', 1.5, '“days” is “1.5”, and has to be a whole number from 1 to 365.'],
    ['days', 'many', '“days” is “many”, and has to be a whole number from 1 to 365.'],
    ['days', Number.NaN, '“days” is “NaN”, and has to be a whole number from 1 to 365.'],
    [
      'who',
      '@everyone',
      '“@everyone” names nobody. Use discord:user:ID, discord:role:ID, teams:user:OBJECTID or api:token:NAME.',
    ],
    ['log', 'a.log', '“log” takes a file.'],
    ['topic', FILE, '“topic” takes no file.'],
    ['days', FILE, '“days” takes no file.'],
    ['output', 'x', 'sample takes no “output”. It takes: topic, tenant, only, days, who, off, log.'],
    ['__proto__x', 'x', 'sample takes no “__proto__x”. It takes: topic, tenant, only, days, who, off, log.'],
  ])('names what is wrong with %s and the way out (%#)', (name, given, problem) => {
    expect(readValues(COMMAND, 'chat', { [name]: given })).toEqual({ ok: false, problems: [problem] });
  });

  it.each<ArgumentValue>(['', '   ', [], ['', ' ']])('takes white space for nothing (%#)', (given) => {
    expect(readValues(COMMAND, 'chat', { tenant: given, days: typeof given === 'string' ? given : '' })).toEqual({
      ok: true,
      values: {},
    });
    expect(readValues(REQUIRED, 'chat', { tenant: given })).toEqual({
      ok: false,
      problems: ['“tenant” is missing. The tenant.'],
      missing: REQUIRED.arguments,
    });
  });

  it('tells every problem at once', () => {
    const result = readValues(COMMAND, 'chat', { only: 'x', days: 0, nonsense: 'y' });
    expect(result.ok ? [] : result.problems).toHaveLength(3);
  });

  it('names a few of thousands of names that nothing bears', () => {
    const given = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`made-up-${index}`, 'x']));
    const result = readValues(COMMAND, 'chat', { ...given, days: 3 });
    expect(result.ok ? [] : result.problems).toHaveLength(5);
  });

  it.each([
    ['topic', 20],
    ['tenant', 50],
    ['only', 200],
  ])('refuses what is far too long as it came, before anything searches it for secrets: %s', (name, longest) => {
    const problem = `“${name}” is too long: 240000 characters, and at most ${longest} are taken.`;
    const result = readValues(COMMAND, 'chat', { [name]: 'pass '.repeat(48_000) });
    expect(result).toEqual({ ok: false, problems: [problem] });
  });

  it('shows a hostile value as one bounded line', () => {
    const result = readValues(COMMAND, 'chat', {
      only: `a\n\u202eb${'x'.repeat(5000)}`,
      [`n\n${'y'.repeat(999)}`]: 'z',
    });
    expect(result.ok).toBe(false);
    // A value too long is not repeated at all.
    for (const problem of result.ok ? [] : result.problems) {
      expect(problem).not.toMatch(/[\n\u202e]/);
      expect(problem.length).toBeLessThan(200);
    }
  });
});
