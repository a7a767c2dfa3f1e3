import type { Owner } from '../../model/causes/owner.ts';
import { isBad } from '../../model/causes/status.ts';
import type { PartnerResult } from '../../model/checks/check.ts';
import type { CauseSummary, Changes } from './report.ts';

/** Ours can be mended now; a customer has to be asked, and for what is nobody's here there is only waiting. */
const WEIGHTS: Readonly<Record<Owner, number>> = { partner: 3, customer: 2, unknown: 2, microsoft: 1, network: 1 };

/** What to begin with first: the partner connection's own causes, then owner × tenants, where new ones count twice. */
export function byUrgency(
  causes: readonly CauseSummary[],
  partner: PartnerResult,
  changes: Pick<Changes, 'newlyFailing'> | undefined,
): CauseSummary[] {
  const ofPartner = new Set(partner.checks.flatMap(({ cause, status }) => (isBad(status) ? [cause] : [])));
  const weightOf = ({ id, owner, tenantIds }: CauseSummary): number =>
    ofPartner.has(id) && owner === 'partner'
      ? Number.MAX_SAFE_INTEGER
      : WEIGHTS[owner] * Math.max(1, tenantIds.length + countNew(tenantIds, changes?.newlyFailing));
  return [...causes].sort((a, b) => weightOf(b) - weightOf(a));
}

export function countNew(tenantIds: readonly string[], newlyFailing: Changes['newlyFailing'] = []): number {
  const fresh = new Set(newlyFailing.map(({ tenantId }) => tenantId));
  return tenantIds.filter((id) => fresh.has(id)).length;
}
