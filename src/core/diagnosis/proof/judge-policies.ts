import { classifyFault } from '../../model/causes/classify.ts';
import type { Check } from '../../model/checks/check.ts';
import { actingWords } from '../policies/acting-words.ts';
import { FROM_ANYWHERE } from '../policies/match-policy.ts';
import { passed, type TenantProof, unreadCheck } from './proof.ts';

const id = 'tenant.policies';

/** What the tenant's policies do to a sign-in that they let through. */
export async function judgePolicies({ readings, partner, connection, place }: TenantProof): Promise<Check> {
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
  const trusts = trust?.ok && trust.value.trustsMfa ? ' The tenant accepts our MFA.' : '';
  const { tenantId: partnerTenantId } = partner;
  const acting = actingWords(
    answer.value,
    {
      who:
        place === 'partner'
          ? { kind: 'own', accountId: readings.own.accountId ?? null }
          : { kind: 'provider', partnerTenantId },
      service: 'graph',
      isDeviceCode: connection.publicClient === true,
      from: FROM_ANYWHERE,
      named: [],
    },
    'our accounts',
  );
  return passed(id, `${acting}${on}${trusts}`, answer);
}

const NO_TOKEN = 'Not tested: there is no token of this tenant to read its policies with.';
