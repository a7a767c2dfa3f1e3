import { type AppCredential, hasSecret } from '../../model/cloud/connection.ts';
import type { ApplicationCredentials } from '../../model/cloud/microsoft-cloud.ts';
import { type ExpiryJudgement, judgement, keyOf } from './expiry-finding.ts';
import { credentialLabel, findOwnSecret } from './own-secret.ts';
import { DAY_MS, formatDay } from './stage.ts';

const MOST_DAYS = 90;

/** Whether the client secret in use is more than 90 days old, however far away its end is. */
export function judgeSecretAge(read: ApplicationCredentials, inUse: AppCredential, now: number): ExpiryJudgement {
  // A certificate is as old as its owner made it.
  if (!hasSecret(inUse)) return judgement();
  const own = findOwnSecret(read, inUse.applicationSecret, now);
  // That the secret was not found is said by `judgeCredentials`.
  if (own.kind === 'missing' || own.kind === 'unreadable') return judgement();
  const { keyId, startsAt } = own.credential;
  const key = keyOf('secret-age', keyId);
  const label = `client secret ${credentialLabel(own.credential)}`;
  if (startsAt === null) {
    const reason = `The start date of the ${label} cannot be read, so nobody can say how old it is.`;
    return judgement({ problems: [{ what: 'application-credentials', reason, unjudged: [key] }] });
  }
  if (now - startsAt <= MOST_DAYS * DAY_MS) return judgement();
  return judgement({
    findings: [
      {
        kind: 'secret-age',
        key,
        subjectId: keyId,
        expiresAt: null,
        stage: null,
        cause: 'credential.secret-expiring',
        owner: 'partner',
        severity: 'warn',
        reason: `The ${label} was made on ${formatDay(startsAt)}, more than ${MOST_DAYS} days ago, and is due for rotation.`,
      },
    ],
  });
}
