import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  completeLine,
  type Offers,
  type Shell,
  writeCompletionScript,
} from '../../../src/adapters/terminal/complete-line.ts';
import { argumentsFor } from '../../../src/core/chat/calls/command-list.ts';
import { COMMANDS } from '../../../src/core/chat/commands/registry.ts';

describe('completion with Tab', () => {
  let written: string[];

  beforeEach(() => {
    written = [];
    vi.spyOn(console, 'log').mockImplementation((line: string) => void written.push(line));
  });
  afterEach(() => vi.restoreAllMocks());

  /** What is offered in the place of the last word. */
  function complete(words: readonly string[], offers: Offers = {}): string[] {
    written = [];
    completeLine(words, COMMANDS, offers);
    expect(written.pop()).toBe(':4');
    return written.map((line) => line.split('\t', 1)[0] ?? '');
  }

  it.each(COMMANDS.map(({ name }) => name))('finds %s, word by word', (name) => {
    const words = name.split(' ');
    const last = words.at(-1) ?? '';
    expect(complete([...words.slice(0, -1), last.slice(0, -1)])).toContain(last);
  });

  it.each(
    COMMANDS.flatMap((command) =>
      argumentsFor(command, 'terminal').map((argument) => ({ ...argument, command: command.name })),
    ).filter(({ positional }) => !positional),
  )('offers --$name of $command, and its choices', ({ command, name, kind, choices }) => {
    expect(complete([...command.split(' '), '--'])).toEqual(expect.arrayContaining([`--${name}`, '--json', '--help']));
    if (kind !== 'flag') expect(complete([...command.split(' '), `--${name}`, ''])).toEqual(choices ?? []);
  });

  it('offers the options of the command alone', () => {
    expect(complete(['version', '--'])).toEqual(['--json', '--help']);
  });

  it('offers the choices of a place, counted without options', () => {
    expect(complete(['access', 'grant', '--json', 'discord:user:1', ''])).toEqual(['viewer', 'technician', 'admin']);
    expect(complete(['completion', 'p'])).toEqual(['powershell']);
  });

  it('offers what was handed in where an argument asks for it', () => {
    const offers: Offers = { topic: [{ value: 'token-expired', about: 'The refresh token has expired' }] };
    expect(complete(['troubleshoot', 'tok'], offers)).toEqual(['token-expired']);
    expect(complete(['help', 'tok'], offers)).toEqual([]);
  });

  it.each<[Shell, string]>([
    ['bash', 'complete -F __samaritan_complete samaritan'],
    ['zsh', 'compdef _samaritan samaritan'],
    ['fish', 'complete -c samaritan'],
    ['powershell', "Register-ArgumentCompleter -CommandName 'samaritan'"],
  ])('writes a script for %s that asks samaritan', (shell, registers) => {
    writeCompletionScript(shell);
    expect(written.join('\n')).toContain(registers);
    expect(written.join('\n')).toMatch(/samaritan complete '?--'? /);
  });
});
