import type { Check } from '../../model/checks/check.ts';
import type { AnswerTo } from '../../model/cloud/microsoft-cloud.ts';
import { toReadCheck } from './to-read-check.ts';

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
