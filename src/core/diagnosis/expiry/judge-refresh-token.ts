import { type ExpiryJudgement, judgement, keyOf } from './expiry-finding.ts';
import { DAY_MS, formatDay, formatEnd, stageOf } from './stage.ts';

/** learn.microsoft.com/entra/identity-platform/refresh-tokens, November 2025: 90 days, anew with each redemption. */
const LIFETIME_MS = 90 * DAY_MS;
const SUBJECT = 'partner';

export interface RefreshTokenAge {
  /** When the newest refresh token that was kept was issued; null when no rotation was ever recorded. */
  rotatedAt: number | null;
  now: number;
}

/** The age of the refresh token in use since its last rotation, against the 90 days that it lasts. */
export function judgeRefreshToken({ rotatedAt, now }: RefreshTokenAge): ExpiryJudgement {
  const key = keyOf('refresh-token', SUBJECT);
  if (rotatedAt === null) {
    const reason = 'No renewal of the refresh token has been recorded, so nobody can say how old it is.';
    return judgement({ problems: [{ what: 'refresh-token', reason, unjudged: [key] }] });
  }
  const expiresAt = rotatedAt + LIFETIME_MS;
  const stage = stageOf(expiresAt, now);
  if (stage === null) return judgement();
  const over = stage === 'overdue';
  return judgement({
    findings: [
      {
        kind: 'refresh-token',
        key,
        subjectId: SUBJECT,
        expiresAt,
        stage,
        cause: over ? 'token.expired' : 'token.aging',
        owner: 'partner',
        severity: over ? 'fail' : 'warn',
        reason: `The refresh token was last renewed on ${formatDay(rotatedAt)}. Without a renewal it lasts 90 days: it ${formatEnd(expiresAt, stage)}.`,
      },
    ],
  });
}
