import type { Check } from '../../model/checks/check.ts';
import { PERMISSION_SETS } from '../../model/permissions/permission-set.ts';

const REQUIRED = (PERMISSION_SETS['service-principal-reader']?.required ?? []).filter(
  ({ kind }) => kind === 'application',
);
/** Without it only the MFA report is missing. */
const OF_THE_REPORT = 'Reports.Read.All';

/**
 * `app.permissions`: what an app that reads by itself needs, compared with what its token carries. A token without any is
 * given all the same where nobody consented. Undefined roles: the token can't be read.
 */
export function judgeRoles(roles: readonly string[] | undefined): Check {
  const check: Check = { id: 'app.permissions', status: 'pass', durationMs: 0, attempts: 0 };
  if (roles === undefined)
    return { ...check, status: 'unknown', reason: 'The token cannot be read, so nobody can say what it carries.' };
  const missing = REQUIRED.filter(({ permission, or }) => ![permission, ...or].some((one) => roles.includes(one)));
  if (missing.length === 0) return check;
  const names = missing
    .map((one) => (one.for === undefined ? one.permission : `${one.permission} (${one.for})`))
    .join(', ');
  const wayOut = 'An administrator of the tenant grants them: the app’s API permissions, “Grant admin consent”.';
  const reason =
    roles.length === 0
      ? `Nobody consented to any application permission, so the token carries none. Needed: ${names}. ${wayOut}`
      : `The token lacks: ${names}. ${wayOut}`;
  const owner = 'customer';
  if (roles.length === 0) return { ...check, status: 'fail', cause: 'consent.missing', owner, reason };
  if (missing.every(({ permission }) => permission === OF_THE_REPORT))
    return { ...check, status: 'warn', cause: 'report.mfa-registration-missing', owner, reason };
  return { ...check, status: 'fail', cause: 'permission.scope-missing', owner, reason };
}
