import { wordPlaces } from '../calls/arguments.ts';
import type { ArgumentDefinition } from '../calls/command-definition.ts';
import { argumentsFor } from '../calls/command-list.ts';
import { commandNamed } from './registry.ts';

const PROGRAM = 'samaritan ';
const WORDS = /"[^"]*"|\S+/g;

/**
 * A command as texts name it (`samaritan history contoso.com --days 90`), as it is typed in a chat that has `prefix` before
 * its commands: `/history tenant: contoso.com days: 90`. What only the terminal takes stays as it is, and so does what is
 * no command.
 */
export function sayInChat(text: string, prefix: '/' | ''): string {
  if (!text.startsWith(PROGRAM)) return text;
  const words = text.slice(PROGRAM.length).match(WORDS) ?? [];
  const meant = commandNamed(words.slice(0, 2).join(' ')) ?? commandNamed(words[0] ?? '');
  const command = meant?.inChat === undefined ? meant : commandNamed(meant.inChat);
  if (!meant || !command?.surfaces.includes('chat')) return text;
  const values = readWords(argumentsFor(command, 'chat'), words.slice(meant.name.split(' ').length));
  if (!values) return text;
  const said = [...values].map(([{ name, positional }, given]) => `${name}: ${given.join(positional ? ' ' : ', ')}`);
  return [`${prefix}${command.name}`, ...said].join(' ');
}

/** The values by argument; undefined where one is for none that chat has. */
function readWords(
  known: readonly ArgumentDefinition[],
  words: readonly string[],
): Map<ArgumentDefinition, string[]> | undefined {
  const loose = wordPlaces(known, (name) => words.includes(`--${name}`));
  const values = new Map<ArgumentDefinition, string[]>();
  for (let at = 0; at < words.length; at += 1) {
    const option = /^--([\w-]+)$/.exec(words[at] ?? '')?.[1];
    const argument = option === undefined ? loose[0] : known.find(({ name }) => name === option);
    if (!argument) return undefined;
    if (option === undefined && !argument.repeatable) loose.shift();
    if (option !== undefined && argument.kind !== 'flag') at += 1;
    const value = argument.kind === 'flag' ? 'true' : words[at];
    if (value === undefined) return undefined;
    values.set(argument, [...(values.get(argument) ?? []), value]);
  }
  return values;
}
