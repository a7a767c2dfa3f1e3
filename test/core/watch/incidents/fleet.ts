import type { TenantResult } from '../../../../src/core/model/checks/check.ts';
import { check, failing, tenantResult, working } from '../../fixtures.ts';
import { type Harness, MINUTE } from '../harness.ts';

export const CA = 'access.conditional-access';

/** Refused by the customer's own policy. */
export const blocked = (number: number): TenantResult => failing(number, CA);

/** Refused for a cause that is always the partner's. */
export const ours = (number: number): TenantResult => failing(number, 'account.no-path', { owner: 'partner' });

export const timedOut = (number: number): TenantResult =>
  tenantResult(number, [check('graph.token', 'unknown', { cause: 'network.timeout', owner: 'network' })]);

/** Forty tenants that work, but for these. */
export function fleet(...bad: TenantResult[]): TenantResult[] {
  const ids = new Set(bad.map((tenant) => tenant.tenantId));
  const all = Array.from({ length: 40 }, (_, index) => working(index + 1));
  return [...bad, ...all.filter((tenant) => !ids.has(tenant.tenantId))];
}

/** Two sweeps, minutes apart, that find these broken. What was told by then is forgotten. */
export async function opened(harness: Harness, ...bad: TenantResult[]): Promise<void> {
  await harness.sweep(fleet(...bad));
  await harness.time.advance(3 * MINUTE);
  await harness.sweep(fleet(...bad));
  harness.told();
}
