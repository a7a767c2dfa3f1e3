import type { Role } from '../../../model/people/role.ts';
import { toSafeText } from '../../../model/text/format.ts';
import type { ArgumentDefinition, CommandDefinition, Surface } from '../../calls/command-definition.ts';
import { argumentsFor, filterCommands, groupCommands } from '../../calls/command-list.ts';

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
  return argument.kind === 'flag' ? `--${argument.name}` : `--${argument.name} <${value}>`;
}

function toUsage(argument: ArgumentDefinition, surface: Surface): string {
  const label = toLabel(argument, surface);
  const shown = argument.required ? label : `[${label}]`;
  return argument.repeatable ? `${shown}…` : shown;
}

/** What people want of Samaritan, in the order in which they want it, and the first words of the commands for it. */
export const HELP_TASKS = [
  {
    title: 'See what fails',
    words: ['testtokens', 'check', 'status', 'history'],
    example: 'check contoso.onmicrosoft.com',
  },
  {
    title: 'Understand an error and mend it',
    words: ['explain', 'troubleshoot', 'walk', 'permissions', 'renewtokens', 'supportbundle'],
    example: 'explain AADSTS50076',
  },
  { title: 'Be told in time', words: ['alerts', 'schedule', 'reports', 'routes'], example: 'schedule run hourly' },
  {
    title: 'Say what is expected',
    words: ['accept', 'maintenance'],
    example: 'maintenance add contoso.onmicrosoft.com 4h',
  },
  { title: 'Sort tenants', words: ['tag'], example: 'tag add contoso.onmicrosoft.com emea' },
  { title: 'Say who may do what', words: ['access', 'api', 'audit'], example: 'access list' },
  { title: 'Keep credentials', words: ['connections', 'keys', 'setup'], example: 'connections test acme' },
  {
    title: 'Run Samaritan',
    words: ['start', 'worker', 'mcp', 'doctor', 'discord', 'database', 'completion', 'version', 'help'],
    example: 'help testtokens',
  },
] as const;

/** Commands for one thing that people want, and how one of them is written. */
interface HelpTask {
  title: string;
  example: string;
  /** By their first words, in the order of the registry; `members` are the second words. */
  groups: { name: string; summary: string; members: string[] }[];
}

/** The commands by task; a task of which none may be run is left out, and what no task knows stands with the last. */
export function groupByTask(commands: readonly CommandDefinition[]): HelpTask[] {
  const last = HELP_TASKS[HELP_TASKS.length - 1];
  const groups = groupCommands(commands);
  return HELP_TASKS.flatMap((task) => {
    const here = groups.filter(
      ({ name }) => (HELP_TASKS.find(({ words }) => words.some((word) => word === name)) ?? last) === task,
    );
    const mine = commands.filter(({ name }) => here.some((group) => group.name === name.split(' ', 1)[0]));
    const [first] = mine;
    if (first === undefined) return [];
    const known = mine.some(({ name }) => `${task.example} `.startsWith(`${name} `));
    return [
      {
        title: task.title,
        example: known ? task.example : first.name,
        groups: here.map(({ name, summary, members }) => ({ name, summary, members: members.map((one) => one.name) })),
      },
    ];
  });
}
