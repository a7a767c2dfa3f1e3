import { buildReport } from '../../../src/core/diagnosis/report/build-report.ts';
import type { Report, Run } from '../../../src/core/diagnosis/report/report.ts';
import type { Baseline } from '../../../src/core/diagnosis/report/run-store.ts';
import type { Article, ArticleLibrary } from '../../../src/core/guidance/articles/article.ts';
import { createArticleLibrary } from '../../../src/core/guidance/articles/create-library.ts';
import { CAUSE_IDS, type CauseId, causeDefinition } from '../../../src/core/model/causes/cause.ts';
import { worstStatus } from '../../../src/core/model/causes/evidence.ts';
import type { Check, CheckId, PartnerResult, TenantResult } from '../../../src/core/model/checks/check.ts';

export const STARTED_AT = Date.UTC(2026, 7, 3, 6, 0, 0);
export const PARTNER_ID = '11111111-1111-4111-8111-111111111111';
const APPLICATION_ID = '22222222-2222-4222-8222-222222222222';

/** A tenant's id by its number: a GUID like any other. */
export function tenantIdOf(number: number): string {
  return `aaaaaaaa-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

const PORTAL = 'https://partner.microsoft.com/dashboard/commerce2/customers/{tenantId}/adminrelationships';

/** A short article for a cause, using everything that articles may contain. */
function toStubArticle(cause: CauseId): Article {
  const { title, meaning, owner } = causeDefinition(cause);
  const id = cause.replaceAll('.', '-');
  return {
    id,
    title,
    thisIf: 'it is this one',
    causes: [cause],
    who: owner === 'none' || owner === 'unknown' ? 'partner' : owner,
    keywords: [cause],
    sources: ['https://learn.microsoft.com/entra/identity-platform/reference-error-codes'],
    symptom: 'AADSTS errors.',
    meaning,
    whoActs:
      owner === 'customer'
        ? 'The administrator of the customer {tenantName}. We send the message below.'
        : 'We do, in our own tenant.',
    steps: [
      `Open the [relationships of this customer](${PORTAL}) and look for **Exchange Administrator**.`,
      'Sign in as the *service account* and run `samaritan testtokens --tenant {tenantDomain}`.',
      'Under **Roles & admins > All roles** choose **Add assignments**; if the role is missing, follow `gdap-role-missing`.',
      'Read https://learn.microsoft.com/partner-center/gdap-faq, then wait up to an hour.',
      'Open [API permissions](https://entra.microsoft.com/{partnerTenantId}#view/appId/{applicationId}) and grant consent.',
    ],
    verify: 'Press *Test again*, or run `samaritan testtokens --tenant {tenantDomain}`.',
    ...(owner === 'customer' || owner === 'either'
      ? {
          customerMessage:
            'Subject: Access to {tenantName}\n\nHello,\n\na policy in your tenant {tenantDomain} (id {tenantId}) keeps us out.\n\n1. Open https://entra.microsoft.com.\n2. Exclude our account <partner>.\n\nKind regards',
        }
      : {}),
    more: 'In order of likelihood:\n- A location block.\n- A **device** is required.\n\nSee also `gdap-pending`.',
  };
}

function stubLibrary(): ArticleLibrary {
  return createArticleLibrary(CAUSE_IDS.map(toStubArticle));
}

export function passing(id: CheckId, durationMs = 82): Check {
  return { id, status: 'pass', durationMs, attempts: 1 };
}

export function skipped(id: CheckId, reason = 'Not tested: the token for this tenant could not be had.'): Check {
  return { id, status: 'skipped', durationMs: 0, attempts: 0, reason };
}

/** A failing check with every kind of evidence. */
export function failing(id: CheckId, cause: CauseId, more: Partial<Check> = {}): Check {
  return {
    id,
    status: 'fail',
    durationMs: 143,
    attempts: 1,
    cause,
    reason: `${causeDefinition(cause).title}.`,
    evidence: {
      httpStatus: 400,
      error: 'invalid_grant',
      code: 'AADSTS53003',
      message: 'AADSTS53003: Access has been blocked by Conditional Access policies.\r\nTrace ID: 0a1b',
      traceId: '0a1b2c3d-0000-4000-8000-00000000abcd',
      correlationId: '77777777-0000-4000-8000-00000000abcd',
      timestamp: '2026-08-03 06:00:02Z',
    },
    ...more,
  };
}

export const PASSING_CHECKS: readonly Check[] = [
  passing('graph.token'),
  passing('graph.read', 61),
  passing('exchange.token', 95),
  passing('exchange.read', 190),
];

export function tenantWith(
  number: number,
  checks: readonly Check[] = PASSING_CHECKS,
  more: Partial<TenantResult> = {},
): TenantResult {
  const name = NAMES[number % NAMES.length] ?? 'Contoso';
  const round = Math.floor(number / NAMES.length);
  return {
    tenantId: tenantIdOf(number),
    displayName: round === 0 ? name : `${name} ${round + 1}`,
    defaultDomainName: `${name.toLowerCase().replaceAll(/[^a-z]/g, '')}${round === 0 ? '' : round + 1}.onmicrosoft.com`,
    status: worstStatus(checks.map((check) => check.status)),
    checks: [...checks],
    ...more,
  };
}

export function partnerWith(checks: readonly Check[] = HEALTHY_PARTNER): PartnerResult {
  return { tenantId: PARTNER_ID, status: worstStatus(checks.map((check) => check.status)), checks: [...checks] };
}

const HEALTHY_PARTNER: readonly Check[] = [
  passing('credentials.shape', 0),
  passing('partner.token', 120),
  passing('partner.mfa', 0),
  passing('partner.customers', 340),
];

export interface FixtureParts {
  tenants?: TenantResult[];
  partner?: PartnerResult;
  run?: Partial<Run>;
  baseline?: Baseline;
}

/** A report built by core from parts; what is left out is healthy. */
export function reportOf({
  tenants = [tenantWith(0), tenantWith(1)],
  partner = partnerWith(),
  run,
  baseline,
}: FixtureParts = {}): Report {
  return buildReport({
    run: {
      id: '01K1R2M3N4P5Q6R7S8T9V0W1X2',
      kind: 'testtokens',
      connection: 'default',
      startedAt: STARTED_AT,
      finishedAt: STARTED_AT + 4812,
      status: 'completed',
      ...run,
    },
    partner,
    tenants,
    baseline,
    library: stubLibrary(),
  });
}

const NAMES = [
  'Contoso',
  'Fabrikam',
  'Litware',
  'Woodgrove Bank',
  'Adatum',
  'Northwind Traders',
  'Tailspin Toys',
  'Wingtip Toys',
  'Proseware',
  'Margie’s Travel',
  'Fourth Coffee',
  'Graphic Design Institute',
  'Humongous Insurance',
  'Lucerne Publishing',
  'Relecloud',
  'Trey Research',
  'VanArsdel',
  'Wide World Importers',
  'Blue Yonder Airlines',
  'City Power & Light',
  'Coho Vineyard',
  'Consolidated Messenger',
  'Alpine Ski House',
  'Bellows College',
  'Best For You Organics',
  'Münchner Zahnärzte',
  'מרפאת השיניים',
  '株式会社コントソ',
  'School of Fine Art',
  'Southridge Video',
];

export const HTML_OPTIONS = {
  library: stubLibrary(),
  applicationId: APPLICATION_ID,
  formatTime: (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
};
