import type { Check } from '../../model/checks/check.ts';
import { countOf } from '../../model/text/format.ts';
import { broken, linkOf, passed, type TenantProof, unreadCheck } from './proof.ts';

const id = 'partner.account';

/** Whether the account that the token belongs to is there, enabled, and no guest of the customer. */
export async function judgeAccount(proof: TenantProof): Promise<Check> {
  const { readings } = proof;
  const { own } = readings;
  const answer = await readings.account;
  const name = own.account ?? 'The service account';
  const closes = 'graph.read';
  if (!answer) {
    const reason = 'The token cannot be read, so nobody can say which account it belongs to.';
    return { id, status: 'unknown', durationMs: 0, attempts: 0, reason };
  }
  if (!answer.ok) return unreadCheck(id, answer, own.scopes);
  if (answer.value === null) {
    const reason = `${name} is not in our tenant’s directory any more.`;
    return await broken(proof, { id, cause: 'account.not-found', reason, closes, answer });
  }
  const { enabled, licences } = answer.value;
  if (enabled === false)
    return await broken(proof, {
      id,
      cause: 'account.disabled',
      reason: `${name} is switched off in our tenant.`,
      closes,
      answer,
    });
  const guests = await readings.guests;
  const [guest] = guests?.ok ? guests.value : [];
  if (guest !== undefined) {
    const reason = `${name} stands in the customer’s tenant as the guest ${guest}, which delegated access does not reach.`;
    return await broken(proof, { id, cause: 'account.no-path', reason, closes, answer });
  }
  const { check: signIn } = await linkOf(proof, 'graph.token');
  if (signIn.cause === 'account.no-path' && (await leadsIn(proof))) {
    const reason = `Delegated access leads ${name} into this tenant, and the sign-in is refused as if it did not: most likely it stands there as a guest.`;
    return await broken(proof, { id, cause: 'account.no-path', reason, confidence: 'likely', closes, answer });
  }
  const licensed = licences > 0 ? ` It holds ${countOf(licences, 'licence')}, and a service account needs none.` : '';
  const state = enabled === null ? 'is there; whether it is enabled was not said' : 'is there and enabled';
  return passed(id, `${name} ${state}.${licensed}`, answer);
}

/** Whether every link of delegated access holds. */
async function leadsIn({ judge }: TenantProof): Promise<boolean> {
  const links = await Promise.all(DELEGATION.map(judge));
  return links.every(({ status }) => status === 'pass' || status === 'warn');
}

const DELEGATION = ['gdap.relationship', 'gdap.assignment', 'gdap.membership'] as const;
