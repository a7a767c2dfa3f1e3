import type { SamConnection } from '../../model/cloud/connection.ts';
import type { LeftRun } from './batch-queue.ts';
import type { Progress } from './progress.ts';
import { RunKeeper } from './run-keeper.ts';
import { collectBatches, type SpreadParts } from './spread-tests.ts';
import type { ReportOutcome, SweepParts } from './sweep-parts.ts';
import { testAndKeep } from './test-and-keep.ts';
import { withRunCloud } from './with-run-cloud.ts';

export interface ResumeRequest {
  left: LeftRun;
  connection: SamConnection;
  concurrency: number;
  /** How long after its start tenants that Microsoft asks to wait for may be left for later. */
  patienceMs: number;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

const PATIENCE_MS = 30_000;

/** Leads a run to its end that another process began and left: what was found since it began counts. */
export async function resumeRun(
  request: ResumeRequest,
  parts: SweepParts,
  spread: SpreadParts,
): Promise<ReportOutcome> {
  const { left, connection, concurrency, onProgress } = request;
  const { run, partner, isWhole, others } = left.plan;
  const { clock } = parts;
  const queued = left.batches.flat();
  const targets = [...queued, ...others].sort((one, other) => one.at - other.at);
  const tenants = targets.map(({ tenant }) => tenant);
  const startedMono = clock.monotonicMs() - Math.max(0, clock.now() - run.startedAt);
  return await withRunCloud(request, parts, async ({ cloud, signal, toReference }) => {
    const keeper = new RunKeeper(parts.openStore?.() ?? Promise.resolve(undefined), clock);
    const { scope = 'named' } = run;
    const asked = scope === 'all' ? 'all' : tenants.map(({ tenantId }) => tenantId);
    const baseline = await keeper.baseline(run.connection, asked, run.id);
    await keeper.resume({ ...run, scope });
    return await testAndKeep(
      {
        ...{ run, startedMono, partner, baseline, keeper, targets, listed: isWhole ? tenants : undefined },
        afterProgressMs: PATIENCE_MS,
        ...(run.proof ? {} : { mayWaitUntil: run.startedAt + request.patienceMs }),
        onProgress: (at) =>
          onProgress({
            ...{ connection: run.connection, throttled: 0, elapsedMs: clock.monotonicMs() - startedMono },
            ...at,
          }),
      },
      { cloud, connection, partnerTenantId: partner.tenantId, concurrency, signal, toReference, clock },
      { ...parts, tests: { test: (work) => collectBatches(work, left.batches, spread) } },
    );
  });
}
