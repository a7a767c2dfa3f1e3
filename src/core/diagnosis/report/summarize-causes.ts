import type { ArticleLibrary } from '../../guidance/articles/article.ts';
import { isCrowd } from '../../guidance/articles/condition.ts';
import { type CauseId, causeDefinition, type Owner, ownerOf, type RefusingTenant } from '../../model/causes/cause.ts';
import { type Confidence, isProved } from '../../model/causes/evidence.ts';
import type { Check, PartnerResult, TenantResult } from '../../model/checks/check.ts';
import type { CauseSummary, Report } from './report.ts';

/**
 * The checks an entry stands for: those of its cause and owner. Of a cause that the whole fleet suffers the partner's entry has
 * the customers' too, but for those whose own policy was proved.
 */
export function checksOfCause(
  { id, owner, tenantIds }: CauseSummary,
  report: Pick<Report, 'partner' | 'tenants' | 'causes'>,
): Check[] {
  const theirs = new Set(
    report.causes.flatMap((one) => (one.id === id && one.owner === 'customer' ? one.tenantIds : [])),
  );
  const belongs = (check: Check, place: RefusingTenant, tenantId = ''): boolean => {
    if (check.cause !== id || check.status === 'skipped') return false;
    const own = check.owner ?? ownerOf(id, place);
    return own === owner || (own === 'customer' && owner === 'partner' && !theirs.has(tenantId));
  };
  const ids = new Set(tenantIds);
  return [
    ...report.partner.checks.filter((check) => belongs(check, 'partner')),
    ...report.tenants
      .filter((one) => ids.has(one.tenantId))
      .flatMap((one) => one.checks.filter((check) => belongs(check, 'customer', one.tenantId))),
  ];
}

interface Hit {
  cause: CauseId;
  owner: Owner;
  confidence: Confidence;
  /** Undefined: the partner connection itself. */
  tenantId?: string;
  /** It was proved to be this tenant's own policy, so it shares its origin with no other. */
  isOwn?: boolean;
}

/**
 * The causes of a run: what the partner connection itself suffers first, then by how many tenants are hit. One entry
 * per cause and owner, since two tenants can suffer the same for different reasons.
 */
export function summarizeCauses(
  partner: PartnerResult,
  tenants: readonly TenantResult[],
  library: ArticleLibrary,
): CauseSummary[] {
  const isAlone = partner.checks.some((check) => check.id === 'app.token');
  const hits = [...partnerHits(partner), ...tenants.flatMap(tenantHits)];
  const tested = tenants.filter((tenant) => tenant.status !== 'skipped').length;
  const shared = sharedCauses(hits, tested);
  const summaries = new Map<
    string,
    Omit<CauseSummary, 'tenantIds' | 'title' | 'article'> & {
      confidence: Confidence;
      partnerLevel: boolean;
      tenantIds: Set<string>;
    }
  >();
  for (const hit of hits) {
    const inCrowd = shared.has(hit.cause) && hit.owner === 'customer' && !hit.isOwn;
    const owner = inCrowd ? 'partner' : hit.owner;
    const confidence = inCrowd ? lessSure(hit.confidence, 'likely') : hit.confidence;
    const key = `${hit.cause} ${owner}`;
    const summary = summaries.get(key) ?? {
      id: hit.cause,
      owner,
      confidence,
      partnerLevel: false,
      tenantIds: new Set<string>(),
    };
    summary.confidence = lessSure(summary.confidence, confidence);
    if (hit.tenantId === undefined) summary.partnerLevel = true;
    else summary.tenantIds.add(hit.tenantId);
    summaries.set(key, summary);
  }
  return [...summaries.values()]
    .sort((a, b) => Number(b.partnerLevel) - Number(a.partnerLevel) || b.tenantIds.size - a.tenantIds.size)
    .map(({ id, owner, confidence, tenantIds }) => ({
      id,
      title: causeDefinition(id).title,
      owner,
      confidence,
      tenantIds: [...tenantIds],
      article: ((isAlone && library.forApp?.(id)) || library.forCause(id)).id,
    }));
}

function partnerHits(partner: PartnerResult): Hit[] {
  return partner.checks.flatMap(({ cause, owner, confidence = 'exact' }) =>
    cause ? [{ cause, owner: owner ?? ownerOf(cause, 'partner'), confidence }] : [],
  );
}

function tenantHits({ tenantId, checks, accepted }: TenantResult): Hit[] {
  if (accepted) return [];
  return checks.flatMap(({ cause, owner, status, confidence = 'exact', evidence }) => {
    if (!cause || status === 'skipped') return [];
    const isOwn = evidence?.policy?.whose === 'customer' && isProved(evidence.policy);
    return [{ cause, owner: owner ?? ownerOf(cause, 'customer'), confidence, tenantId, isOwn }];
  });
}

const SURE: readonly Confidence[] = ['none', 'likely', 'exact'];

function lessSure(one: Confidence, other: Confidence): Confidence {
  return SURE.indexOf(one) < SURE.indexOf(other) ? one : other;
}

function sharedCauses(hits: readonly Hit[], tested: number): Set<CauseId> {
  const tenantsOf = new Map<CauseId, Set<string>>();
  for (const { cause, tenantId, isOwn } of hits) {
    if (tenantId === undefined || isOwn || causeDefinition(cause).bought) continue;
    const ids = tenantsOf.get(cause) ?? new Set<string>();
    tenantsOf.set(cause, ids.add(tenantId));
  }
  return new Set([...tenantsOf].filter(([, ids]) => isCrowd(ids.size, tested)).map(([cause]) => cause));
}
