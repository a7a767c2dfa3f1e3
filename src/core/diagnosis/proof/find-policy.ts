import type { Check } from '../../model/checks/check.ts';
import { type BlockedSignIn, isPolicyRefusal, openReader, withPolicy } from './blocked-sign-in.ts';
import { judgeTrust } from './judge-trust.ts';
import { namePolicy } from './name-policy.ts';
import { readAround } from './read-around-refusal.ts';
import { unnamed } from './unnamed-policy.ts';

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
