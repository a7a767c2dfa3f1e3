import { errorWord } from '../../cards/evidence.ts';
import type { Situation } from '../../guidance/articles/condition.ts';
import type { Owner } from '../../model/causes/cause.ts';
import type { Check, CheckId, TenantResult } from '../../model/checks/check.ts';
import { isPolicyRefusal } from '../proof/blocked-sign-in.ts';
import type { CauseSummary, Report } from './report.ts';
import { checksOfCause } from './summarize-causes.ts';

/** What a run knows around one of its causes, seen for some or all of its tenants. */
export function situationOf(
  report: Report,
  cause: CauseSummary,
  tenants: readonly Pick<TenantResult, 'tenantId'>[],
  { hasButton }: Pick<Situation, 'hasButton'> = {},
): Situation {
  const checks = checksOfCause({ ...cause, tenantIds: tenants.map((tenant) => tenant.tenantId) }, report);
  return {
    cause: cause.id,
    owner: cause.owner,
    hit: cause.tenantIds.length,
    tested: report.tenants.filter((tenant) => tenant.status !== 'skipped').length,
    kind: kindOf(report.partner.checks),
    codes: codesOf(checks),
    broken: checks.map(({ id }) => id),
    links: linksThatHold(report, tenants),
    service: onlyServiceOf(checks),
    mfa: mfaOf(report.partner.checks),
    hasButton,
    ...(report.run.connection === 'default' ? {} : { connection: report.run.connection }),
    ...(knowsPolicy(checks, cause.owner) ? { policy: true } : {}),
    next: nextOf(checks, cause.owner, tenants.length <= 1),
    ...(report.partner.checks.length === 0
      ? {}
      : { exchangeMode: report.partner.checks.some((check) => check.id === 'exchange.client') ? 'legacy' : 'sam' }),
  };
}

/** The checks that hold, of the partner's and of the one tenant's. A proof is never of several. */
function linksThatHold({ partner, tenants }: Report, [only, ...others]: readonly { tenantId: string }[]): CheckId[] {
  if (others.length > 0) return [];
  const own = tenants.find(({ tenantId }) => tenantId === only?.tenantId)?.checks ?? [];
  return [...partner.checks, ...own].flatMap(({ id, status }) => (status === 'pass' ? [id] : []));
}

/** Whether all of them name the policy that refuses. One of ours that some of them name is that of the others too. */
export function knowsPolicy(
  checks: readonly { evidence?: Check['evidence'] | null | undefined }[],
  owner: Owner,
): boolean {
  const policies = checks.map(({ evidence }) => evidence?.policy);
  if (owner === 'partner') return policies.some((policy) => policy?.whose === 'partner');
  return policies.length > 0 && policies.every((policy) => policy !== undefined);
}

/**
 * The step that what was found of one tenant, or of all of them, comes to, where its taker is who has to act. What mends it at
 * home is the same for every tenant. A refusal whose policy has no name asks for it, which mends nothing.
 */
function nextOf(checks: readonly Check[], owner: Owner, isOne: boolean): string | undefined {
  const told = checks.filter(
    (check) =>
      check.next !== undefined &&
      (check.owner ?? owner) === owner &&
      (check.evidence?.policy !== undefined || !isPolicyRefusal(check)),
  );
  const [first, ...others] = new Set(told.map(({ next }) => next));
  const isShared = others.length === 0 && (owner === 'partner' || told.length === checks.length);
  return isOne || isShared ? first : undefined;
}

export function kindOf(checks: readonly { id: string }[]): NonNullable<Situation['kind']> {
  return checks.some(({ id }) => id.startsWith('app.')) ? 'app-only' : 'sam';
}

/** Whether a report is of an app by itself, which has one tenant and no partner. */
export function isOfApp({ partner }: { partner: { checks: readonly { id: string }[] } }): boolean {
  return kindOf(partner.checks) === 'app-only';
}

/** What files call the connection itself. */
export function connectionTitle(report: Parameters<typeof isOfApp>[0]): string {
  return isOfApp(report) ? 'App connection' : 'Partner connection';
}

/** What the evidence names; its status where it names nothing. */
export function codesOf(checks: readonly { evidence?: Check['evidence'] | null | undefined }[]): string[] {
  const named = checks.flatMap(({ evidence }) =>
    evidence ? [errorWord(evidence), evidence.error, evidence.suberror] : [],
  );
  return [...new Set(named)].filter((code) => code !== undefined);
}

export function onlyServiceOf(checks: readonly { id: string }[]): 'graph' | 'exchange' | undefined {
  const services = new Set(checks.map((check) => check.id.split('.', 1)[0]));
  const [only] = services;
  return services.size === 1 && (only === 'graph' || only === 'exchange') ? only : undefined;
}

/** Whether the token carries an MFA claim, where that was found out. */
export function mfaOf(
  checks: readonly { id: string; status: string; cause?: string | null | undefined }[],
): boolean | undefined {
  const check = checks.find((one) => one.id === 'partner.mfa');
  if (check?.status === 'pass') return true;
  // A token that our own tenant refuses for want of MFA carries none.
  return checks.some(({ cause }) => cause === 'mfa.claim-missing' || cause === 'mfa.required') ? false : undefined;
}
