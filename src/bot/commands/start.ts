import '../../adapters/http/node-client-first.ts';
import { homedir } from 'node:os';
import { GuidanceError } from '../../adapters/articles/guidance-error.ts';
import { DiscordError } from '../../adapters/discord/discord-error.ts';
import { SecretsError } from '../../adapters/secrets/secrets-error.ts';
import { StorageError } from '../../adapters/storage/engine/storage-error.ts';
import { createLog } from '../../adapters/telemetry/create-log.ts';
import { EXIT } from '../../core/diagnosis/report/exit-code.ts';
import { describeSettings } from '../config/describe-settings.ts';
import { parseStartConfig } from '../config/parse-start-config.ts';
import { readEnvironment, warnOfExposed } from '../config/read-environment.ts';
import { proxyWanted } from '../process-io.ts';
import { StartError } from '../start/start-error.ts';
import { type RunningSamaritan, type StartOptions, startSamaritan } from '../start/start-samaritan.ts';
import { failUsage } from '../terminal/fail-usage.ts';
import type { HostCall } from './host-call.ts';

/** Whatever watches the process starts it again. */
const DISPLACED =
  'Another start took the place of this one while its connection to the database was lost, so this one ends. Started again, it stands by.';

/** `samaritan start`: runs what is configured until Ctrl-C or SIGTERM, and says what isn't configured. */
export async function runStart(call: HostCall<'start'>): Promise<number> {
  return await runServer(call, 'samaritan.start/1', startSamaritan);
}

/** Only of `start` there may be one at a time, so only it can be displaced; only what reads standard input is `done`. */
type RunningServer = Pick<RunningSamaritan, 'parts' | 'stop'> &
  Partial<Pick<RunningSamaritan, 'displaced'>> & { done?: Promise<void> };

/** Runs what goes on until it is told to end, and says what runs. `start` gives undefined where it was told so before. */
export async function runServer(
  { json, io }: Pick<HostCall<'start'>, 'json' | 'io'>,
  schema: 'samaritan.start/1' | 'samaritan.worker/1' | 'samaritan.mcp/1',
  start: (options: StartOptions) => Promise<RunningServer | undefined>,
): Promise<number> {
  const { signal } = io;
  const environment = readEnvironment(io.env);
  const parsed = parseStartConfig(environment, { home: homedir() });
  warnOfExposed(parsed.warnings, io);
  if (!parsed.ok) return failUsage(parsed.faults, json, io);
  const { config } = parsed;
  const log = createLog(io.stderr, config.logLevel);
  try {
    const running = await start({
      config,
      log,
      useProxy: proxyWanted(io.env),
      settings: describeSettings(environment),
      isLogUnread: io.isUnread,
      signal,
      onStandBy: (sentence) => io.stderr.write(`${sentence}\n`),
    });
    if (!running) return EXIT.fine;
    io.limitMemory('service');
    const notConfigured = schema === 'samaritan.start/1' ? config.notConfigured : [];
    if (json) {
      io.stdout.write(`${JSON.stringify({ schema, running: running.parts, notConfigured })}\n`);
    } else {
      io.stdout.write(`Samaritan runs: ${running.parts.join('; ')}.\n`);
      for (const sentence of notConfigured) io.stdout.write(`${sentence}\n`);
    }
    const never = new Promise<void>(() => {});
    const told = Promise.race([aborted(signal), running.done ?? never]).then(() => EXIT.fine);
    const code = await Promise.race([told, (running.displaced ?? never).then(() => EXIT.findings)]);
    if (code === EXIT.findings) io.stderr.write(`${DISPLACED}\n`);
    await running.stop();
    return code;
  } catch (error) {
    if (isForOperator(error)) {
      const usage = failUsage([error.message], json, io);
      // An outage is nobody's configuration: whatever watches the process may try again.
      return error instanceof DiscordError && error.code === 'unreachable' ? EXIT.findings : usage;
    }
    throw error;
  }
}

/** Errors whose message names the setting and the way out. */
function isForOperator(error: unknown): error is Error {
  return [DiscordError, GuidanceError, SecretsError, StorageError, StartError].some((type) => error instanceof type);
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
