import { type Check, unknownCheck } from '../../model/checks/check.ts';
import type { AnswerTo } from '../../model/cloud/microsoft-cloud.ts';
import { countOf } from '../../model/text/format.ts';
import { openReader } from './blocked-sign-in.ts';
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
    return unknownCheck(id, reason);
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
  const { check: signIn } = await linkOf(proof, 'graph.token');
  // Where the account is refused for want of a way in, the app by itself may see what stands in it.
  const guests = (await readings.guests) ?? (signIn.cause === 'account.no-path' ? await guestsByApp(proof) : undefined);
  const [guest] = guests?.ok ? guests.value : [];
  if (guest !== undefined) {
    const reason = `${name} stands in the customer’s tenant as the guest ${guest}, which delegated access does not reach.`;
    return await broken(proof, { id, cause: 'account.no-path', reason, closes, answer });
  }
  if (signIn.cause === 'account.no-path' && !guests?.ok && (await leadsIn(proof))) {
    const reason = `Delegated access leads ${name} into this tenant, and the sign-in is refused as if it did not: most likely it stands there as a guest.`;
    return await broken(proof, { id, cause: 'account.no-path', reason, confidence: 'likely', closes, answer });
  }
  const licensed = licences > 0 ? ` It holds ${countOf(licences, 'licence')}, and a service account needs none.` : '';
  const state = enabled === null ? 'is there; whether it is enabled was not said' : 'is there and enabled';
  return passed(id, `${name} ${state}.${licensed}`, answer);
}

async function guestsByApp({ cloud, tenant, readings }: TenantProof): Promise<AnswerTo<'graph.guests'> | undefined> {
  const { tenantId } = tenant;
  const reader = await openReader({ cloud, tenantId });
  const { account: address } = readings.own;
  return reader && address
    ? await cloud.ask({ id: 'graph.guests', token: reader.token, tenantId, address })
    : undefined;
}

/** Whether every link of delegated access holds. */
async function leadsIn({ judge }: TenantProof): Promise<boolean> {
  const links = await Promise.all(DELEGATION.map(judge));
  return links.every(({ status }) => status === 'pass' || status === 'warn');
}

const DELEGATION = ['gdap.relationship', 'gdap.assignment', 'gdap.membership'] as const;
