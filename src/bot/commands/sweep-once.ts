import { setImmediate, setTimeout } from 'node:timers/promises';
import { ulid } from 'ulid';
import { loadArticles } from '../../adapters/articles/load-articles.ts';
import { cron } from '../../adapters/cron/create-cron.ts';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import { createProgressDisplay } from '../../adapters/terminal/progress-display.ts';
import type { AuditEntry } from '../../core/chat/access/audit-log.ts';
import { DEFAULT_CONCURRENCY } from '../../core/chat/commands/definitions/diagnosis.ts';
import { checkCredentialsShape } from '../../core/diagnosis/chains/partner-chain.ts';
import type { Report } from '../../core/diagnosis/report/report.ts';
import type { RunStore } from '../../core/diagnosis/report/run-store.ts';
import { runSweep } from '../../core/diagnosis/sweep/run-sweep.ts';
import { reportOfShape } from '../../core/diagnosis/sweep/sweep-desk.ts';
import type { ArticleLibrary } from '../../core/guidance/articles/article.ts';
import type { TenantGroup } from '../../core/model/checks/check.ts';
import { isDomain, isGuid } from '../../core/model/tenants/tenant-id.ts';
import type { Config } from '../config/config.ts';
import { parseConfig } from '../config/parse-config.ts';
import { readEnvironment } from '../config/read-environment.ts';
import { toConnection } from '../config/to-connection.ts';
import { limitMemory } from '../limit-memory.ts';
import type { ProcessIo } from '../process-io.ts';
import { systemClock } from '../system-clock.ts';
import { failUsage } from './fail-usage.ts';
import { localPerson } from './local-person.ts';

/** By then the first request is on the wire. */
const REQUEST_SENT_MS = 10;

export interface SweepWish {
  /** As the audit log names it. */
  command: string;
  tenants: readonly string[];
  only?: TenantGroup | undefined;
  concurrency?: number | undefined;
  connection?: string | undefined;
  /** Whether problems are printed as JSON too. */
  json: boolean;
}

/** A report with the configuration it came from, or the exit code of what has been said already. */
export type Swept = { kind: 'report'; report: Report; config: Config } | { kind: 'ended'; exitCode: number };

/** Runs one sweep for a command of the terminal: configuration, credentials' shape, progress, keeping the run. */
export async function sweepOnce(wish: SweepWish, io: ProcessIo): Promise<Swept> {
  const { json } = wish;
  const parsed = parseConfig(readEnvironment(io.env));
  const shape = checkCredentialsShape(parsed.ok ? parsed.config.credentials : parsed.credentials);
  if (!parsed.ok) {
    const alsoShape = shape.status === 'fail' && shape.reason ? [shape.reason] : [];
    return { kind: 'ended', exitCode: failUsage([...parsed.faults, ...alsoShape], json, io) };
  }
  const { config } = parsed;
  if (wish.connection !== undefined && wish.connection.trim().toLowerCase() !== 'default') {
    const problem = 'There is no connection of that name. There is: default.';
    return { kind: 'ended', exitCode: failUsage([problem], json, io) };
  }
  if (shape.status === 'fail') {
    const entry = { name: 'default', shape, tenant: tenantAsConfigured(config) };
    return { kind: 'report', report: reportOfShape(entry, ulid(), Date.now(), loadArticles()), config };
  }
  return await sweep(config, shape, wish, io);
}

async function sweep(
  config: Config,
  shape: ReturnType<typeof checkCredentialsShape>,
  wish: SweepWish,
  io: ProcessIo,
): Promise<Swept> {
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
    storage = await openStorage({ file: config.database, clock: systemClock, cron });
    await setImmediate();
    library = loadArticles();
    return storage.runs;
  };
  try {
    const outcome = await runSweep(
      {
        connection,
        shape,
        tenants: wish.tenants,
        only: wish.only,
        concurrency: wish.concurrency ?? DEFAULT_CONCURRENCY,
        signal: io.signal,
        onProgress: (at) => progress.show(at),
      },
      {
        clouds: createMicrosoftCloudFactory({ sandboxUrl: config.sandboxUrl, useProxy: hasProxy(io.env) }),
        library: () => library ?? loadArticles(),
        clock: systemClock,
        openStore,
        newRunId: () => ulid(),
        readAccepted: async (name) => (await storage?.accepted.accepted(name)) ?? [],
        reportInternal: (error, reference) => faults.push({ error, reference }),
      },
    );
    progress.stop();
    if (outcome.kind === 'usage') {
      return { kind: 'ended', exitCode: failUsage(outcome.problems, wish.json, io) };
    }
    if (outcome.keptProblem !== undefined) {
      const reason = outcome.keptProblem instanceof Error ? outcome.keptProblem.message : String(outcome.keptProblem);
      io.stderr.write(`This run could not be kept: ${reason}\n`);
    }
    await storage?.audit.record(toAuditEntry(wish));
    return { kind: 'report', report: outcome.report, config };
  } catch (error) {
    progress.stop();
    if (error instanceof Error && error.name === 'StorageError') {
      return { kind: 'ended', exitCode: failUsage([error.message], wish.json, io) };
    }
    throw error;
  } finally {
    await storage?.close();
    if (faults.length > 0) await logFaults(faults, io);
  }
}

/** The terminal's user is an administrator, and written down like everybody. */
function toAuditEntry({ command, tenants }: SweepWish): AuditEntry {
  const { id, name } = localPerson();
  return {
    at: systemClock.now(),
    platform: 'terminal',
    personId: id,
    personName: name,
    place: null,
    action: `command ${command}`,
    target: tenants.join(', ').slice(0, 200) || null,
    outcome: 'allowed',
    reason: null,
  };
}

/** The log is loaded only when there is something to write. */
async function logFaults(faults: readonly { error: unknown; reference: string }[], io: ProcessIo): Promise<void> {
  const { createLog } = await import('../../adapters/telemetry/create-log.ts');
  const log = createLog(io.stderr);
  for (const { error, reference } of faults) log.error({ reference, err: error }, 'internal error');
}

/** Only what can be a tenant: a secret may have been pasted there by mistake. */
function tenantAsConfigured({ credentials }: Config): string {
  const tenant = credentials.tenant?.trim() ?? '';
  return isGuid(tenant) || isDomain(tenant) ? tenant : '';
}

function hasProxy(env: ProcessIo['env']): boolean {
  return Boolean(env.HTTPS_PROXY || env.https_proxy);
}
