import { classifyFault } from '../../model/causes/classify.ts';
import type { Check } from '../../model/checks/check.ts';
import type { AnswerTo } from '../../model/cloud/microsoft-cloud.ts';
import { actingWords } from '../policies/acting-words.ts';
import { FROM_ANYWHERE } from '../policies/match-policy.ts';
import { toReadCheck } from './to-read-check.ts';

/** `tenant.policies` of an app by itself: those for workload identities that act on it, though they let it in now. */
export function judgeAppPolicies(answer: AnswerTo<'graph.policies'>, grants: AnswerTo<'graph.grants'>): Check {
  const check = toReadCheck('tenant.policies', answer);
  if (!answer.ok) {
    const { cause } = classifyFault(answer.fault, { request: 'graph.read', place: 'customer' });
    const reason = 'The tenant has no Entra ID P1, so no Conditional Access.';
    // Without the licence there is no policy that could act.
    if (cause !== 'license.premium-required') return check;
    const { id, durationMs, attempts } = check;
    return { id, status: 'pass', durationMs, attempts, reason };
  }
  const { id: principalId } = (grants.ok && grants.value.principal.ok && grants.value.principal.value) || {};
  const who = { kind: 'app', principalId: principalId?.toLowerCase() } as const;
  const seen = { who, service: 'graph', isDeviceCode: false, from: FROM_ANYWHERE, named: [] } as const;
  return { ...check, reason: actingWords(answer.value, seen, 'this app by itself') };
}
