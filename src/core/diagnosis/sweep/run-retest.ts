import type { SamConnection } from '../../model/cloud/connection.ts';
import type { Progress } from './progress.ts';
import { RunKeeper } from './run-keeper.ts';
import type { ReportOutcome, SweepParts } from './sweep-parts.ts';
import { type BegunRun, testAndKeep } from './test-and-keep.ts';
import type { TestTarget } from './test-tenants.ts';
import { type RunCloud, withRunCloud } from './with-run-cloud.ts';

export interface RetestRequest {
  connection: SamConnection;
  /** As an earlier run found it. */
  partnerTenantId: string;
  targets: readonly TestTarget[];
  /** Of these only those with one of these tags now. */
  within?: readonly string[] | undefined;
  /** Until when tenants that Microsoft asks to wait for may be left for later. */
  mayWaitUntil?: number | undefined;
  concurrency: number;
  signal: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

const DEADLINE_MS = 45_000;

/**
 * Tests again what was broken in tenants that are known, and nothing else: the partner's own chain and the customer
 * list are left alone. The report's partner part is therefore `skipped`.
 */
export async function runRetest(request: RetestRequest, parts: SweepParts): Promise<ReportOutcome> {
  return await withRunCloud(request, parts, (run) => retest(run, request, parts));
}

async function retest(
  { cloud, signal, toReference }: RunCloud,
  request: RetestRequest,
  parts: SweepParts,
): Promise<ReportOutcome> {
  const { connection, partnerTenantId, concurrency } = request;
  const { clock } = parts;
  const targets = await targetsWithin(request, parts);
  const id = parts.newRunId();
  const startedAt = clock.now();
  const startedMono = clock.monotonicMs();
  const partner = { tenantId: partnerTenantId, status: 'skipped' as const, checks: [] };
  const report: BegunRun['onProgress'] = (at) =>
    request.onProgress?.({
      connection: connection.name,
      throttled: cloud.pace().waiting,
      elapsedMs: clock.monotonicMs() - startedMono,
      ...at,
    });
  report({ phase: 'tenants', total: targets.length, done: 0, failing: 0 });
  cloud.extendDeadline(DEADLINE_MS);
  const keeper = new RunKeeper(parts.openStore?.() ?? Promise.resolve(undefined), clock);
  const baseline = await keeper.baseline(
    connection.name,
    targets.map(({ tenant }) => tenant.tenantId),
  );
  const run = { id, kind: 'retest', connection: connection.name, startedAt, scope: 'named' } as const;
  await keeper.begin(run, partner);
  return await testAndKeep(
    {
      run,
      startedMono,
      partner,
      baseline,
      keeper,
      targets,
      afterProgressMs: DEADLINE_MS,
      onProgress: report,
      mayWaitUntil: request.mayWaitUntil,
    },
    { cloud, connection, partnerTenantId, concurrency, signal, toReference, clock },
    parts,
  );
}

async function targetsWithin(
  { connection, targets, within }: RetestRequest,
  { readTags }: Pick<SweepParts, 'readTags'>,
): Promise<readonly TestTarget[]> {
  if (!within) return targets;
  if (!readTags) throw new Error('an order by tags came where none can be read');
  const book = await readTags(connection.name);
  return targets.filter(({ tenant }) => book.chooses({ tags: within, withoutTags: [] }, tenant));
}
