import { extname } from 'node:path';
import { cron } from '../../adapters/cron/create-cron.ts';
import { SecretsError } from '../../adapters/secrets/secrets-error.ts';
import { StorageError } from '../../adapters/storage/engine/storage-error.ts';
import { openStorage, type Storage } from '../../adapters/storage/open-storage.ts';
import type { ProgressDisplay } from '../../adapters/terminal/progress-display.ts';
import type { OfflineParts } from '../../core/chat/calls/chat-parts.ts';
import type { Asked, Command } from '../../core/chat/calls/command.ts';
import type { SecretBox } from '../../core/credentials/secret-store.ts';
import { EXIT } from '../../core/diagnosis/report/exit-code.ts';
import type { ReportInternal } from '../../core/diagnosis/sweep/internal-faults.ts';
import type { MicrosoftCloudFactory } from '../../core/model/cloud/microsoft-cloud.ts';
import type { HistoryPictures } from '../../core/watch/history/history-view.ts';
import type { Config } from '../config/config.ts';
import { describeSettings } from '../config/describe-settings.ts';
import { whyUnconfigured } from '../config/list-unconfigured.ts';
import { readEnvironment } from '../config/read-environment.ts';
import { type ProcessIo, proxyWanted } from '../process-io.ts';
import { createRuntime, type Runtime } from '../runtime/create-runtime.ts';
import { loadConnections, type Reach } from '../runtime/load-connections.ts';
import { openBox } from '../runtime/open-box.ts';
import { NOT_FORWARDED, protectAudit } from '../runtime/protect-audit.ts';
import { systemClock } from '../system-clock.ts';
import { systemTimers } from '../system-timers.ts';
import { createPictures } from '../workers/create-pictures.ts';
import { answerSweep } from './answer-sweep.ts';
import type { CommandCall } from './command-call.ts';
import { failUsage } from './fail-usage.ts';
import { chooseOutput, type OutputChoice, writeOutput } from './output.ts';
import { printAnswer } from './print-answer.ts';

export interface OnlineCall extends CommandCall {
  command: Extract<Command, { offline?: false }>;
  config: Config;
  offline: OfflineParts;
  asking: Omit<Asked, 'parts'>;
  /** What is shown of a sweep already. */
  progress: ProgressDisplay | undefined;
}

interface Answering extends OnlineCall {
  storage: Storage;
  output: Extract<OutputChoice, { ok: true }>;
  pictures: HistoryPictures;
  reportInternal: ReportInternal;
}

/** Answers a command over the database, writes it into the audit log, and prints what came of it. */
export async function answerOnline(call: OnlineCall): Promise<number> {
  const { command, values, json, io, progress } = call;
  const output = chooseOutput({ ...values, json }, command);
  if (!output.ok) return failUsage([output.problem], json, io);
  const faults: { error: unknown; reference: string }[] = [];
  const reportInternal: ReportInternal = (error, reference) => faults.push({ error, reference });
  const pictures = createPictures({ timers: systemTimers });
  let storage: Storage | undefined;
  try {
    const onDamaged = (error: StorageError): void => void io.stderr.write(`${error.message}\n`);
    storage = await openStorage({ file: call.config.database, clock: systemClock, cron, onDamaged });
    return await answerOver({ ...call, storage, output, pictures, reportInternal });
  } catch (error) {
    if (error instanceof StorageError || error instanceof SecretsError)
      return failUsage([error.message], output.format === 'json', io);
    throw error;
  } finally {
    progress?.stop();
    await storage?.close();
    await pictures.close();
    if (faults.length > 0) await logFaults(faults, io);
  }
}

async function answerOver(answering: Answering): Promise<number> {
  const { command, values, json, io, prefix, config, offline, asking, storage, output } = answering;
  let factory: MicrosoftCloudFactory | undefined;
  const opened = await openBoxWherePossible(config, storage);
  if (opened instanceof SecretsError && command.needsKey) throw opened;
  const box = opened instanceof SecretsError ? undefined : opened;
  if (box) await protectAudit(storage, box, config, () => io.stderr.write(NOT_FORWARDED));
  const sayKeyless = (): void => {
    if (opened instanceof SecretsError)
      io.stderr.write(`The configured refresh token is used, and no newer one is kept: ${opened.message}\n`);
  };
  const hasAdded = (await storage.connections.list()).length > 0;
  if (hasAdded) sayKeyless();
  const added = hasAdded ? box : undefined;
  const reach: Reach = { sandboxUrl: config.sandboxUrl, useProxy: proxyWanted(io.env) };
  const runtime = await createRuntime({
    clock: systemClock,
    storage,
    connections: offline.connections,
    ...(added ? { loadAdded: () => loadConnections(storage, added, reach) } : {}),
    admins: config.admins,
    box,
    clouds: {
      open: (options) => {
        if (!factory) throw new Error('Microsoft is asked before its adapter was loaded');
        return factory.open(options);
      },
    },
    // Where nobody would help, nothing is shared: a run of the terminal is then its own.
    openQueue: async () => {
      const queue = await storage.openQueue('terminal');
      return queue && (await queue.workers()) > 0 ? queue : undefined;
    },
    cron,
    offline,
    undelivered: async (place) =>
      whyUnconfigured(place, config.chats) ?? ((await storage.isServed()) ? null : NOT_STARTED),
    // Drawn only where a file is named for it.
    pictures: output.file === undefined ? NO_PICTURES : answering.pictures,
    concurrency: typeof values.concurrency === 'number' ? values.concurrency : undefined,
    mostPerWorkspace: 1,
    permissionSet: config.permissionSet,
    settings: describeSettings(readEnvironment(io.env)),
    mayReadFiles: true,
    signal: io.signal,
    reportInternal: answering.reportInternal,
    onRefusedToken: () => io.stderr.write('A renewed refresh token did not work and is not kept.\n'),
    // Whoever looks at one sweep hears of tenants; status shows which end dates are known.
    onUnreadable: () => {},
    appSecrets: async () =>
      (await import('../../adapters/microsoft/create-app-secrets.ts')).createAppSecretsFactory(reach),
    onRetired: (name, retired) =>
      io.stderr.write(
        retired === 'removed'
          ? `The client secret of ${name} before the last rotation is removed from the app.\n`
          : `The client secret of ${name} before the last rotation could not be removed from the app, and still works.\n`,
      ),
    onHome: (name, news) => {
      if (news !== 'changed') io.stderr.write(`The connection ${name} could not be read anew: ${news.reason}\n`);
    },
  });
  if (command.asksMicrosoft) {
    factory = await loadMicrosoft(reach);
    if (!hasAdded) sayKeyless();
  }
  const answer = await command.answer({ ...asking, parts: runtime.parts }, values);
  if ('order' in answer) {
    // Loaded only for what asks Microsoft: it takes longer than all the rest.
    factory = await loadMicrosoft(reach);
    // Only what asks Microsoft uses kept tokens, and needs the key for them.
    if (!hasAdded) sayKeyless();
    try {
      const code = await answerSweep(answer, { runtime, output, io, prefix, progress: answering.progress });
      await record(answering, runtime, null);
      return code;
    } finally {
      await runtime.stopSharing(0);
    }
  }
  await record(answering, runtime, answer.failed ? answer.card.summary : null);
  const files = answer.files ?? [];
  const ending = extname(output.file ?? '').toLowerCase();
  const file = files.find(({ name }) => extname(name) === ending) ?? files[0];
  if (output.file !== undefined && file) {
    const unwritten = writeOutput(output.file, [file.content]);
    if (unwritten !== undefined) return failUsage([unwritten], json, io);
  } else if (answer.text !== undefined && !json) {
    io.stdout.write(answer.text);
    return EXIT.fine;
  }
  return printAnswer(answer, { name: command.name, json, io, prefix });
}

const NOT_STARTED = 'Nothing delivers it before samaritan start runs on this database.';
const NO_PICTURES: HistoryPictures = { heatMap: async () => new Uint8Array() };

/** In this thread: nobody waits for an acknowledgement here, and a thread of its own would begin later. */
async function loadMicrosoft(reach: Reach): Promise<MicrosoftCloudFactory> {
  const { createMicrosoftCloudFactory } = await import('../../adapters/microsoft/create-microsoft-cloud.ts');
  return createMicrosoftCloudFactory(reach);
}

/** The terminal is there to find out what is broken: without the key it tests with the configured tokens, and says so. */
async function openBoxWherePossible({ masterKey }: Config, { secrets }: Storage): Promise<SecretBox | SecretsError> {
  try {
    return await openBox(masterKey, secrets);
  } catch (error) {
    if (!(error instanceof SecretsError)) throw error;
    return error;
  }
}

/** The terminal's user is an administrator, and written down like everybody. */
async function record(
  { command, values, asking }: Answering,
  { parts }: Runtime,
  refusedFor: string | null,
): Promise<void> {
  const { id, name } = asking.request.person;
  await parts.audit.record({
    at: systemClock.now(),
    platform: 'terminal',
    personId: id,
    personName: name,
    place: null,
    action: `command ${command.name}`,
    target: command.target?.(values)?.slice(0, 200) ?? null,
    outcome: refusedFor === null ? 'allowed' : 'refused',
    reason: refusedFor,
  });
}

/** The log is loaded only when there is something to write. */
async function logFaults(faults: readonly { error: unknown; reference: string }[], io: ProcessIo): Promise<void> {
  const { createLog } = await import('../../adapters/telemetry/create-log.ts');
  const log = createLog(io.stderr);
  for (const { error, reference } of faults) log.error({ reference, err: error }, 'internal error');
}
