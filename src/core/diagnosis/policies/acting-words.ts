import type { AccessPolicy } from '../../model/cloud/access-policy.ts';
import { countOf } from '../../model/text/format.ts';
import { matchPolicy, type SeenSignIn } from './match-policy.ts';
import { policyList } from './policy-words.ts';

/** Which of a tenant’s policies act on a sign-in that they let through. `whom`: `our accounts`. */
export function actingWords(policies: readonly AccessPolicy[], seen: SeenSignIn, whom: string): string {
  if (policies.length === 0) return 'There are no Conditional Access policies.';
  const count = countOf(policies.length, 'policy', 'policies');
  const acting = policies.filter((policy) => matchPolicy(policy, seen) !== 'no');
  if (acting.length === 0) return `None of ${count} acts on ${whom}.`;
  const act = acting.length === 1 ? 'acts' : 'act';
  return `${acting.length} of ${count} ${act} on ${whom} and let this sign-in through: ${policyList(acting)}.`;
}
