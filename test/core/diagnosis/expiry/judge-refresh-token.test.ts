import { describe, expect, it } from 'vitest';
import { judgeRefreshToken } from '../../../../src/core/diagnosis/expiry/judge-refresh-token.ts';
import { DAY, NOW, STAGES } from './expiry-fixtures.ts';

describe('judgeRefreshToken', () => {
  it.each(STAGES)('makes a token with %d ms left of its 90 days %s', (leftMs, stage) => {
    const [finding] = judgeRefreshToken({ rotatedAt: NOW + leftMs - 90 * DAY, now: NOW }).findings;
    expect(finding?.stage ?? null).toBe(stage);
    if (stage === null) return;
    const over = stage === 'overdue';
    expect(finding).toMatchObject({
      kind: 'refresh-token',
      key: 'refresh-token:partner',
      expiresAt: NOW + leftMs,
      cause: over ? 'token.expired' : 'token.aging',
      severity: over ? 'fail' : 'warn',
    });
  });

  it('says when it was renewed and until when it lasts', () => {
    expect(judgeRefreshToken({ rotatedAt: NOW - 88 * DAY, now: NOW }).findings[0]?.reason).toBe(
      'The refresh token was last renewed on 25 August 2026. Without a renewal it lasts 90 days: it ends on 23 November 2026, within 3 days.',
    );
  });

  it('makes a renewal that was never recorded a problem', () => {
    expect(judgeRefreshToken({ rotatedAt: null, now: NOW })).toMatchObject({
      findings: [],
      problems: [{ what: 'refresh-token', unjudged: ['refresh-token:partner'] }],
    });
  });
});
