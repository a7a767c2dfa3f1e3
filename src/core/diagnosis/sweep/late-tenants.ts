import { isBad } from '../../model/causes/evidence.ts';
import { type Check, INTERRUPTED, NOT_YET, skippedCheck, type TenantResult } from '../../model/checks/check.ts';
import type { WaitingTenant } from './sweep-parts.ts';
import type { TestTarget } from './test-tenants.ts';

/** Waits up to this are sat out by the request itself. */
export const SHORT_WAIT_MS = 5000;

/** Whether nothing is wrong with the tenant but that Microsoft asks to wait before it is asked again. */
export function asksToWait(result: TenantResult): boolean {
  const waits = waitsOf(result);
  return waits.length > 0 && Math.min(...waits) > SHORT_WAIT_MS;
}

/** Of what is wrong: how long is asked for, 0 where that is not what is wrong. */
function waitsOf({ checks }: TenantResult): number[] {
  return checks.flatMap(({ status, retryAfterMs = 0 }) => (isBad(status) ? [retryAfterMs] : []));
}

/**
 * Tenants of a run of which nothing is wrong but that Microsoft asks to wait before they are asked again. They are set
 * aside until the run knows whether it leaves them for later.
 */
export class LateTenants {
  readonly #targets: ReadonlyMap<string, TestTarget>;
  readonly #until: number;
  readonly #found = new Map<string, { result: TenantResult; waiting: WaitingTenant }>();

  /** `until`: those that have to be waited for longer are none; absent, there are none at all. */
  constructor(targets: readonly TestTarget[], until = Number.NEGATIVE_INFINITY) {
    this.#targets = new Map(targets.map((target) => [target.tenant.tenantId, target]));
    this.#until = until;
  }

  get results(): TenantResult[] {
    return [...this.#found.values()].map(({ result }) => result);
  }

  get waiting(): WaitingTenant[] {
    return [...this.#found.values()].map(({ waiting }) => waiting);
  }

  /** Whether the result is set aside. */
  take(result: TenantResult, now: number): boolean {
    if (!isBad(result.status)) return false;
    const target = this.#targets.get(result.tenantId);
    const until = now + Math.max(...waitsOf(result));
    if (!target || !asksToWait(result) || until > this.#until) return false;
    this.#found.set(result.tenantId, { result, waiting: { target, until } });
    return true;
  }

  /** The results with these tenants as not tested: for now, or because the run was cut off. */
  leaveOut(results: readonly TenantResult[], interrupted: boolean): TenantResult[] {
    const skip = ({ id }: Check): Check => skippedCheck(id, interrupted ? INTERRUPTED : NOT_YET);
    return results.map((result) => {
      if (!this.#found.has(result.tenantId)) return result;
      const skipped = { ...result, status: 'skipped' as const, checks: result.checks.map(skip) };
      return interrupted ? skipped : { ...skipped, waiting: true };
    });
  }
}
