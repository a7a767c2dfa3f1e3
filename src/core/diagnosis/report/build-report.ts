import type { ArticleLibrary } from '../../guidance/articles/article.ts';
import type { PartnerResult, TenantResult } from '../../model/checks/results.ts';
import { compareRuns, partnerFailingSince } from './compare-runs.ts';
import type { Report, Run } from './report.ts';
import type { Baseline } from './run-store.ts';
import { summarizeCauses } from './summarize-causes.ts';
import { countTotals } from './totals.ts';

export interface ReportParts {
  run: Run;
  partner: PartnerResult;
  tenants: TenantResult[];
  baseline?: Baseline | undefined;
  library: ArticleLibrary;
}

/** Puts a report together from what a run found: totals, causes with their owners, changes. Pure. */
export function buildReport({ run, partner, tenants, baseline, library }: ReportParts): Report {
  // Where no tenant was tested, nothing can be said of what changed, not even that nothing did.
  const tested = tenants.some((tenant) => tenant.status !== 'skipped');
  const since = partnerFailingSince(partner, baseline);
  return {
    run,
    partner,
    totals: countTotals(tenants),
    tenants,
    causes: summarizeCauses(partner, tenants, library),
    ...(baseline && tested ? { changes: compareRuns(tenants, baseline) } : {}),
    ...(since === undefined ? {} : { partnerFailingSince: since }),
  };
}
