import { Command, CommanderError, Option } from 'commander';
import { wordPlaces } from '../../core/chat/calls/arguments.ts';
import type { ArgumentDefinition, CommandDefinition } from '../../core/chat/calls/command-definition.ts';
import { argumentsFor, groupCommands } from '../../core/chat/calls/command-list.ts';
import { nearestWord } from '../../core/model/text/nearest-word.ts';

/** Texts as they were typed, by the arguments' names; core holds them against their definitions. */
export type TypedValues = Record<string, string | string[]>;

/** What was typed: a command of the registry with its values, or one sentence on what is wrong. */
export type CommandLine =
  | { ok: true; command: string; values: TypedValues; json: boolean }
  | { ok: false; problem: string };

/**
 * Reads the arguments of a process (without node and script) against the commands of the registry. `prefix` stands
 * before a command's name where it is shown.
 */
export function parseCommandLine(
  argv: readonly string[],
  commands: readonly CommandDefinition[],
  prefix: string,
): CommandLine {
  const unknown = findUnknownCommand(argv, commands);
  if (unknown !== undefined) return { ok: false, problem: unknown };
  let line: CommandLine | undefined;
  const program = new Command('samaritan').exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  program
    .helpCommand(false)
    .helpOption(false)
    .allowExcessArguments(false)
    // Else the program itself would take a command's --help, and the command would run.
    .enablePositionalOptions()
    .option('--json')
    .option('-h, --help')
    .option('-v, --version');
  program.action((_options, own: Command) => {
    const name = own.opts().version ? 'version' : 'help';
    line = { ok: true, command: name, values: {}, json: own.opts().json === true };
  });
  const add = (parent: Command, definition: CommandDefinition, word: string): void => {
    parent.addCommand(
      toCommand(definition, word, (values, json, help) => {
        if (program.opts().version) line = { ok: true, command: 'version', values: {}, json };
        else
          line = help
            ? { ok: true, command: 'help', values: { command: [definition.name] }, json }
            : { ok: true, command: definition.name, values, json };
      }),
    );
  };
  for (const { name, command, members } of groupCommands(commands)) {
    if (command) add(program, command, name);
    if (members.length === 0) continue;
    const group = createCommand(name).enablePositionalOptions();
    group.action(() => {
      line = group.opts().help
        ? { ok: true, command: 'help', values: { command: [name] }, json: false }
        : { ok: false, problem: `${name} wants one more word: ${members.map((one) => one.name).join(', ')}.` };
    });
    for (const member of members) add(group, member.command, member.name);
    program.addCommand(group);
  }
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return { ok: false, problem: toProblem(error, argv, commands, prefix) };
    throw error;
  }
  return line ?? { ok: false, problem: `Nothing to do. ${prefix}help shows the commands.` };
}

/** The first word that is no option has to be a command; commander would only count it as one argument too many. */
function findUnknownCommand(argv: readonly string[], commands: readonly CommandDefinition[]): string | undefined {
  const words = argv.filter((word) => !word.startsWith('-'));
  const [first, second] = words;
  const groups = groupCommands(commands);
  if (first === undefined) return undefined;
  const group = groups.find((one) => one.name === first);
  if (!group) {
    const names = groups.map((one) => one.name).join(', ');
    return `There is no command${quoted(first)}.${guess(first, groups)} The commands are: ${names}.`;
  }
  if (group.command || second === undefined || group.members.some((one) => one.name === second)) return undefined;
  const names = group.members.map((one) => one.name).join(', ');
  return `There is no command${quoted(second, `${first} `)}.${guess(second, group.members)} After ${first} comes one of: ${names}.`;
}

function guess(word: string, candidates: readonly { name: string }[]): string {
  const nearest = nearestWord(
    word,
    candidates.map(({ name }) => name),
  );
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}

function createCommand(word: string): Command {
  const command = new Command(word).exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  return command.helpCommand(false).helpOption(false).allowExcessArguments(false).option('--json').option('-h, --help');
}

function toCommand(
  definition: CommandDefinition,
  word: string,
  done: (values: TypedValues, json: boolean, help: boolean) => void,
): Command {
  const command = createCommand(word);
  const args = argumentsFor(definition, 'terminal');
  const positional = args.filter((argument) => argument.positional);
  // Required ones are looked for by core, so that --help needs none.
  for (const argument of positional) command.argument(`[${argument.name}${argument.repeatable ? '...' : ''}]`);
  const options = args
    .filter((argument) => !argument.positional)
    .map((argument) => [argument, toOption(argument)] as const);
  for (const [, option] of options) command.addOption(option);
  command.action((...received: unknown[]) => {
    const { json, help, ...given } = command.opts();
    const values: TypedValues = {};
    for (const [{ name, kind }, option] of options) {
      const value = given[option.attributeName()] as string | string[] | boolean | undefined;
      // commander takes `--no-browser` for a `browser` that is not.
      if (kind === 'flag') {
        if (value === !option.negate) values[name] = 'true';
      } else if (typeof value !== 'boolean' && value !== undefined) values[name] = value;
    }
    const words = positional.filter((_, index) => received[index] !== undefined).length;
    for (const [index, { name }] of wordPlaces(args, (one) => values[one] !== undefined, words).entries()) {
      const value = received[index] as string | string[] | undefined;
      if (value !== undefined && value.length > 0) values[name] = value;
    }
    const before = { ...command.parent?.parent?.opts(), ...command.parent?.opts() };
    done(values, json === true || before.json === true, help === true || before.help === true);
  });
  return command;
}

function toOption({ name, kind, placeholder, repeatable }: ArgumentDefinition): Option {
  if (kind === 'flag') return new Option(`--${name}`);
  const option = new Option(`--${name} <${placeholder ?? name}>`);
  if (repeatable) option.argParser((text: string, earlier: string[] | undefined) => [...(earlier ?? []), text]);
  return option;
}

function toProblem(
  { message: raw, code }: CommanderError,
  argv: readonly string[],
  commands: readonly CommandDefinition[],
  prefix: string,
): string {
  const message = raw
    .replace(/^error: /, '')
    // Whatever follows the name may be a secret.
    .replace(/(unknown option ')(-{1,2}[A-Za-z][\w-]*)[^']*/, '$1$2')
    .replace(/( but got \d+): .*$/s, '$1')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/([^.?!)])$/, '$1.');
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  const command = findCommand(argv, commands);
  const tooMany = code === 'commander.excessArguments' || code === 'commander.unknownCommand';
  if (tooMany && !command) return `${text} The commands are: ${commands.map(({ name }) => name).join(', ')}.`;
  const dash = code === 'commander.unknownOption' ? ' A text that begins with a dash goes behind --.' : '';
  return `${text}${dash} ${prefix}help${command ? ` ${command.name}` : ''} shows what there is.`;
}

/** A word as it may be said again: a secret that was pasted in the place of a command is none. */
function quoted(word: string, before = ''): string {
  return /^[\p{L}-]{1,30}$/u.test(word) ? ` “${before}${word}”` : ' of that name';
}

export function findCommand<C extends Pick<CommandDefinition, 'name'>>(
  argv: readonly string[],
  commands: readonly C[],
): C | undefined {
  const [first, second] = argv.filter((word) => !word.startsWith('-'));
  return commands.find(({ name }) => name === `${first} ${second}`) ?? commands.find(({ name }) => name === first);
}
