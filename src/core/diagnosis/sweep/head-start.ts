import type { TenantGroup, TenantResult } from '../../model/checks/check.ts';
import type { ContractsFound } from '../chains/partner-chain.ts';
import type { Baseline } from '../report/run-store.ts';
import type { SweepParts } from './sweep-parts.ts';
import { failedLast, markExcluded } from './test-and-keep.ts';
import { beginTests, type TestTenantsOptions } from './test-tenants.ts';

export interface HeadStart {
  /** See `TestTenantsOptions.begun`. */
  readonly begun: ReadonlyMap<string, Promise<TenantResult>>;
  /** Begins with tenants that will be tested whatever else is found, once those of the call before are tested. */
  begin(found: ContractsFound): Promise<void>;
  /** Begins no more: all tenants are known. */
  stop(): void;
}

type HeadStartOptions = Pick<
  TestTenantsOptions,
  'cloud' | 'connection' | 'concurrency' | 'signal' | 'toReference' | 'clock' | 'budget'
> & {
  only: TenantGroup | undefined;
  known: Promise<Baseline | undefined>;
  /** Told after each tenant how many there are. */
  onTested: (done: number) => void;
};

/**
 * Tests the tenants of a sweep of all from the moment at which a page of the first list has them, while the next pages of
 * both still come one after the other. What comes of it is told when the run has begun; nothing is kept here. Nobody begins where
 * others share the tests, or where it can't be read who is excluded.
 */
export function createHeadStart(
  { only, known, onTested, ...options }: HeadStartOptions,
  { tests, readAccepted, clock }: SweepParts,
): HeadStart {
  const begun = new Map<string, Promise<TenantResult>>();
  let [isOver, done, last] = [false, 0, Promise.resolve()];
  const test = async ({ tenants, tenantId: partnerTenantId, grant }: ContractsFound): Promise<void> => {
    if (isOver) return;
    const { connection } = options;
    const [isShared, baseline, accepted] = await Promise.all([
      tests?.isShared?.(),
      known,
      readAccepted?.(connection.name, tenants),
    ]);
    if (isShared) return;
    // Whether the partner's own tenant is tested is for the whole list to say.
    const customers = tenants.filter(({ tenantId }) => tenantId !== partnerTenantId);
    const marked = markExcluded(
      customers.map((tenant) => ({ tenant, only })),
      accepted ?? [],
      clock.now(),
    );
    const targets = marked.filter(({ excluded }) => excluded === undefined);
    await beginTests(
      targets,
      { ...options, grant, partnerTenantId, first: failedLast(baseline) },
      async (at, testing) => {
        const { tenantId = '' } = targets[at]?.tenant ?? {};
        begun.set(tenantId, testing);
        await testing;
        done += 1;
        if (!isOver) onTested(done);
      },
      () => isOver,
    );
  };
  return {
    begun,
    stop: () => {
      isOver = true;
    },
    begin: (found) => {
      last = last.then(() => test(found));
      return last;
    },
  };
}
