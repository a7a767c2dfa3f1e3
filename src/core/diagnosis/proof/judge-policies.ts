import { classifyFault } from '../../model/causes/classify.ts';
import type { Check } from '../../model/checks/check.ts';
import { countOf } from '../../model/text/format.ts';
import { matchPolicy } from '../policies/match-policy.ts';
import { policyList } from '../policies/policy-words.ts';
import { passed, type TenantProof, unreadCheck } from './proof.ts';

const id = 'tenant.policies';

/** What the tenant's policies do to a sign-in that they let through. */
export async function judgePolicies({ readings, partner, connection }: TenantProof): Promise<Check> {
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
  const seen = {
    partnerTenantId: partner.tenantId,
    service: 'graph',
    isDeviceCode: connection.publicClient === true,
  } as const;
  const acting = answer.value.filter((policy) => matchPolicy(policy, seen) !== 'no');
  const trusts = trust?.ok && trust.value.trustsMfa ? ' The tenant accepts our MFA.' : '';
  const which =
    answer.value.length === 0
      ? 'there are no Conditional Access policies.'
      : acting.length === 0
        ? `none of ${countOf(answer.value.length, 'policy', 'policies')} acts on our accounts.`
        : `${acting.length} of ${countOf(answer.value.length, 'policy', 'policies')} ${acting.length === 1 ? 'acts' : 'act'} on our accounts and let this sign-in through: ${policyList(acting)}.`;
  return passed(id, `${which.charAt(0).toUpperCase()}${which.slice(1)}${on}${trusts}`, answer);
}

const NO_TOKEN = 'Not tested: there is no token of this tenant to read its policies with.';
