import type { ArticleLibrary } from '../../guidance/articles/article.ts';
import type { PartnerResult, TenantResult } from '../../model/checks/check.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { compareRuns, findNotTested, partnerFailingSince } from './compare-runs.ts';
import { byUrgency, type Report, type Run } from './report.ts';
import type { Baseline } from './run-store.ts';
import { summarizeCauses } from './summarize-causes.ts';
import { countTotals } from './totals.ts';

export interface ReportParts {
  run: Run;
  partner: PartnerResult;
  tenants: TenantResult[];
  baseline?: Baseline | undefined;
  /** The customer list, where this run was to test all of it and read it whole. */
  listed?: readonly Tenant[] | undefined;
  library: ArticleLibrary;
  /** Until when the last of the tenants that are left for later are waited for. */
  waitingUntil?: number | undefined;
}

/** Puts a report together from what a run found: totals, causes with their owners, changes. Pure. */
export function buildReport({ run, partner, tenants, baseline, listed, library, waitingUntil }: ReportParts): Report {
  // Where no tenant was tested, nothing can be said of what changed, not even that nothing did.
  const tested = tenants.some((tenant) => tenant.status !== 'skipped');
  const since = partnerFailingSince(partner, baseline);
  // Where the list could not be read, those of the last one were asked for.
  const wanted = listed ?? (run.scope === 'all' && tenants.length === 0 ? baseline?.listed : undefined) ?? tenants;
  const notTested = baseline ? findNotTested(wanted, tenants, baseline) : [];
  const changes = baseline && tested ? compareRuns(tenants, baseline, listed) : undefined;
  return {
    run,
    partner,
    totals: countTotals(tenants),
    tenants,
    causes: byUrgency(summarizeCauses(partner, tenants, library), partner, changes),
    ...(changes === undefined ? {} : { changes }),
    ...(notTested.length > 0 ? { notTested } : {}),
    ...(waitingUntil === undefined ? {} : { waitingUntil }),
    ...(since === undefined ? {} : { partnerFailingSince: since }),
  };
}
