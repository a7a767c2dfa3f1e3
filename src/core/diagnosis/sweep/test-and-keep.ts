import { isBad } from '../../model/causes/evidence.ts';
import type { PartnerResult, TenantResult } from '../../model/checks/check.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { type AcceptedFailure, SIGN_IN } from '../report/accepted-store.ts';
import { buildReport } from '../report/build-report.ts';
import { markAccepted } from '../report/mark-accepted.ts';
import type { Run } from '../report/report.ts';
import type { Baseline } from '../report/run-store.ts';
import { countTotals } from '../report/totals.ts';
import { LateTenants, SHORT_WAIT_MS } from './late-tenants.ts';
import type { Progress } from './progress.ts';
import type { RunKeeper } from './run-keeper.ts';
import type { ReportOutcome, SweepParts } from './sweep-parts.ts';
import { testHere } from './tenant-tests.ts';
import type { TestTarget, TestTenantsOptions } from './test-tenants.ts';

/** A run that has begun: its tenants are known, and what was found of the partner is kept. */
export interface BegunRun {
  run: Omit<Run, 'finishedAt' | 'status'>;
  /** The clock's monotonic time at which it started. */
  startedMono: number;
  partner: PartnerResult;
  baseline: Baseline | undefined;
  keeper: RunKeeper;
  targets: readonly TestTarget[];
  /** The customer list, where this run is to test all of it and read it whole. */
  listed?: readonly Tenant[] | undefined;
  /** How long throttled requests are waited for after each tenant that was finished. */
  afterProgressMs: number;
  onProgress: (at: Pick<Progress, 'phase' | 'total' | 'done' | 'failing'>) => void;
  /** Until when tenants that Microsoft asks to wait for may be left for later; absent where none may. */
  mayWaitUntil?: number | undefined;
  /** Something else that has to be over before the run ends; its fault is one of ours. */
  beside?: Promise<void> | undefined;
}

/** Tests the tenants of a run, keeps what it finds as it comes, and ends it with its report. */
export async function testAndKeep(
  begun: BegunRun,
  options: Omit<TestTenantsOptions, 'onResult' | 'first'>,
  parts: SweepParts,
): Promise<ReportOutcome> {
  const { run, partner, baseline, keeper, listed, onProgress } = begun;
  const { cloud, signal, toReference } = options;
  const { clock } = parts;
  const accepted = await readExpected(begun, parts, toReference);
  const targets = markExcluded(begun.targets, accepted, clock.now());
  const total = targets.filter(({ excluded }) => excluded === undefined).length;
  let [done, failing] = [0, 0];
  const late = new LateTenants(targets, begun.mayWaitUntil);
  const take = (result: TenantResult, isKept = false): void => {
    done += 1;
    if (isBad(result.status)) failing += 1;
    if (!isKept) keeper.add(result);
    onProgress({ phase: 'tenants', total, done, failing });
  };
  const tested = await (parts.tests ?? testHere).test({
    ...{ run, partner, targets, keeper, isWhole: listed !== undefined },
    ...options,
    first: failedLast(baseline),
    onResult: (result, isKept) => {
      if (!late.take(result, clock.now())) take(result, isKept);
      // What is known of most is told before the rest have been waited for.
      const mostKnown = begun.mayWaitUntil !== undefined && done * 2 >= total;
      cloud.extendDeadline(begun.afterProgressMs, mostKnown ? SHORT_WAIT_MS : undefined);
    },
  });
  const isLeft = signal.aborted || run.kind === 'retest' || done * 2 >= total;
  if (!isLeft) for (const result of late.results) take(result);
  const waiting = isLeft && !signal.aborted ? late.waiting : [];
  try {
    await begun.beside;
  } catch (error) {
    toReference(error);
  }
  const tenants = markAccepted(isLeft ? late.leaveOut(tested, signal.aborted) : tested, accepted, clock.now());
  const status = signal.aborted ? 'interrupted' : 'completed';
  // Kept first: what a run found must not be dated after its end.
  await keeper.settle();
  const finishedAt = run.startedAt + Math.round(clock.monotonicMs() - begun.startedMono);
  await keeper.finish({ status, finishedAt, totals: countTotals(tenants), listed });
  onProgress({ phase: 'done', total, done, failing });
  return {
    kind: 'report',
    report: buildReport({
      run: { ...run, finishedAt, status },
      partner,
      tenants,
      baseline,
      listed,
      library: parts.library(),
      waitingUntil: waiting.length > 0 ? Math.max(...waiting.map(({ until }) => until)) : undefined,
    }),
    ...(waiting.length > 0 ? { waiting } : {}),
    ...(keeper.problem === undefined ? {} : { keptProblem: keeper.problem }),
  };
}

/** What is expected to fail. Where that can't be read, nothing is. */
async function readExpected(
  { run, targets }: BegunRun,
  { readAccepted }: SweepParts,
  toReference: (error: unknown) => string,
): Promise<readonly AcceptedFailure[]> {
  try {
    return (
      (await readAccepted?.(
        run.connection,
        targets.map(({ tenant }) => tenant),
      )) ?? []
    );
  } catch (error) {
    toReference(error);
    return [];
  }
}

/** Ids of the tenants that failed last time. */
export function failedLast(baseline: Baseline | undefined): ReadonlySet<string> {
  return new Set(baseline?.states.filter(({ status }) => isBad(status)).map(({ tenantId }) => tenantId));
}

/** Tenants that an administrator excluded are listed, and not signed in to. */
export function markExcluded(
  targets: readonly TestTarget[],
  accepted: readonly AcceptedFailure[],
  now: number,
): TestTarget[] {
  const excluded = new Map(
    accepted.flatMap(({ tenantId, checkId, reason, until }) =>
      checkId === SIGN_IN && (until === null || until > now) ? [[tenantId, reason] as const] : [],
    ),
  );
  return targets.map((target) => {
    const reason = excluded.get(target.tenant.tenantId);
    return reason === undefined ? target : { ...target, excluded: `Excluded, so not signed in to: ${reason}` };
  });
}
