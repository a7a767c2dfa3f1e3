import {
  INTERRUPTED,
  PROOF_IDS,
  skippedCheck,
  type TenantGroup,
  type TenantResult,
  tenantCheckIds,
} from '../../model/checks/check.ts';
import type { Connection } from '../../model/cloud/connection.ts';
import type { MicrosoftCloud, TokenGrant } from '../../model/cloud/microsoft-cloud.ts';
import { byTenantId, type Tenant } from '../../model/tenants/tenant.ts';
import type { Clock } from '../../model/time/clock.ts';
import { testAppTenant } from '../app/app-chain.ts';
import { testTenant } from '../chains/tenant-chain.ts';
import { isPolicyRefusal } from '../proof/blocked-sign-in.ts';
import { explainRefusal } from '../proof/find-policy.ts';
import { proveTenant } from '../proof/prove-tenant.ts';
import type { ProofOptions } from '../proof/readings.ts';
import { toInternalResult } from './internal-faults.ts';

/** A tenant to test, and which group of its checks where not all. */
export interface TestTarget {
  tenant: Tenant;
  only?: TenantGroup | undefined;
  /** Prove the whole way in, with this of the partner's. */
  proof?: ProofOptions['partner'] | undefined;
  /** Why it must not be signed in to, where an administrator excluded it. */
  excluded?: string | undefined;
}

export interface TestTenantsOptions {
  cloud: MicrosoftCloud;
  connection: Connection;
  /** Of the connection's own tenant: an app by itself tests with it. */
  grant?: TokenGrant | undefined;
  clock: Clock;
  /** The partner's own tenant: what it refuses is the partner's. */
  partnerTenantId: string;
  concurrency: number;
  signal: AbortSignal;
  /** Ids of tenants to begin with: those that failed last time, so that bad news and time-outs come early. */
  first?: ReadonlySet<string> | undefined;
  /** Of how many refused tenants the policies may still be read; counted down. */
  budget?: { left: number } | undefined;
  /** Tests that have begun before all tenants were known, by tenant id. */
  begun?: ReadonlyMap<string, Promise<TenantResult>> | undefined;
  /** Gives a thrown error its reference. */
  toReference: (error: unknown) => string;
  onResult: (result: TenantResult) => void;
}

/** Of so many refused tenants a run reads the policies: beyond, one policy of ours is likelier than as many of theirs. */
export const MOST_NAMED = 50;

/** Tests tenants side by side; results in the order given. After an abort the rest is listed as not tested. */
export async function testTenants(
  targets: readonly TestTarget[],
  options: TestTenantsOptions,
): Promise<TenantResult[]> {
  const { onResult, begun } = options;
  const results = new Array<TenantResult>(targets.length);
  const take = async (at: number, testing: Promise<TenantResult>): Promise<void> => {
    const result = await testing;
    results[at] = result;
    if (result.status !== 'skipped') onResult(result);
  };
  const early = targets.map(({ tenant }) => begun?.get(tenant.tenantId));
  const taking = early.map((testing, at) => testing && take(at, testing));
  await Promise.all([...taking, beginTests(targets, options, take, (at) => early[at] !== undefined)]);
  return targets.map((target, index) => results[index] ?? notTested(target, options.connection));
}

/** Begins the tests of targets, worst first and so many at a time, and ends with the last of them or after an abort. */
export async function beginTests(
  targets: readonly TestTarget[],
  options: Omit<TestTenantsOptions, 'onResult'>,
  take: (at: number, testing: Promise<TenantResult>) => Promise<void>,
  leavesOut: (at: number) => boolean,
): Promise<void> {
  const { concurrency, signal, budget = { left: MOST_NAMED } } = options;
  const order = worstFirst(targets, options.first).values();
  const work = async (): Promise<void> => {
    // All take from the same one.
    for (const at of order) {
      const target = targets[at];
      if (signal.aborted) return;
      if (target && !leavesOut(at)) await take(at, testOne(target, options, budget));
    }
  };
  // Each tenant has up to two requests in flight, so as many tenants as slots keep every slot busy.
  await Promise.all(Array.from({ length: Math.min(concurrency, targets.length) }, work));
}

/** The places of the targets in the order in which they are tested: worst first, and else as they are kept. */
export function worstFirst(targets: readonly TestTarget[], first: TestTenantsOptions['first']): number[] {
  const places = targets.map(({ tenant }, at) => ({ at, tenant, later: Number(!first?.has(tenant.tenantId)) }));
  places.sort((one, other) => one.later - other.later || byTenantId(one.tenant, other.tenant));
  return places.map(({ at }) => at);
}

async function testOne(
  target: TestTarget,
  { cloud, connection, grant, clock, partnerTenantId, toReference }: Omit<TestTenantsOptions, 'onResult'>,
  budget: { left: number },
): Promise<TenantResult> {
  const { tenant, only, proof, excluded } = target;
  if (excluded !== undefined) return notTested(target, connection);
  const place = tenant.tenantId === partnerTenantId ? 'partner' : 'customer';
  try {
    // What an app by itself is tested by is its whole way in already.
    if (connection.kind === 'app-only')
      return await testAppTenant(tenant, { cloud, connection, grant, now: clock.now() });
    if (proof) return await proveTenant(tenant, { cloud, connection, place, partner: proof, now: clock.now() });
    const result = await testTenant(tenant, { cloud, connection, place, only });
    if (budget.left === 0 || !result.checks.some(isPolicyRefusal)) return result;
    budget.left -= 1;
    const partner = { grant, tenantId: partnerTenantId };
    return await explainRefusal(result, { cloud, connection, partner, now: clock.now() });
  } catch (error) {
    return toInternalResult(tenant, tenantCheckIds(only, connection.kind), toReference(error));
  }
}

/** What is said of a tenant that was left out, or that a run which was cut off did not come to. */
export function notTested(
  { tenant, only, proof, excluded }: TestTarget,
  { kind }: Pick<Connection, 'kind'>,
): TenantResult {
  const ids = proof && kind === 'sam' ? PROOF_IDS : tenantCheckIds(only, kind);
  const checks = ids.map((id) => skippedCheck(id, excluded ?? INTERRUPTED));
  return { ...tenant, status: 'skipped', checks, ...(excluded === undefined ? {} : { excluded: true }) };
}
