import { type Check, toCheck } from '../../model/checks/check.ts';
import type { AnswerTo } from '../../model/cloud/microsoft-cloud.ts';
import { mayNotRead } from './to-read-check.ts';

/** Microsoft asks for the first; older descriptions name the second. */
const ENOUGH = ['AuditLog.Read.All', 'Reports.Read.All'];
const GOES_ON = 'Everything else goes on.';

/** `app.mfa-report`: what keeps it from being read is said and is no failure, since nothing else needs it. */
export function judgeMfaReport(answer: AnswerTo<'graph.read'>, roles: readonly string[] | undefined): Check {
  const check = toCheck('app.mfa-report', answer, { request: 'graph.read', place: 'customer' });
  if (!mayNotRead(answer)) return check;
  const premium = check.cause === 'license.premium-required';
  const lacks = roles !== undefined && !ENOUGH.some((one) => roles.includes(one));
  const reason = premium
    ? 'It can only be read where the tenant has Entra ID P1 or better.'
    : lacks
      ? `The app lacks the permission AuditLog.Read.All.`
      : 'The tenant refuses it, although the app has the permission: most likely Entra ID P1 is missing.';
  return {
    ...check,
    status: 'warn',
    cause: 'report.mfa-registration-missing',
    owner: 'customer',
    reason: `Who is registered for MFA cannot be read. ${reason} ${GOES_ON}`,
  };
}
