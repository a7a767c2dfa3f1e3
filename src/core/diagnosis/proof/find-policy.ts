import type { ActingPolicy } from '../../model/causes/evidence.ts';
import type { Check } from '../../model/checks/check.ts';
import { type BlockedSignIn, codeOf, isPolicyRefusal, openReader, type Reader, withPolicy } from './blocked-sign-in.ts';
import { namePolicy } from './name-policy.ts';
import { ownSide, readAround } from './read-around-refusal.ts';
import { toldBy } from './told-policy.ts';
import { ALONE, unnamed } from './unnamed-policy.ts';

/**
 * The refusal of a policy with what could be found out about it: which policy, whose, what it demands and when, and what is
 * to be set. What the log or the refusal names is proved; what only its conditions show is called likely.
 */
export async function findPolicy(blocked: BlockedSignIn): Promise<Check> {
  const { cause, check } = blocked;
  // What Microsoft takes for risky is risky in our own tenant: no policy decides it.
  if (cause === 'access.risk-blocked') return check;
  const reader = await openReader(blocked);
  if (cause === 'access.cross-tenant-policy') return await judgeTrust(blocked, reader);
  const read = await readAround(blocked, reader);
  return namePolicy(blocked, read) ?? unnamed(blocked, read, reader);
}

/** What was found of a tenant, or of our own sign-in, with what the policies show that refused it. */
export async function explainRefusal<T extends { tenantId: string; checks: Check[] }>(
  result: T,
  around: Omit<BlockedSignIn, 'tenantId' | 'check' | 'cause' | 'granted' | 'roles'>,
): Promise<T> {
  const check = result.checks.find(isPolicyRefusal);
  if (check?.cause === undefined) return result;
  const found = await findPolicy({ ...around, tenantId: result.tenantId, check, cause: check.cause });
  return { ...result, checks: withPolicy(result.checks, found) };
}

/** Which side's cross-tenant settings keep the account out: the outbound ones are ours, the inbound ones theirs. */
async function judgeTrust(blocked: BlockedSignIn, reader: Reader | undefined): Promise<Check> {
  const { cloud, partner, tenantId, check } = blocked;
  const isOutbound = check.owner === 'partner' || codeOf(check) === 500212;
  const whose = isOutbound ? 'partner' : 'customer';
  const other = isOutbound ? tenantId : partner.tenantId;
  const side = isOutbound ? ownSide(partner) : reader && { token: reader.token, tenantId };
  const answer = side && (await cloud.ask({ id: 'graph.partner-trust', ...side, otherTenantId: other }));
  const owner = whose;
  const settings = isOutbound ? 'Outbound access' : 'Inbound access';
  const entry = answer?.ok
    ? answer.value.own
      ? `the entry of tenant ${other}`
      : 'the default settings, for there is no entry of the other tenant'
    : undefined;
  const blocks = answer?.ok && (isOutbound ? answer.value.blocksOutbound : answer.value.blocksInbound);
  const set = `under External Identities, Cross-tenant access settings, allow B2B collaboration in “${settings}” for the organisation ${other}`;
  const next = isOutbound ? `In our own tenant, ${set}.` : `Have the customer, ${set}.`;
  if (!entry || !blocks) {
    const why = entry
      ? `In ${entry}, B2B collaboration is not blocked as a whole: look at its users, groups and applications.`
      : `Which setting it is could not be read.`;
    const unread = entry ? undefined : isOutbound ? 'Policy.Read.All' : ALONE;
    return { ...check, owner, reason: `${check.reason ?? ''} ${why}`.trim(), next, ...(unread && { unread }) };
  }
  const policy: ActingPolicy = {
    id: 'cross-tenant-access',
    name: 'Cross-tenant access settings',
    whose,
    does: `block ${isOutbound ? 'our accounts from going there' : 'accounts of our organisation'}`,
    when: '',
    shownBy: 'refusal',
    others: 0,
    set,
  };
  return toldBy(blocked, policy, `It is ${entry}.`, { owner, next });
}
