import { type CauseId, causeDefinition } from '../../model/causes/cause.ts';
import { isBad } from '../../model/causes/evidence.ts';
import { GROUPS } from '../../model/checks/catalogue.ts';
import { groupToTest, type TenantResult } from '../../model/checks/check.ts';
import { toTenantRef } from '../../model/tenants/tenant.ts';
import { allOf, capitalize, countOf, formatDuration, formatNumber, inSentence } from '../../model/text/format.ts';

/** What a sentence on a re-test needs to know beside what was found. */
export interface RetestMatter {
  /** The cause that was to be mended. */
  cause: CauseId;
  /** Since when each tenant was failing, where that was recorded. Milliseconds since the epoch. */
  failingSince: ReadonlyMap<string, number>;
  /** What is known to fail in a tenant beside what was tested again: `Graph`, `Exchange`. */
  elsewhere?: ReadonlyMap<string, string>;
  /** When the re-test ended. */
  now: number;
}

export interface RetestOutcome {
  mended: readonly TenantResult[];
  broken: readonly TenantResult[];
  untested: readonly TenantResult[];
}

export function sortOut(tenants: readonly TenantResult[]): RetestOutcome {
  const mended = tenants.filter(({ status }) => status === 'pass' || status === 'warn');
  const broken = tenants.filter(({ status }) => isBad(status));
  const untested = tenants.filter(({ status }) => status === 'skipped');
  return { mended, broken, untested };
}

export function verdictOnOne(tenant: TenantResult, { mended, broken }: RetestOutcome, matter: RetestMatter): string {
  const { label } = toTenantRef(tenant);
  if (mended.length === 1) return `Mended. ${worksAgain(label, tenant, matter)}.`;
  if (broken.length === 0) return `${label} was not tested: interrupted.`;
  return `${label} ${stillFails(tenant, matter)}.`;
}

export function verdictOnAll({ mended, broken, untested }: RetestOutcome, { elsewhere }: RetestMatter): string {
  const count = mended.length + broken.length + untested.length;
  const whole = countOf(count, 'tenant');
  if (mended.length < count) {
    const parts = [
      ...(broken.length > 0
        ? [`${formatNumber(broken.length)} of ${whole} still ${broken.length === 1 ? 'fails' : 'fail'}`]
        : []),
      broken.length > 0 ? `${formatNumber(mended.length)} mended` : `${formatNumber(mended.length)} of ${whole} mended`,
      ...(untested.length > 0 ? [`${formatNumber(untested.length)} not tested: interrupted`] : []),
    ];
    return `${parts.join(', ')}.`;
  }
  const others = mended.filter(({ tenantId }) => elsewhere?.has(tenantId)).length;
  if (others === 0) return `Mended. ${capitalize(allOf(count, 'tenant'))} work again.`;
  return `Mended in ${allOf(count, 'tenant')}, but ${formatNumber(others)} of them ${others === 1 ? 'fails' : 'fail'} for another cause.`;
}

/** `Contoso works again, after 2 h 14 min`; of one group only, where another is known to fail. */
export function worksAgain(
  label: string,
  tenant: TenantResult,
  { failingSince, elsewhere, now }: RetestMatter,
): string {
  const since = failingSince.get(tenant.tenantId);
  const after = since === undefined ? '' : `, after ${formatDuration(now - since)}`;
  const other = elsewhere?.get(tenant.tenantId);
  if (other === undefined) return `${label} works again${after}`;
  const tested = groupToTest(tenant.checks.map((check) => check.id));
  const what = tested === undefined ? 'What was tested' : GROUPS[tested].title;
  return `${what} works again in ${label}${after}; ${other} still fails there`;
}

/** `still fails, for the same cause`, or what it is now. */
export function stillFails(tenant: TenantResult, { cause }: RetestMatter): string {
  const found = causeOf(tenant);
  if (found === cause) return 'still fails, for the same cause';
  return `still fails, now for another cause: ${found ? inSentence(causeDefinition(found).title) : 'not known'}`;
}

/** The cause of the first broken link. */
function causeOf(tenant: TenantResult): CauseId | undefined {
  return tenant.checks.find((check) => isBad(check.status) && check.cause !== undefined)?.cause;
}
