import { type CauseSummary, CHANGE_LISTS, type Changes, type Report } from './report.ts';
import { countTotals } from './totals.ts';

/** The report as it is for who may see only some tenants: nothing in it names or counts another. Pure. */
export function reportWithin(report: Report, isOwn: (tenantId: string) => boolean): Report {
  const isShown = ({ tenantId }: { tenantId: string }): boolean => isOwn(tenantId);
  const tenants = report.tenants.filter(isShown);
  const causes = report.causes.map((cause) => ({ ...cause, tenantIds: cause.tenantIds.filter(isOwn) }));
  const isLeft = ({ id, tenantIds }: CauseSummary, index: number): boolean =>
    tenantIds.length > 0 ||
    report.causes[index]?.tenantIds.length === 0 ||
    report.partner.checks.some((check) => check.cause === id && check.status !== 'skipped');
  const { changes, notTested, ...rest } = report;
  const unread = notTested?.filter(isShown) ?? [];
  return {
    ...rest,
    // Not all that there are.
    run: { ...report.run, ...(report.run.scope === 'all' ? { scope: 'named' } : {}) },
    totals: countTotals(tenants),
    tenants,
    causes: causes.filter(isLeft),
    ...(changes ? { changes: changesWithin(changes, isShown) } : {}),
    ...(unread.length > 0 ? { notTested: unread } : {}),
    part: {
      causes: [...causes.keys()].filter((index) => causes[index] && isLeft(causes[index], index)),
      tenants: [...report.tenants.keys()].filter((index) => isOwn(report.tenants[index]?.tenantId ?? '')),
    },
  };
}

function changesWithin(changes: Changes, isShown: (one: { tenantId: string }) => boolean): Changes {
  const lists = CHANGE_LISTS.map((list) => [list, changes[list].filter(isShown)]);
  return { ...changes, ...Object.fromEntries(lists) };
}
