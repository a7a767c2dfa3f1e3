import type { Role } from '../../../model/people/role.ts';
import { toSafeText } from '../../../model/text/safe-text.ts';
import type { ArgumentDefinition, CommandDefinition, Surface } from '../../calls/command-definition.ts';
import { argumentsFor, filterCommands } from '../../calls/command-list.ts';
import { groupByTask, type HelpTask } from './help-tasks.ts';

export interface HelpView {
  title: string;
  /** The commands this person may run, or the one that was asked for. */
  commands: HelpEntry[];
  /** The same commands by what they are for, where all were asked for. */
  tasks?: HelpTask[];
}

export interface HelpEntry {
  name: string;
  usage: string;
  summary: string;
  details?: string;
  arguments: { name: string; label: string; help: string }[];
  examples: readonly string[];
}

/** Help shows only what may be run. A name that cannot be run by this role reads like one that does not exist. */
export function toHelpView(
  all: readonly CommandDefinition[],
  surface: Surface,
  role: Role,
  name?: string,
): HelpView | { problem: string } {
  const commands = filterCommands(all, surface, role);
  if (name === undefined) {
    return {
      title: 'Samaritan tests an MSP’s access to its Microsoft 365 tenants.',
      commands: commands.map((one) => toEntry(one, surface)),
      tasks: groupByTask(commands),
    };
  }
  const wanted = name.trim().toLowerCase().replace(/^\//, '').replace(/\s+/g, ' ');
  const command = commands.find((one) => one.name === wanted);
  if (command) return { title: command.name, commands: [toEntry(command, surface)] };
  const group = commands.filter((one) => one.name.startsWith(`${wanted} `));
  if (group.length > 0) return { title: wanted, commands: group.map((one) => toEntry(one, surface)) };
  const known = commands.map((one) => one.name).join(', ');
  return {
    problem: `There is no command “${toSafeText(name, { maxLength: 60 })}” that you may run. There are: ${known}.`,
  };
}

function toEntry(command: CommandDefinition, surface: Surface): HelpEntry {
  const args = argumentsFor(command, surface);
  return {
    name: command.name,
    usage: [command.name, ...args.map((argument) => toUsage(argument, surface))].join(' '),
    summary: command.summary,
    ...(command.details === undefined ? {} : { details: command.details }),
    arguments: args.map((argument) => ({
      name: argument.name,
      label: toLabel(argument, surface),
      help: argument.choices ? `${argument.help} One of: ${argument.choices.join(', ')}.` : argument.help,
    })),
    examples: command.examples ?? [],
  };
}

function toLabel(argument: ArgumentDefinition, surface: Surface): string {
  const value = argument.choices ? argument.choices.join('|') : (argument.placeholder ?? argument.name);
  if (argument.positional || surface === 'chat') return argument.positional ? `<${value}>` : argument.name;
  return `--${argument.name} <${value}>`;
}

function toUsage(argument: ArgumentDefinition, surface: Surface): string {
  const label = toLabel(argument, surface);
  const shown = argument.required ? label : `[${label}]`;
  return argument.repeatable ? `${shown}…` : shown;
}
