import { classifyFault } from '../../model/causes/classify.ts';
import { CHECKS } from '../../model/checks/catalogue.ts';
import { type Check, type CheckId, toCheck } from '../../model/checks/check.ts';
import type { AppCredential } from '../../model/cloud/connection.ts';
import { isRefusedRight } from '../../model/cloud/is-refused-right.ts';
import type { Answer, AnswerTo } from '../../model/cloud/microsoft-cloud.ts';
import { PERMISSION_SETS } from '../../model/permissions/permission-set.ts';
import { judgeCredentials } from '../expiry/judge-credentials.ts';
import { actingWords } from '../policies/acting-words.ts';
import { FROM_ANYWHERE } from '../policies/match-policy.ts';

/** `app.principal`: whether the app is in its tenant, and enabled there. */
export function judgePrincipal(answer: AnswerTo<'graph.grants'>): Check {
  const id = 'app.principal';
  const check = toReadCheck(id, answer);
  if (!answer.ok) return check;
  const { principal } = answer.value;
  if (!principal.ok) return toReadCheck(id, { ...answer, ok: false, fault: principal.fault });
  const bad = { ...check, status: 'fail', owner: 'customer' } as const;
  if (principal.value === null) {
    const reason = 'A token was still given, but the tenant has no service principal of the app any more.';
    return { ...bad, cause: 'app.not-in-tenant', reason };
  }
  const { enabled } = principal.value;
  if (enabled === null)
    return { ...check, status: 'unknown', reason: 'Graph does not say whether the app is enabled here.' };
  if (enabled) return check;
  return { ...bad, cause: 'app.disabled', reason: 'A token was still given, but the app is disabled in this tenant.' };
}

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
  const permissions = missing.map(({ permission }) => permission);
  const lacks = { ...check, owner: 'customer', reason, evidence: { permissions } } as const;
  if (roles.length === 0) return { ...lacks, status: 'fail', cause: 'consent.missing' };
  if (permissions.every((one) => one === OF_THE_REPORT))
    return { ...lacks, status: 'warn', cause: 'report.mfa-registration-missing' };
  return { ...lacks, status: 'fail', cause: 'permission.scope-missing' };
}

const ELSEWHERE =
  'The app is registered in another tenant, so the end dates of its secret and certificates cannot be read here. Look them up there.';

/** `app.credentials`: what the app signs in with, and when it ends. The secret in use is only compared with. */
export function judgeEnds(answer: AnswerTo<'graph.application'>, inUse: AppCredential, now: number): Check {
  const check = toReadCheck('app.credentials', answer);
  if (!answer.ok) return check;
  if (answer.value.application === null) return { ...check, status: 'warn', reason: ELSEWHERE };
  const { findings, problems } = judgeCredentials(answer.value, inUse, now);
  const worst = findings.find(({ severity }) => severity === 'fail') ?? findings[0];
  if (worst) {
    const { cause, owner, reason, severity } = worst;
    return { ...check, status: severity, cause, owner, reason };
  }
  const [problem] = problems;
  return problem ? { ...check, status: 'unknown', reason: problem.reason } : check;
}

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

/** Microsoft asks for the first; older descriptions name the second. */
const ENOUGH = ['AuditLog.Read.All', 'Reports.Read.All'] as const;
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
      ? `The app lacks the permission ${ENOUGH[0]}.`
      : 'The tenant refuses it, although the app has the permission: most likely Entra ID P1 is missing.';
  return {
    ...check,
    status: 'warn',
    cause: 'report.mfa-registration-missing',
    owner: 'customer',
    reason: `Who is registered for MFA cannot be read. ${reason} ${GOES_ON}`,
    ...(lacks && !premium ? { evidence: { ...check.evidence, permissions: [ENOUGH[0]] } } : {}),
  };
}

/** A check of what Graph tells. What it may not tell is not known, and the permission that would do is named. */
export function toReadCheck(id: CheckId, answer: Answer<unknown>): Check {
  const check = toCheck(id, answer, { request: 'graph.read', place: 'customer' });
  if (answer.ok || !mayNotRead(answer)) return check;
  const { permission } = CHECKS[id];
  const enough = permission === 'Application.Read.All' ? `${permission} or Directory.Read.All` : permission;
  const reason = `Not known: the app may not read it. ${enough} is missing.`;
  const evidence = { ...check.evidence, permissions: [permission].filter((one) => one !== null) };
  return { ...check, status: 'unknown', cause: 'permission.scope-missing', owner: 'customer', reason, evidence };
}

export function mayNotRead(answer: Answer<unknown>): boolean {
  return !answer.ok && isRefusedRight(answer.fault);
}
