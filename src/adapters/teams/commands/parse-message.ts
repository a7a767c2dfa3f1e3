import type { Call } from '../../../core/chat/calls/chat-request.ts';
import type { CommandDefinition } from '../../../core/chat/calls/command-definition.ts';
import { groupCommands } from '../../../core/chat/calls/command-list.ts';
import { commandsFor } from '../../../core/chat/commands/registry.ts';
import { toKeptText } from '../../../core/model/text/cut-secrets.ts';
import { nearestWord } from '../../../core/model/text/nearest-word.ts';
import { toRawValues } from './raw-values.ts';
import { splitWords } from './split-words.ts';

export type ParsedMessage = Extract<Call, { kind: 'command' }> | { problem: string };

/** Invisible characters that copying from Teams brings along. */
const INVISIBLE = /[\u200b\u200e\u200f\u2060\ufeff]/g;
const HARD_BLANKS = /[\u00a0\u2007\u202f]/g;

/**
 * What was typed, as a call of the registry's commands: with or without a slash, in any case, with named or loose
 * values. Values stay texts; core holds them against their definitions. Nothing typed asks for help.
 */
export function parseMessage(typed: string): ParsedMessage {
  const text = typed.replace(INVISIBLE, '').replace(HARD_BLANKS, ' ').trim();
  const commands = commandsFor('chat', 'admin');
  const found = findCommand(text.replace(/^\/\s*/, ''), commands);
  if (found.kind === 'none') return found.word === '' ? help() : { problem: unknownWord(found.word, commands) };
  if (found.kind === 'group') {
    if (found.rest === '') return help(found.name);
    return { problem: `${found.name} takes one of: ${found.members.join(', ')}.` };
  }
  const { command, rest } = found;
  const whole = command.onMessage?.argument;
  if (whole !== undefined) return { kind: 'command', name: command.name, values: rest === '' ? {} : { [whole]: rest } };
  const values = toRawValues(command, splitWords(rest));
  if (!values) return { problem: `${command.name} takes nothing after it.` };
  return { kind: 'command', name: command.name, values };
}

type Found =
  | { kind: 'command'; command: CommandDefinition; rest: string }
  /** The first word of commands that have two, without one of theirs. */
  | { kind: 'group'; name: string; members: string[]; rest: string }
  | { kind: 'none'; word: string };

function findCommand(text: string, commands: readonly CommandDefinition[]): Found {
  const [, first = '', afterFirst = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  const [, second = '', afterSecond = ''] = /^(\S+)\s*(.*)$/s.exec(afterFirst) ?? [];
  const one = toName(first);
  const both = toName(second) === '' ? [] : [`${one} ${toName(second)}`, `${one}${toName(second)}`];
  const two = commands.find((command) => both.includes(command.name));
  if (two) return { kind: 'command', command: two, rest: afterSecond };
  const single = commands.find((command) => command.name === one || command.name === one.replaceAll('-', ''));
  if (single) return { kind: 'command', command: single, rest: afterFirst };
  const group = groupCommands(commands).find(({ name, members }) => name === one && members.length > 0);
  if (!group) return { kind: 'none', word: first };
  return { kind: 'group', name: one, members: group.members.map(({ name }) => name), rest: afterFirst };
}

/** `Explain:` means `explain`. */
function toName(word: string): string {
  return word.toLowerCase().replace(/[:,]$/, '');
}

function help(command?: string): ParsedMessage {
  return { kind: 'command', name: 'help', values: command === undefined ? {} : { command } };
}

function unknownWord(word: string, commands: readonly CommandDefinition[]): string {
  const names = groupCommands(commands).map(({ name }) => name);
  const nearest = nearestWord(toName(word), names);
  const guess = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  const shown = toKeptText(word, { maxLength: 40 });
  return `There is no command “${shown}”.${guess} help shows what you may run; for an error write explain and then its text.`;
}
