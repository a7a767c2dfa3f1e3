import { ulid } from 'ulid';
import { loadArticles } from '../src/adapters/articles/load-articles.ts';
import { cron } from '../src/adapters/cron/create-cron.ts';
import { createMicrosoftCloudFactory } from '../src/adapters/microsoft/create-microsoft-cloud.ts';
import { openStorage } from '../src/adapters/storage/open-storage.ts';
import { createProgressDisplay } from '../src/adapters/terminal/progress-display.ts';
import { parseConfig } from '../src/bot/config/parse-config.ts';
import { toConnection } from '../src/bot/config/to-connection.ts';
import { colorWanted, columnsOf, type ProcessIo, processIo } from '../src/bot/process-io.ts';
import { reportInternalError } from '../src/bot/report-internal-error.ts';
import { systemClock } from '../src/bot/system-clock.ts';
import { programName } from '../src/bot/terminal/program-name.ts';
import { renderReportAs } from '../src/bot/terminal/render-report-as.ts';
import type { Report } from '../src/core/diagnosis/report/report.ts';
import type { RunStore } from '../src/core/diagnosis/report/run-store.ts';
import { DEFAULT_CONCURRENCY, runSweep } from '../src/core/diagnosis/sweep/run-sweep.ts';
import type { ArticleLibrary } from '../src/core/guidance/articles/article.ts';
import type { SamConnection } from '../src/core/model/cloud/connection.ts';
import { demoRenewal } from './demo-renewal.ts';
import { createSandbox, type Sandbox } from './microsoft/sandbox.ts';

/** As slow as Microsoft usually answers; milliseconds. */
const LATENCY_MS = 120;
const TENANTS = 40;
const MENDED = 2;

/**
 * `npm run demo`: the main job on a simulated cloud. Sweeps a fleet, mends two tenants, sweeps again and shows what
 * changed; then the refresh token runs out and is renewed. Needs no account, opens nothing and leaves nothing behind.
 */
async function demo(io: ProcessIo): Promise<number> {
  const say = (text: string): void => void io.stdout.write(`${text}\n`);
  const sandbox = await createSandbox({ tenants: TENANTS, mix: 'demo', latencyMs: LATENCY_MS });
  const storage = await openStorage({ file: ':memory:', clock: systemClock, cron });
  try {
    const library = loadArticles();
    say(`A simulated Microsoft cloud with ${TENANTS} customer tenants runs on ${sandbox.origin}. First sweep:\n`);
    const connection = connectionOf(sandbox);
    say(await show(await sweep(sandbox, connection, storage.runs, library, io), connection, library, io));
    if (io.signal.aborted) return 130;
    const mended = sandbox
      .tenants()
      .filter((tenant) => tenant.scenario !== 'fine')
      .slice(0, MENDED);
    for (const tenant of mended) sandbox.setTenant(tenant.tenantId, 'fine');
    say(
      `Now ${mended.map((tenant) => tenant.displayName ?? tenant.tenantId).join(' and ')} are mended. Second sweep:\n`,
    );
    say(await show(await sweep(sandbox, connection, storage.runs, library, io), connection, library, io));
    if (io.signal.aborted) return 130;
    sandbox.setPartner('token-expired');
    say('Now the refresh token runs out: no tenant can be reached. A new one is one sign-in away:\n');
    const renewed = await demoRenewal(sandbox, storage, connection, io);
    say('\nThird sweep, with the new token:\n');
    say(await show(await sweep(sandbox, renewed, storage.runs, library, io), renewed, library, io));
    say('That was the demo. With your own credentials: docs/configure.md, then npm run samaritan -- testtokens');
    return io.signal.aborted ? 130 : 0;
  } finally {
    await storage.close();
    await sandbox.close();
  }
}

function connectionOf(sandbox: Sandbox): SamConnection {
  const parsed = parseConfig(sandbox.environment());
  if (!parsed.ok) throw new Error(parsed.faults.join(' '));
  return toConnection(parsed.config);
}

async function sweep(
  sandbox: Sandbox,
  connection: SamConnection,
  store: RunStore,
  library: ArticleLibrary,
  io: ProcessIo,
): Promise<Report> {
  const progress = createProgressDisplay(io.stderr, () => performance.now());
  const outcome = await runSweep(
    {
      connection,
      shape: { id: 'credentials.shape', status: 'pass', durationMs: 0, attempts: 0 },
      tenants: [],
      concurrency: DEFAULT_CONCURRENCY,
      signal: io.signal,
      onProgress: (at) => progress.show(at),
    },
    {
      clouds: createMicrosoftCloudFactory({ sandboxUrl: sandbox.origin }),
      library: () => library,
      clock: systemClock,
      openStore: async () => store,
      newRunId: () => ulid(),
    },
  );
  progress.stop();
  if (outcome.kind === 'usage') throw new Error(outcome.problems.join(' '));
  return outcome.report;
}

async function show(
  report: Report,
  { applicationId }: SamConnection,
  library: ArticleLibrary,
  io: ProcessIo,
): Promise<string> {
  const pieces = await renderReportAs('text', report, {
    library,
    applicationId,
    color: colorWanted(io.stdout, io.env),
    width: columnsOf(io.stdout),
    prefix: `${programName(io.env)} `,
  });
  return [...pieces].join('');
}

const io = processIo();
try {
  process.exitCode = await demo(io);
} catch (error) {
  process.exitCode = await reportInternalError(error, io);
}
