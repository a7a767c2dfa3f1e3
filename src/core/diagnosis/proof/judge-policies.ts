import { classifyFault } from '../../model/causes/classify.ts';
import type { Check } from '../../model/checks/check.ts';
import type { AccessPolicy, ExternalAccounts } from '../../model/cloud/access-policy.ts';
import { countOf } from '../../model/text/format.ts';
import { toSafeText } from '../../model/text/safe-text.ts';
import { passed, type TenantProof, unreadCheck } from './proof.ts';

const id = 'tenant.policies';
const MOST_NAMES = 3;

/** What the tenant's policies do to a sign-in that they let through. */
export async function judgePolicies({ readings, partner }: TenantProof): Promise<Check> {
  const [answer, defaults, trust] = await Promise.all([readings.policies, readings.securityDefaults, readings.trust]);
  if (!answer) return { id, status: 'skipped', durationMs: 0, attempts: 0, reason: NO_TOKEN };
  const on = defaults?.ok ? ` Security defaults are ${defaults.value ? 'on' : 'off'}.` : '';
  if (!answer.ok) {
    const { cause } = classifyFault(answer.fault, { request: 'graph.read', place: 'customer' });
    // Without the licence there is no policy that could act.
    if (cause === 'license.premium-required' && defaults?.ok)
      return passed(id, `The tenant has no Entra ID P1, so no Conditional Access.${on}`, answer);
    return unreadCheck(id, answer, (await readings.there)?.scopes);
  }
  const acting = answer.value.filter((policy) => policy.state === 'enabled' && meets(policy, partner.tenantId));
  const trusts = trust?.ok && trust.value?.trustsMfa ? ' The tenant accepts our MFA.' : '';
  const which =
    answer.value.length === 0
      ? 'there are no Conditional Access policies.'
      : acting.length === 0
        ? `none of ${countOf(answer.value.length, 'policy', 'policies')} acts on our accounts.`
        : `${acting.length} of ${countOf(answer.value.length, 'policy', 'policies')} ${acting.length === 1 ? 'acts' : 'act'} on our accounts and let this sign-in through: ${acting.slice(0, MOST_NAMES).map(policyName).join(', ')}.`;
  return passed(id, `${which.charAt(0).toUpperCase()}${which.slice(1)}${on}${trusts}`, answer);
}

const NO_TOKEN = 'Not tested: there is no token of this tenant to read its policies with.';

export function policyName({ displayName, id: policyId }: Pick<AccessPolicy, 'displayName' | 'id'>): string {
  return displayName === null ? policyId : `“${toSafeText(displayName, { maxLength: 80 })}”`;
}

/**
 * Whether a policy is about accounts of a partner: those have no object in the tenant, so they are met as everybody or as
 * service providers, and only an exclusion of that kind leaves them out
 * (learn.microsoft.com/entra/external-id/authentication-conditional-access, March 2026).
 */
export function meets({ users }: AccessPolicy, partnerTenantId: string): boolean {
  const included =
    users.include.includes('All') ||
    isMet(users.includeExternal, partnerTenantId) ||
    users.include.includes('GuestsOrExternalUsers');
  return included && !users.exclude.includes('GuestsOrExternalUsers') && !isMet(users.excludeExternal, partnerTenantId);
}

function isMet(external: ExternalAccounts | null, partnerTenantId: string): boolean {
  if (!external?.kinds.includes('serviceProvider')) return false;
  return external.tenants === null || external.tenants.includes(partnerTenantId.toLowerCase());
}
