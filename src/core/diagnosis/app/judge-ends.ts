import type { Check } from '../../model/checks/check.ts';
import type { AppCredential } from '../../model/cloud/connection.ts';
import type { AnswerTo } from '../../model/cloud/microsoft-cloud.ts';
import { judgeCredentials } from '../expiry/judge-credentials.ts';
import { toReadCheck } from './to-read-check.ts';

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
