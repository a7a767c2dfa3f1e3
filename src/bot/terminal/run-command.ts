import { openGuidance } from '../../adapters/articles/open-guidance.ts';
import { createProgressDisplay, type ProgressDisplay } from '../../adapters/terminal/progress-display.ts';
import { isNeeded } from '../../core/chat/calls/arguments.ts';
import type { OfflineParts } from '../../core/chat/calls/chat-parts.ts';
import { inspectCredentials } from '../../core/model/checks/credentials-shape.ts';
import type { Place } from '../../core/model/people/person.ts';
import { parseConfig } from '../config/parse-config.ts';
import { readEnvironment, warnOfExposed } from '../config/read-environment.ts';
import { type ProcessIo, proxyWanted } from '../process-io.ts';
import { createConnections } from '../runtime/load-connections.ts';
import { systemClock } from '../system-clock.ts';
import type { CommandCall } from './command-call.ts';
import { failUsage } from './fail-usage.ts';
import { localPerson } from './local-person.ts';
import { printAnswer } from './print-answer.ts';

const PLACE: Place = { platform: 'terminal', kind: 'direct', workspaceId: null, channelId: '' };

/** Answers a command on the terminal, whose user is an administrator, and gives the exit code. */
export async function runCommand(call: CommandCall): Promise<number> {
  const { command, values, json, io, prefix } = call;
  const environment = readEnvironment(io.env);
  const parsed = parseConfig(environment);
  const connections = parsed.ok ? createConnections(parsed.config, { useProxy: proxyWanted(io.env) }) : [];
  const guidance = openGuidance();
  const offline: OfflineParts = {
    library: guidance.library,
    guidance,
    // Nobody else waits for this process.
    explainLong: async (read, subject) => {
      const { explainText } = await import('../../core/guidance/explain/explain-text.ts');
      return explainText(await read(), { ...guidance, subject });
    },
    commands: async () => (await import('../../core/chat/commands/registry.ts')).COMMANDS,
    prefix,
    connections,
    clock: systemClock,
  };
  const asking = { request: { person: localPerson(), place: PLACE }, role: 'admin' } as const;
  if (command.offline) {
    const answer = await command.answer({ ...asking, parts: offline }, values);
    if ('order' in answer) throw new Error(`${command.name} is answered offline and can't sweep`);
    return printAnswer(answer, { name: command.name, json, io, prefix });
  }
  if (!parsed.ok) {
    const shape = inspectCredentials(parsed.credentials).filter(({ severity }) => severity === 'fail');
    return failUsage([...parsed.faults, ...shape.map(({ text }) => text)], json, io);
  }
  warnOfExposed(parsed.warnings, io);
  const isGiven = (name: string): boolean => values[name] !== undefined;
  const isWhole = command.arguments.every((one) => !isNeeded(one, { alone: false, isGiven }) || isGiven(one.name));
  const progress = command.sweeps && isWhole ? beginProgress(values, io) : undefined;
  const { answerOnline } = await import('./answer-online.ts');
  return await answerOnline({ ...call, command, config: parsed.config, offline, asking, progress });
}

/** Said before anything is loaded: whoever waits sees that it was heard. */
function beginProgress({ connection = 'default' }: CommandCall['values'], io: ProcessIo): ProgressDisplay {
  const progress = createProgressDisplay(io.stderr, () => performance.now());
  const nothingYet = { total: null, done: 0, failing: 0, throttled: 0, elapsedMs: 0 };
  progress.show({ connection: String(connection), phase: 'partner', ...nothingYet });
  return progress;
}
