import { type CheckStatus, worstStatus } from '../../model/causes/status.ts';
import { type Check, EXCHANGE_CHECK_IDS, GRAPH_CHECK_IDS } from '../../model/checks/check.ts';
import type { TenantResult } from '../../model/checks/results.ts';
import type { StatusCounts, Totals } from './report.ts';

export function emptyCounts(): StatusCounts {
  return { pass: 0, warn: 0, fail: 0, unknown: 0, skipped: 0 };
}

/** The status of the Graph or the Exchange pair of a tenant; undefined when the pair was not asked for. */
export function pairStatus(checks: readonly Check[], pair: 'graph' | 'exchange'): CheckStatus | undefined {
  const ids: readonly string[] = pair === 'graph' ? GRAPH_CHECK_IDS : EXCHANGE_CHECK_IDS;
  const statuses = checks.filter((check) => ids.includes(check.id)).map((check) => check.status);
  return statuses.length === 0 ? undefined : worstStatus(statuses);
}

/** Counts tenants by their worst check. An accepted failure counts as accepted and not as a failure. */
export function countTotals(tenants: readonly TenantResult[]): Totals {
  const totals: Totals = { tenants: 0, ...emptyCounts(), accepted: 0, graph: emptyCounts(), exchange: emptyCounts() };
  for (const tenant of tenants) {
    totals.tenants += 1;
    if (tenant.accepted) totals.accepted += 1;
    else totals[tenant.status] += 1;
    const graph = pairStatus(tenant.checks, 'graph');
    const exchange = pairStatus(tenant.checks, 'exchange');
    if (graph) totals.graph[graph] += 1;
    if (exchange) totals.exchange[exchange] += 1;
  }
  return totals;
}
