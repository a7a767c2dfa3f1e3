import type { Sandbox } from '../../simulators/microsoft/sandbox.ts';
import { loadArticles } from '../../src/adapters/articles/load-articles.ts';
import { createMicrosoftCloudFactory } from '../../src/adapters/microsoft/create-microsoft-cloud.ts';
import { parseConfig } from '../../src/bot/config/parse-config.ts';
import { toConnection } from '../../src/bot/config/to-connection.ts';
import { systemClock } from '../../src/bot/system-clock.ts';
import { checkCredentialsShape } from '../../src/core/diagnosis/chains/partner-chain.ts';
import type { Report } from '../../src/core/diagnosis/report/report.ts';
import type { ReportInternal } from '../../src/core/diagnosis/sweep/internal-faults.ts';
import { runSweep, type SweepRequest } from '../../src/core/diagnosis/sweep/run-sweep.ts';
import type { SweepOutcome } from '../../src/core/diagnosis/sweep/sweep-parts.ts';
import type { TenantResult } from '../../src/core/model/checks/check.ts';
import type { Connection } from '../../src/core/model/cloud/connection.ts';
import type { MicrosoftCloudFactory } from '../../src/core/model/cloud/microsoft-cloud.ts';

/** Read once: what is tested here is not the loading. */
export const library = loadArticles();

export interface SweepChoices
  extends Partial<Pick<SweepRequest, 'tenants' | 'only' | 'proof' | 'concurrency' | 'signal' | 'onProgress'>> {
  environment?: Record<string, string>;
  /** Instead of the one of the environment. */
  connection?: Connection;
  /** Instead of those of this thread. */
  clouds?: MicrosoftCloudFactory;
  reportInternal?: ReportInternal;
  /** Without it both are long: a service that answers late, on a busy machine, does answer. */
  timeoutMs?: number;
  deadlineMs?: number;
}

/** For services that never answer, so that nobody waits for them as long as the product does. Those that do, do by then. */
export const SOON = { timeoutMs: 2000, deadlineMs: 8000 } as const;

/** The product's own sweep against a simulated cloud over real HTTP. */
export async function sweepSandbox(sandbox: Sandbox, choices: SweepChoices = {}): Promise<SweepOutcome> {
  const parsed = parseConfig({ ...sandbox.environment(), ...choices.environment });
  if (!parsed.ok) throw new Error(parsed.faults.join(' '));
  const {
    tenants = [],
    concurrency = 64,
    signal = new AbortController().signal,
    timeoutMs = 30_000,
    deadlineMs = 60_000,
  } = choices;
  let run = 0;
  return await runSweep(
    {
      connection: choices.connection ?? toConnection(parsed.config),
      shape: checkCredentialsShape(parsed.config.credentials),
      tenants,
      only: choices.only,
      proof: choices.proof,
      concurrency,
      signal,
      ...(choices.onProgress ? { onProgress: choices.onProgress } : {}),
    },
    {
      clouds: choices.clouds ?? createMicrosoftCloudFactory({ sandboxUrl: sandbox.origin, timeoutMs }),
      ...(choices.reportInternal ? { reportInternal: choices.reportInternal } : {}),
      library: () => library,
      clock: systemClock,
      newRunId: () => {
        run += 1;
        return `run-${run}`;
      },
      deadline: { fromStartMs: deadlineMs, afterProgressMs: 0 },
    },
  );
}

/** The report of a sweep that was not refused for its usage. */
export async function reportOf(sandbox: Sandbox, choices: SweepChoices = {}): Promise<Report> {
  const outcome = await sweepSandbox(sandbox, choices);
  if (outcome.kind === 'usage') throw new Error(outcome.problems.join(' '));
  return outcome.report;
}

export function tenantOf(report: Report, tenantId: string): TenantResult {
  const tenant = report.tenants.find((one) => one.tenantId === tenantId);
  if (!tenant) throw new Error(`the report has no tenant ${tenantId}`);
  return tenant;
}

/** The causes of the checks that did not pass. */
export function causesOf(checks: Report['partner']['checks']): string[] {
  return [...new Set(checks.flatMap((check) => (check.cause ? [check.cause] : [])))];
}
