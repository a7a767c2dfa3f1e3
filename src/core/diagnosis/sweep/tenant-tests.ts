import type { PartnerResult, TenantResult } from '../../model/checks/check.ts';
import type { Run } from '../report/report.ts';
import type { RunKeeper } from './run-keeper.ts';
import { type TestTarget, type TestTenantsOptions, testTenants } from './test-tenants.ts';

export interface TenantWork extends Omit<TestTenantsOptions, 'onResult'> {
  run: Omit<Run, 'finishedAt' | 'status'>;
  partner: PartnerResult;
  targets: readonly TestTarget[];
  /** Whether they are the customer list, which was read whole. */
  isWhole: boolean;
  /** Holds what was found of the partner. */
  keeper: Pick<RunKeeper, 'settle'>;
  /** `isKept`: whoever found it has kept it. */
  onResult: (result: TenantResult, isKept?: boolean) => void;
}

export interface TenantTests {
  /** Whether others test as well; absent where nobody ever does. */
  isShared?(): Promise<boolean>;
  test(work: TenantWork): Promise<TenantResult[]>;
}

/** In this process, side by side. */
export const testHere: TenantTests = { test: ({ targets, ...options }) => testTenants(targets, options) };
