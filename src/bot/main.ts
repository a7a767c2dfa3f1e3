import { GuidanceError } from '../adapters/articles/guidance-error.ts';
import { findCommand, parseCommandLine, type TypedValues } from '../adapters/terminal/parse-command-line.ts';
import type { CommandAnswer } from '../core/cards/plain-cards.ts';
import type { Command } from '../core/chat/calls/command.ts';
import type { CommandDefinition } from '../core/chat/calls/command-definition.ts';
import { readValues } from '../core/chat/calls/read-values.ts';
import type { ParsedValues } from '../core/chat/calls/values.ts';
import { COMMAND_TABLE } from '../core/chat/commands/command-table.ts';
import { HOST_COMMANDS, type HostCommandName, isHostCommand } from '../core/chat/commands/host-commands.ts';
import { EXIT } from '../core/diagnosis/report/exit-code.ts';
import { HOST_ANSWERS } from './commands/host-answers.ts';
import type { FollowUp } from './commands/host-call.ts';
import type { ProcessIo } from './process-io.ts';
import { reportInternalError } from './report-internal-error.ts';
import { askMissing } from './terminal/choose-by-number.ts';
import { failUsage } from './terminal/fail-usage.ts';
import type { PrintOptions } from './terminal/print-answer.ts';
import { programName } from './terminal/program-name.ts';
import { readText } from './terminal/read-text.ts';
import { withNamedFiles } from './terminal/with-named-files.ts';

/** Runs one command of the terminal and gives its exit code. The terminal's user is an administrator. */
export async function main(io: ProcessIo): Promise<number> {
  const prefix = `${programName(io.env)} `;
  try {
    if (io.argv[0] === 'complete' && io.argv[1] === '--') {
      return await (await import('./commands/completion.ts')).answerTab(io.argv.slice(2));
    }
    const line = parseCommandLine(io.argv, await loadCommands(io.argv), prefix);
    if (!line.ok) {
      io.stderr.write(`${line.problem}\n`);
      return EXIT.usage;
    }
    const { json } = line;
    if (isHostCommand(line.command)) return await answerHost(line.command, line.values, { json, io, prefix });
    const command = await loadCommand(line.command);
    const typed = await withInput(command, line.values, io);
    if ('problem' in typed) return failUsage([typed.problem], json, io);
    const given = await askMissing(command, typed.values, { io, json });
    const read = readValues(command, 'terminal', withNamedFiles(command, given));
    if (read.secrets) {
      const { warnOf } = await import('../core/guidance/explain/explanation-view.ts');
      io.stderr.write(`${warnOf(read.secrets)}\n`);
    }
    if (!read.ok) return failUsage(withHelp(read.problems, command, prefix), json, io);
    const { runCommand } = await import('./terminal/run-command.ts');
    return await runCommand({ command, values: read.values, json, io, prefix });
  } catch (error) {
    if (error instanceof GuidanceError) return failUsage([error.message], io.argv.includes('--json'), io);
    return await reportInternalError(error, io);
  }
}

async function answerHost(
  name: HostCommandName,
  typed: TypedValues,
  call: Omit<PrintOptions, 'name'>,
): Promise<number> {
  const read = readValues(HOST_COMMANDS[name], 'terminal', await askMissing(HOST_COMMANDS[name], typed, call));
  if (!read.ok) return failUsage(withHelp(read.problems, HOST_COMMANDS[name], call.prefix), call.json, call.io);
  // The reader gives each argument the type that its definition says.
  const run = (await HOST_ANSWERS[name]()) as (call: PrintedCall) => Promise<CommandAnswer | FollowUp | number>;
  const answer = await run({ ...call, name, values: read.values });
  if (typeof answer === 'number') return answer;
  if ('next' in answer) return await main({ ...call.io, argv: answer.next });
  return (await import('./terminal/print-answer.ts')).printAnswer(answer, { ...call, name });
}

type PrintedCall = PrintOptions & { values: ParsedValues };

function withHelp(problems: readonly string[], { name }: CommandDefinition, prefix: string): string[] {
  return [...problems, `${prefix}help ${name} shows what it takes.`];
}

/** The one command that is named where one is, for nothing else is then loaded; else all of them. */
async function loadCommands(argv: readonly string[]): Promise<readonly CommandDefinition[]> {
  const named = findCommand(
    argv,
    Object.keys(COMMAND_TABLE).map((name) => ({ name })),
  );
  if (named) return [await loadCommand(named.name)];
  const host = findCommand(argv, Object.values(HOST_COMMANDS));
  return host ? [host] : (await import('../core/chat/commands/registry.ts')).COMMANDS;
}

async function loadCommand(name: string): Promise<Command> {
  const load = Object.hasOwn(COMMAND_TABLE, name) ? COMMAND_TABLE[name as keyof typeof COMMAND_TABLE] : undefined;
  if (!load) throw new Error(`there is no command ${name}`);
  return await load();
}

/** The values with what standard input gives, where the command takes it and it was asked for or nothing was typed. */
async function withInput(
  { arguments: definitions }: Command,
  values: TypedValues,
  io: ProcessIo,
): Promise<{ values: TypedValues } | { problem: string }> {
  const argument = definitions.find(({ standardInput }) => standardInput);
  if (!argument) return { values };
  const read = await readText([values[argument.name] ?? []].flat(), io);
  return read.ok ? { values: { ...values, [argument.name]: read.text } } : read;
}
