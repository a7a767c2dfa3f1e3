import { classifyFault } from '../../model/causes/classify.ts';
import type { Check } from '../../model/checks/check.ts';
import { countOf } from '../../model/text/format.ts';
import type { BlockedSignIn, Reader } from './blocked-sign-in.ts';
import questions from './policy-questions.json' with { type: 'json' };
import { unreadCheck } from './proof.ts';
import type { Read } from './read-around-refusal.ts';

/** What the app by itself needs in a tenant that gives the account no token. */
export const ALONE = 'Policy.Read.All as an application permission';

/** No policy could be named: says why, and what has to be asked or granted. */
export function unnamed(blocked: BlockedSignIn, read: Read, reader: Reader | undefined): Check {
  const { check, cause } = blocked;
  const { policies } = read;
  const asked: Readonly<Record<string, string>> = questions;
  const question = asked[cause] ?? asked.any ?? '';
  const isOurs = read.here === 'partner';
  const next =
    isOurs && cause === 'mfa.required'
      ? 'Sign in anew for this connection, with MFA: our own tenant asks for it.'
      : `${isOurs ? 'Find out in our own tenant' : 'Ask the customer'} ${question}.`;
  if (!policies?.ok) {
    const missing = policies ? unreadCheck('tenant.policies', policies, reader?.carried) : undefined;
    const isFree =
      policies &&
      classifyFault(policies.fault, { request: 'graph.read', place: 'customer' }).cause === 'license.premium-required';
    const why = isFree
      ? 'The tenant has no Entra ID P1, so no Conditional Access policy of its own.'
      : `Which policy it is could not be read: ${!reader?.isAlone && reader ? (missing?.reason ?? '').replace(/^Could not be read: /, '') : `the account gets no token there, and reading it by the app alone takes ${ALONE}.`}`;
    const unread = isFree ? undefined : reader && !reader.isAlone ? missing?.unread : ALONE;
    return {
      ...check,
      reason: `${check.reason ?? ''} ${why}`.trim(),
      ...(unread === undefined ? {} : { unread }),
      next,
    };
  }
  const count = countOf(policies.value.length, 'policy', 'policies');
  const reason =
    `${check.reason ?? ''} None of ${isOurs ? 'our own' : 'the customer’s'} ${count} fits this sign-in. ${logWords(read)}`.trim();
  return { ...check, reason, next };
}

/** What the sign-in log says where it names nothing, or why it could not be read. */
export function logWords({ log }: Read): string {
  if (log?.ok)
    return log.value.length === 0
      ? 'The sign-in log has no entry of it yet, which takes up to 15 minutes.'
      : 'The sign-in log names no policy.';
  if (!log) return '';
  const { reason, cause } = classifyFault(log.fault, { request: 'graph.read', place: 'customer' });
  return cause === 'license.premium-required'
    ? 'The sign-in log takes Entra ID P1.'
    : `The sign-in log could not be read: ${/insufficient|scope/.test(cause) ? 'it takes AuditLog.Read.All and Directory.Read.All.' : reason}`;
}
