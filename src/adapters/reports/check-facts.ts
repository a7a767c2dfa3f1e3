import type { CauseSummary, Report } from '../../core/diagnosis/report/report.ts';
import { type CauseId, causeDefinition, type Owner, ownerOf } from '../../core/model/causes/cause.ts';
import type { Check } from '../../core/model/checks/check.ts';

export interface CheckFacts {
  title?: string;
  owner?: Owner;
  article?: string;
}

export type FindCheckFacts = (check: Check, tenantId?: string) => CheckFacts;

/**
 * Looks up a check's cause as the run sees it: the owner is the fleet's verdict, not that of the check seen alone.
 * Without a tenant's id the check is one of the partner connection.
 */
export function createFactFinder({ causes }: Report): FindCheckFacts {
  const byTenant = new Map<string, CauseSummary>();
  const articles = new Map<CauseId, string>();
  for (const summary of causes) {
    articles.set(summary.id, summary.article);
    for (const tenantId of summary.tenantIds) byTenant.set(`${summary.id} ${tenantId}`, summary);
  }
  return ({ cause, owner }, tenantId) => {
    if (cause === undefined) return {};
    const seenAlone = owner ?? ownerOf(cause, tenantId === undefined ? 'partner' : 'customer');
    const article = articles.get(cause);
    return {
      title: causeDefinition(cause).title,
      owner: byTenant.get(`${cause} ${tenantId}`)?.owner ?? seenAlone,
      ...(article === undefined ? {} : { article }),
    };
  };
}
