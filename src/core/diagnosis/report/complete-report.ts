import type { ArticleLibrary } from '../../guidance/articles/article.ts';
import type { TenantResult } from '../../model/checks/check.ts';
import { byUrgency, CHANGE_LISTS, type Changes, type Report } from './report.ts';
import { summarizeCauses } from './summarize-causes.ts';
import { countTotals } from './totals.ts';

/**
 * A report with what was found of some of its tenants since, as if the run had waited for them. What it says of all others
 * stays. Pure.
 */
export function completeReport(report: Report, later: Report, library: ArticleLibrary): Report {
  const found = new Map(later.tenants.map((tenant) => [tenant.tenantId, tenant]));
  const tenants = report.tenants.map((tenant) => withList(tenant, found.get(tenant.tenantId)));
  const changes = report.changes ? joinChanges(report.changes, later.changes) : undefined;
  const notTested = [
    ...(report.notTested ?? []).filter(({ tenantId }) => !found.has(tenantId)),
    ...(later.notTested ?? []),
  ];
  const { waitingUntil: _until, changes: _changes, notTested: _notTested, ...rest } = report;
  return {
    ...rest,
    run: { ...report.run, finishedAt: later.run.finishedAt, status: later.run.status },
    totals: countTotals(tenants),
    tenants,
    causes: byUrgency(summarizeCauses(report.partner, tenants, library), report.partner, changes),
    ...(changes ? { changes } : {}),
    ...(notTested.length > 0 ? { notTested } : {}),
  };
}

/** The report as it stays where the tenants that it waits for will not be tested any more. */
export function cutReport(report: Report): Report {
  const { waitingUntil: _until, ...rest } = report;
  const tenants = report.tenants.map(({ waiting: _waiting, ...tenant }) => tenant);
  return { ...rest, run: { ...report.run, status: 'interrupted' }, tenants };
}

/** Whether the customer list has it is known from the whole run. */
function withList(before: TenantResult, now: TenantResult | undefined): TenantResult {
  if (!now) return before;
  return before.unlisted ? { ...now, unlisted: true } : now;
}

function joinChanges(changes: Changes, later: Changes | undefined): Changes {
  const lists = CHANGE_LISTS.map((list) => [list, [...changes[list], ...(later?.[list] ?? [])]]);
  return { ...changes, ...Object.fromEntries(lists) };
}
