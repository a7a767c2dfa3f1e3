import { setImmediate, setTimeout } from 'node:timers/promises';
import { ulid } from 'ulid';
import { loadArticles } from '../../adapters/articles/load-articles.ts';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import { createProgressDisplay } from '../../adapters/terminal/progress-display.ts';
import { checkCredentialsShape } from '../../core/checks/partner-chain.ts';
import type { Only } from '../../core/checks/check.ts';
import { DEFAULT_CONCURRENCY } from '../../core/commands/definitions/diagnosis.ts';
import type { ArticleLibrary } from '../../core/guidance/article.ts';
import type { RunStore } from '../../core/ports/run-store.ts';
import { buildReport } from '../../core/report/build-report.ts';
import { exitCodeOf } from '../../core/report/exit-code.ts';
import type { Report } from '../../core/report/report.ts';
import { runSweep } from '../../core/sweep/run-sweep.ts';
import { isDomain, isGuid } from '../../core/tenants/tenant-id.ts';
import type { Config } from '../config/config.ts';
import { parseConfig } from '../config/parse-config.ts';
import { readEnvironment } from '../config/read-environment.ts';
import { toConnection } from '../config/to-connection.ts';
import { limitMemory } from '../limit-memory.ts';
import { colorWanted, columnsOf, type ProcessIo } from '../process-io.ts';
import { systemClock } from '../system-clock.ts';
import { failUsage } from './fail-usage.ts';
import { chooseOutput, type OutputChoice, writeOutput } from './output.ts';
import { renderReportAs } from './render.ts';

/** By then the first request is on the wire. */
const REQUEST_SENT_MS = 10;

/** `samaritan testtokens`: tests the partner connection and the tenants, prints the report and keeps the run. */
export async function runTestTokens(values: Record<string, unknown>, io: ProcessIo): Promise<number> {
  const json = values.json === true || values.format === 'json';
  const output = chooseOutput(values);
  if (!output.ok) return failUsage([output.problem], json, io);
  const parsed = parseConfig(readEnvironment(io.env));
  const shape = checkCredentialsShape(parsed.ok ? parsed.config.credentials : parsed.credentials);
  if (!parsed.ok) {
    const alsoShape = shape.status === 'fail' && shape.reason ? [shape.reason] : [];
    return failUsage([...parsed.faults, ...alsoShape], json, io);
  }
  const { config } = parsed;
  if (shape.status === 'fail') {
    const now = Date.now();
    const run = {
      id: ulid(),
      kind: 'testtokens',
      connection: 'default',
      startedAt: now,
      finishedAt: now,
      status: 'completed',
    } as const;
    const partner = { tenantId: tenantAsConfigured(config), status: 'fail', checks: [shape] } as const;
    const report = buildReport({
      run,
      partner: { ...partner, checks: [...partner.checks] },
      tenants: [],
      library: loadArticles(),
    });
    return await print(report, output, io, config);
  }
  return await sweep(config, shape, values, output, io);
}

async function sweep(
  config: Config,
  shape: ReturnType<typeof checkCredentialsShape>,
  values: Record<string, unknown>,
  output: Extract<OutputChoice, { ok: true }>,
  io: ProcessIo,
): Promise<number> {
  limitMemory();
  const progress = createProgressDisplay(io.stderr, () => performance.now());
  const connection = toConnection(config);
  progress.show({
    connection: connection.name,
    phase: 'partner',
    total: null,
    done: 0,
    failing: 0,
    throttled: 0,
    elapsedMs: 0,
  });
  const { createMicrosoftCloudFactory } = await import('../../adapters/microsoft/create-microsoft-cloud.ts');
  let storage: Storage | undefined;
  let library: ArticleLibrary | undefined;
  const faults: { error: unknown; reference: string }[] = [];
  const openStore = async (): Promise<RunStore> => {
    // Loading takes as long as the first answers, so it goes on while they are on their way, a piece at a time.
    await setTimeout(REQUEST_SENT_MS);
    const { openStorage } = await import('../../adapters/storage/open-storage.ts');
    await setImmediate();
    storage = await openStorage({ file: config.database, clock: systemClock });
    await setImmediate();
    library = loadArticles();
    return storage.runs;
  };
  try {
    const outcome = await runSweep(
      {
        connection,
        shape,
        tenants: (values.tenant as string[] | undefined) ?? [],
        only: values.only as Only | undefined,
        concurrency: (values.concurrency as number | undefined) ?? DEFAULT_CONCURRENCY,
        signal: io.signal,
        onProgress: (at) => progress.show(at),
      },
      {
        clouds: createMicrosoftCloudFactory({ sandboxUrl: config.sandboxUrl, useProxy: hasProxy(io.env) }),
        library: () => library ?? loadArticles(),
        clock: systemClock,
        openStore,
        newRunId: () => ulid(),
        reportInternal: (error, reference) => faults.push({ error, reference }),
      },
    );
    progress.stop();
    if (outcome.kind === 'usage') return failUsage(outcome.problems, output.format === 'json', io);
    if (outcome.keptProblem !== undefined) {
      const reason = outcome.keptProblem instanceof Error ? outcome.keptProblem.message : String(outcome.keptProblem);
      io.stderr.write(`This run could not be kept: ${reason}\n`);
    }
    return await print(outcome.report, output, io, config);
  } catch (error) {
    progress.stop();
    if (error instanceof Error && error.name === 'StorageError')
      return failUsage([error.message], output.format === 'json', io);
    throw error;
  } finally {
    await storage?.close();
    if (faults.length > 0) await logFaults(faults, io);
  }
}

/** The log is loaded only when there is something to write. */
async function logFaults(faults: readonly { error: unknown; reference: string }[], io: ProcessIo): Promise<void> {
  const { createLog } = await import('../../adapters/telemetry/create-log.ts');
  const log = createLog(io.stderr);
  for (const { error, reference } of faults) log.error({ reference, err: error }, 'internal error');
}

async function print(
  report: Report,
  output: Extract<OutputChoice, { ok: true }>,
  io: ProcessIo,
  config: Config,
): Promise<number> {
  const applicationId = config.credentials.applicationId?.trim() ?? '';
  const text = await renderReportAs(output.format, report, {
    library: loadArticles(),
    color: output.file === undefined && colorWanted(io.stdout, io.env),
    width: columnsOf(io.stdout),
    ...(isGuid(applicationId) ? { applicationId } : {}),
  });
  if (output.file === undefined) io.stdout.write(text);
  else {
    writeOutput(output.file, text);
    io.stderr.write(`The report is in ${output.file}.\n`);
  }
  return exitCodeOf(report);
}

/** Only what can be a tenant: a secret may have been pasted there by mistake. */
function tenantAsConfigured({ credentials }: Config): string {
  const tenant = credentials.tenant?.trim() ?? '';
  return isGuid(tenant) || isDomain(tenant) ? tenant : '';
}

function hasProxy(env: ProcessIo['env']): boolean {
  return Boolean(env.HTTPS_PROXY || env.https_proxy);
}
