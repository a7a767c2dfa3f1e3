import { ulid } from 'ulid';
import { createSandbox } from '../../simulators/microsoft/sandbox.ts';
import { loadArticles } from '../../src/adapters/articles/load-articles.ts';
import { createMicrosoftCloudFactory } from '../../src/adapters/microsoft/create-microsoft-cloud.ts';
import { parseConfig } from '../../src/bot/config/parse-config.ts';
import { toConnection } from '../../src/bot/config/to-connection.ts';
import { systemClock } from '../../src/bot/system-clock.ts';
import { checkCredentialsShape } from '../../src/core/diagnosis/chains/partner-chain.ts';
import type { Report } from '../../src/core/diagnosis/report/report.ts';
import { runSweep } from '../../src/core/diagnosis/sweep/run-sweep.ts';

/** The report of a real sweep over a simulated fleet with the demo's mix of faults. */
export async function sampleReport(): Promise<Report> {
  const sandbox = await createSandbox({ tenants: 120, mix: 'demo', latencyMs: 20 });
  try {
    const parsed = parseConfig(sandbox.environment());
    if (!parsed.ok) throw new Error(parsed.faults.join(' '));
    const outcome = await runSweep(
      {
        connection: toConnection(parsed.config),
        shape: checkCredentialsShape(parsed.config.credentials),
        tenants: [],
        concurrency: 64,
        signal: new AbortController().signal,
      },
      {
        clouds: createMicrosoftCloudFactory({ sandboxUrl: sandbox.origin }),
        library: () => loadArticles(),
        clock: systemClock,
        newRunId: () => ulid(),
      },
    );
    if (outcome.kind === 'usage') throw new Error(outcome.problems.join(' '));
    return outcome.report;
  } finally {
    await sandbox.close();
  }
}
