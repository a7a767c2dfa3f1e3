import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { ArgumentDefinition, CommandDefinition } from '../../core/chat/commands/command.ts';
import { argumentsFor, groupCommands } from '../../core/chat/commands/registry.ts';
import { toSafeText } from '../../core/model/text/safe-text.ts';

/** What was typed: a command of the registry with its values, or one sentence on what is wrong. */
export type CommandLine =
  | { ok: true; command: string; values: Record<string, unknown>; json: boolean }
  | { ok: false; problem: string };

/** Reads the arguments of a process (without node and script) against the commands of the registry. */
export function parseCommandLine(argv: readonly string[], commands: readonly CommandDefinition[]): CommandLine {
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
    if (error instanceof CommanderError) return { ok: false, problem: toProblem(error, commands) };
    throw error;
  }
  return line ?? { ok: false, problem: 'Nothing to do. samaritan help shows the commands.' };
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
    return `There is no command “${toSafeText(first, { maxLength: 60 })}”. The commands are: ${names}.`;
  }
  if (group.command || second === undefined || group.members.some((one) => one.name === second)) return undefined;
  const names = group.members.map((one) => one.name).join(', ');
  return `There is no command “${first} ${toSafeText(second, { maxLength: 60 })}”. After ${first} comes one of: ${names}.`;
}

function createCommand(word: string): Command {
  const command = new Command(word).exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  return command.helpCommand(false).helpOption(false).allowExcessArguments(false).option('--json').option('-h, --help');
}

function toCommand(
  definition: CommandDefinition,
  word: string,
  done: (values: Record<string, unknown>, json: boolean, help: boolean) => void,
): Command {
  const command = createCommand(word);
  const args = argumentsFor(definition, 'terminal');
  const positional = args.filter((argument) => argument.positional);
  // Required ones are looked for below, so that --help needs none.
  for (const argument of positional) command.argument(`[${argument.name}${argument.repeatable ? '...' : ''}]`);
  for (const argument of args) if (!argument.positional) command.addOption(toOption(argument));
  command.action((...received: unknown[]) => {
    const { json, help, ...options } = command.opts() as Record<string, unknown>;
    const values = { ...options };
    for (const [index, argument] of positional.entries()) {
      const value = checkChoice(argument, received[index]);
      const missing = value === undefined || (Array.isArray(value) && value.length === 0);
      if (!missing) values[argument.name] = value;
      else if (argument.required && help !== true) {
        throw new CommanderError(1, 'commander.missingArgument', `missing required argument “${argument.name}”`);
      }
    }
    const before = { ...command.parent?.parent?.opts(), ...command.parent?.opts() };
    done(values, json === true || before.json === true, help === true || before.help === true);
  });
  return command;
}

/** commander holds only options against their choices. */
function checkChoice({ name, choices }: ArgumentDefinition, value: unknown): unknown {
  if (!choices || value === undefined || choices.includes(String(value))) return value;
  const message = `“${name}” is “${toSafeText(String(value), { maxLength: 60 })}”, which is none of: ${choices.join(', ')}`;
  throw new CommanderError(1, 'commander.invalidArgument', message);
}

function toOption(argument: ArgumentDefinition): Option {
  const option = new Option(`--${argument.name} <${argument.placeholder ?? argument.name}>`);
  if (argument.choices) option.choices([...argument.choices]);
  if (argument.kind === 'number') option.argParser((text) => toNumber(text, argument));
  else if (argument.repeatable)
    option.argParser((text: string, earlier: string[] | undefined) => [...(earlier ?? []), text]);
  return option;
}

function toNumber(text: string, { minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: ArgumentDefinition): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= minimum && value <= maximum && text.trim() !== '') return value;
  throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
}

function toProblem(error: CommanderError, commands: readonly CommandDefinition[]): string {
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/([^.?!)])$/, '$1.');
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  const hint =
    error.code === 'commander.excessArguments' || error.code === 'commander.unknownCommand'
      ? `The commands are: ${commands.map((command) => command.name).join(', ')}.`
      : 'samaritan help <command> shows what it takes.';
  return `${text} ${hint}`;
}
