import { isBad } from '../checks/check.ts';
import type { SamConnection } from '../connections/connection.ts';
import { buildReport } from '../report/build-report.ts';
import { countTotals } from '../report/totals.ts';
import { createReferences, withReferences } from './internal-faults.ts';
import type { Progress } from './progress.ts';
import { RunKeeper } from './run-keeper.ts';
import { type SweepOutcome, type SweepParts, withAccepted } from './run-sweep.ts';
import { type TestTarget, testTenants } from './test-tenants.ts';

export interface RetestRequest {
  connection: SamConnection;
  /** As an earlier run found it. */
  partnerTenantId: string;
  targets: readonly TestTarget[];
  concurrency: number;
  signal: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

const DEADLINE_MS = 45_000;

/**
 * Tests again what was broken in tenants that are known, and nothing else: the partner's own chain and the customer
 * list are left alone. The report's partner part is therefore `skipped`.
 */
export async function runRetest(request: RetestRequest, parts: SweepParts): Promise<SweepOutcome> {
  const { connection, partnerTenantId, targets, concurrency, signal } = request;
  const { clock } = parts;
  const toReference = createReferences(parts.reportInternal);
  const cloud = withReferences(parts.clouds.open({ connection, concurrency, signal }), toReference);
  try {
    const id = parts.newRunId();
    const startedAt = clock.now();
    const startedMono = clock.monotonicMs();
    const partner = { tenantId: partnerTenantId, status: 'skipped' as const, checks: [] };
    let [done, failing] = [0, 0];
    const report = (phase: Progress['phase']): void =>
      request.onProgress?.({
        connection: connection.name,
        throttled: cloud.pace().waiting,
        elapsedMs: clock.monotonicMs() - startedMono,
        phase,
        total: targets.length,
        done,
        failing,
      });
    report('tenants');
    cloud.extendDeadline(DEADLINE_MS);
    const keeper = new RunKeeper(parts.openStore?.() ?? Promise.resolve(undefined), clock);
    const baseline = await keeper.baseline(
      connection.name,
      targets.map(({ tenant }) => tenant.tenantId),
    );
    await keeper.begin({ id, kind: 'retest', connection: connection.name, startedAt, scope: 'named' }, partner);
    const tested = await testTenants(targets, {
      cloud,
      connection,
      partnerTenantId,
      concurrency,
      signal,
      toReference,
      onResult: (result) => {
        cloud.extendDeadline(DEADLINE_MS);
        done += 1;
        if (isBad(result.status)) failing += 1;
        keeper.add(result);
        report('tenants');
      },
    });
    const tenants = await withAccepted(tested, connection.name, parts, toReference);
    const status = signal.aborted ? ('interrupted' as const) : ('completed' as const);
    await keeper.settle();
    const finishedAt = startedAt + Math.round(clock.monotonicMs() - startedMono);
    await keeper.finish({ status, finishedAt, totals: countTotals(tenants) });
    report('done');
    const run = {
      id,
      kind: 'retest',
      connection: connection.name,
      startedAt,
      finishedAt,
      status,
      scope: 'named',
    } as const;
    return {
      kind: 'report',
      report: buildReport({ run, partner, tenants, baseline, library: parts.library() }),
      ...(keeper.problem === undefined ? {} : { keptProblem: keeper.problem }),
    };
  } finally {
    await cloud.close();
  }
}
