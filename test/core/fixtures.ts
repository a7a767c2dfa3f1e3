import { buildReport } from '../../src/core/diagnosis/report/build-report.ts';
import type { Report, Run } from '../../src/core/diagnosis/report/report.ts';
import type { Baseline, EarlierState, KeptStatus } from '../../src/core/diagnosis/report/run-store.ts';
import type { Article, ArticleLibrary } from '../../src/core/guidance/articles/article.ts';
import { CAUSE_IDS, type CauseId } from '../../src/core/model/causes/cause.ts';
import { type CheckStatus, worstStatus } from '../../src/core/model/causes/evidence.ts';
import type { Check, CheckId, PartnerResult, TenantResult } from '../../src/core/model/checks/check.ts';
import type { SamConnection } from '../../src/core/model/cloud/connection.ts';
import { Secret } from '../../src/core/model/text/secret.ts';

/** When most tests of answers begin. */
export const START = Date.UTC(2026, 2, 2, 8, 0, 0);

export const PARTNER_ID = '00000000-0000-4000-8000-0000000000aa';

/** The same id for the same number. */
export function tenantId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function check(id: CheckId, status: CheckStatus, rest: Partial<Check> = {}): Check {
  return { id, status, durationMs: 1, attempts: 1, ...rest };
}

export function tenantResult(number: number, checks: Check[], rest: Partial<TenantResult> = {}): TenantResult {
  return {
    tenantId: tenantId(number),
    displayName: `Tenant ${number}`,
    defaultDomainName: `tenant${number}.example`,
    status: worstStatus(checks.map((one) => one.status)),
    checks,
    ...rest,
  };
}

/** A tenant whose Graph pair passes. */
export function working(number: number): TenantResult {
  return tenantResult(number, [check('graph.token', 'pass'), check('graph.read', 'pass')]);
}

/** A tenant whose Graph token is refused for a cause. */
export function failing(number: number, cause: CauseId, rest: Partial<Check> = {}): TenantResult {
  return tenantResult(number, [
    check('graph.token', 'fail', { cause, owner: 'customer', ...rest }),
    check('graph.read', 'skipped', { reason: 'Not tested.' }),
  ]);
}

export function notTested(number: number): TenantResult {
  return tenantResult(number, [check('graph.token', 'skipped'), check('graph.read', 'skipped')]);
}

export function partnerResult(checks: Check[] = [check('partner.token', 'pass')]): PartnerResult {
  return { tenantId: PARTNER_ID, status: worstStatus(checks.map((one) => one.status)), checks };
}

export const run: Run = {
  id: 'RUN',
  kind: 'testtokens',
  connection: 'default',
  startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  finishedAt: Date.UTC(2026, 0, 2, 3, 4, 46),
  status: 'completed',
};

function toArticle(cause: CauseId): Article {
  return {
    id: cause.replaceAll('.', '-'),
    title: cause,
    thisIf: 'it is this one',
    causes: [cause],
    who: 'either',
    keywords: ['word'],
    sources: ['https://example.com/'],
    symptom: '',
    meaning: '',
    whoActs: '',
    steps: ['First, for {tenantId}', 'Second', 'Third'],
    verify: '',
  };
}

export const library: ArticleLibrary = {
  all: () => CAUSE_IDS.map(toArticle),
  byId: (id) => CAUSE_IDS.map(toArticle).find((article) => article.id === id),
  forCause: toArticle,
};

export interface ReportChoices {
  partner?: PartnerResult;
  tenants?: TenantResult[];
  run?: Partial<Run>;
  baseline?: Baseline;
}

export function report({ partner = partnerResult(), tenants = [], run: rest = {}, baseline }: ReportChoices): Report {
  return buildReport({ run: { ...run, ...rest }, partner, tenants, baseline, library });
}

const EARLIER = Date.UTC(2026, 0, 1);

export function earlier(tenant: string, checkId: CheckId, status: KeptStatus, failingSince?: number): EarlierState {
  return {
    tenantId: tenant,
    checkId,
    status,
    failingSince: failingSince ?? null,
    testedAt: EARLIER,
  };
}

export function baseline(...states: EarlierState[]): Baseline {
  return { runId: 'EARLIER', testedAt: EARLIER, states, listed: undefined };
}

export const connection: SamConnection = {
  kind: 'sam',
  name: 'default',
  cloud: 'global',
  applicationId: '00000000-0000-4000-8000-00000000000f',
  applicationSecret: new Secret('the-secret-of-the-app'),
  refreshToken: new Secret('the-refresh-token'),
  tenant: PARTNER_ID,
  exchange: { kind: 'sam' },
  includeOwnTenant: false,
};
