import { parseCommandLine } from '../adapters/terminal/parse-command-line.ts';
import type { CommandDefinition } from '../core/chat/commands/command.ts';
import { commandsFor } from '../core/chat/commands/registry.ts';
import { EXIT } from '../core/diagnosis/report/exit-code.ts';
import { type ProcessIo, processIo } from './process-io.ts';
import { reportInternalError } from './report-internal-error.ts';

type RunCommand = (values: Record<string, unknown>, io: ProcessIo) => Promise<number>;

/** Parts are loaded when their command runs: an answer must not wait for what it does not use. */
const RUNNERS: Record<string, () => Promise<RunCommand>> = {
  testtokens: async () => (await import('./commands/testtokens.ts')).runTestTokens,
  check: async () => (await import('./commands/check.ts')).runCheck,
  status: async () => (await import('./commands/status.ts')).runStatus,
  'access grant': async () => (await import('./commands/access.ts')).runAccessGrant,
  'access revoke': async () => (await import('./commands/access.ts')).runAccessRevoke,
  'access list': async () => (await import('./commands/access.ts')).runAccessList,
  'access channel': async () => (await import('./commands/access.ts')).runAccessChannel,
  'discord deploy': async () => (await import('./commands/discord.ts')).runDiscordDeploy,
  'discord diff': async () => (await import('./commands/discord.ts')).runDiscordDiff,
  'discord list': async () => (await import('./commands/discord.ts')).runDiscordList,
  'discord remove': async () => (await import('./commands/discord.ts')).runDiscordRemove,
  'schedule run': async () => (await import('./commands/schedule-run.ts')).runScheduleRun,
  history: async () => (await import('./commands/history.ts')).runHistory,
  start: async () => (await import('./commands/start.ts')).runStart,
  explain: async () => (await import('./commands/explain.ts')).runExplain,
  troubleshoot: async () => (await import('./commands/troubleshoot.ts')).runTroubleshoot,
  doctor: async () => (await import('./commands/doctor.ts')).runDoctor,
  help: async () => (await import('./commands/help.ts')).runHelp,
  version: async () => (await import('./commands/version.ts')).runVersion,
};

/** Runs one command of the terminal and gives its exit code. The terminal's user is an administrator. */
export async function main(io: ProcessIo = processIo()): Promise<number> {
  const commands: CommandDefinition[] = commandsFor('terminal', 'admin');
  const line = parseCommandLine(io.argv, commands);
  if (!line.ok) {
    io.stderr.write(`${line.problem}\n`);
    return EXIT.usage;
  }
  // The rest belongs to the watch, whose own table knows its commands and throws for any other.
  const load = RUNNERS[line.command] ?? (async () => (await import('./commands/watch.ts')).watchCommand(line.command));
  try {
    const run = await load();
    return await run({ ...line.values, json: line.json }, io);
  } catch (error) {
    return await reportInternalError(error, io);
  }
}
