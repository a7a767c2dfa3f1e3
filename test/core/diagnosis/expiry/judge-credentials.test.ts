import { describe, expect, it } from 'vitest';
import { judgeCredentials } from '../../../../src/core/diagnosis/expiry/judge-credentials.ts';
import type { ApplicationCredentials } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import { app, certificate, inDays, keyId, NOW, SECRET, STAGES, secret, unregistered } from './expiry-fixtures.ts';

const judge = (read: ApplicationCredentials) => judgeCredentials(read, { applicationSecret: SECRET }, NOW);
const keysOf = (read: ApplicationCredentials) => judge(read).findings.map((one) => one.key);

describe('judgeCredentials', () => {
  it.each(STAGES)('makes a secret with %d ms left %s', (leftMs, stage) => {
    const [finding] = judge(app([secret(1, NOW + leftMs)])).findings;
    expect(finding?.stage ?? null).toBe(stage);
    if (stage === null) return;
    const over = stage === 'overdue';
    expect(finding).toMatchObject({
      kind: 'client-secret',
      key: `client-secret:${keyId(1)}`,
      subjectId: keyId(1),
      expiresAt: NOW + leftMs,
      cause: over ? 'credential.secret-expired' : 'credential.secret-expiring',
      severity: over ? 'fail' : 'warn',
      owner: 'partner',
    });
  });

  it('says which secret ends, and when', () => {
    expect(judge(app([secret(1, inDays(6))])).findings[0]?.reason).toBe(
      `The client secret in use, “Secret 1” (key id ${keyId(1)}), ends on 27 November 2026, within 7 days.`,
    );
    expect(judge(app([secret(1, inDays(-2), { displayName: null })])).findings[0]?.reason).toBe(
      `The client secret in use, with the key id ${keyId(1)}, ended on 19 November 2026.`,
    );
  });

  it('is silent about an old secret while a newer one is in use', () => {
    const read = app([secret(1, inDays(2), { hint: 'xyz' }), secret(2, inDays(300))]);
    expect(judge(read)).toEqual({ findings: [], problems: [], notes: [] });
  });

  it('warns of the secret in use although a newer one exists, and names that', () => {
    const { findings } = judge(app([secret(1, inDays(2)), secret(2, inDays(300), { hint: 'xyz' })]));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ subjectId: keyId(1), stage: 3 });
    expect(findings[0]?.reason).toMatch(
      /The app has a newer one, “Secret 2” \(key id .*\), until 17 September 2027\.$/,
    );
  });

  it('tells beginnings apart by case', () => {
    expect(keysOf(app([secret(1, inDays(2), { hint: 'ABC' }), secret(2, inDays(5))]))).toEqual([
      `client-secret:${keyId(2)}`,
    ]);
  });

  it('takes the newest where the directory keeps no beginnings', () => {
    const nameless = [secret(1, inDays(2), { hint: null }), secret(2, inDays(20), { hint: null })];
    const { findings } = judge(app(nameless));
    expect(findings).toMatchObject([{ subjectId: keyId(2), stage: 30 }]);
    expect(findings[0]?.reason).toMatch(/^The newest client secret of the app, .* which of 2 secrets is in use\.$/);
    expect(keysOf(app([...nameless, secret(3, inDays(200), { hint: null })]))).toEqual([]);
    // One that begins otherwise is not ours, however long it lasts.
    expect(keysOf(app([...nameless, secret(3, inDays(200), { hint: 'xyz' })]))).toEqual([`client-secret:${keyId(2)}`]);
  });

  it('of several that begin alike takes the first to end that has not ended', () => {
    const alike = [secret(1, inDays(-9)), secret(2, inDays(200)), secret(3, inDays(12))];
    expect(keysOf(app(alike))).toEqual([`client-secret:${keyId(3)}`]);
    expect(judge(app([secret(1, inDays(-9)), secret(2, inDays(-3))])).findings).toMatchObject([
      { subjectId: keyId(2), stage: 'overdue' },
    ]);
  });

  it.each([
    [
      'another secret only',
      [secret(1, inDays(300), { hint: 'xyz' })],
      /^None of the app’s 1 client secret begins like the one in use\. The one in use was most likely deleted/,
    ],
    ['no secret', [], /^The app has no client secret any more\./],
  ])('warns that the one in use was deleted when there is %s', (_what, credentials, reason) => {
    expect(judge(app(credentials)).findings).toMatchObject([
      {
        key: 'client-secret:missing',
        stage: null,
        expiresAt: null,
        cause: 'credential.secret-invalid',
        severity: 'warn',
        reason: expect.stringMatching(reason),
      },
    ]);
  });

  it('does not take a secret for deleted that may be among what could not be read', () => {
    const { findings, problems } = judge(app([secret(1, inDays(300), { hint: 'xyz' })], 2));
    expect(findings).toEqual([]);
    expect(problems).toMatchObject([
      {
        what: 'application-credentials',
        reason: expect.stringMatching(/^2 secrets or certificates of the app could not be read/),
        unjudged: ['client-secret:', 'certificate:', 'secret-age:'],
      },
    ]);
  });

  it('makes an app that the tenant does not know a problem', () => {
    expect(judge(unregistered)).toMatchObject({
      findings: [],
      problems: [{ reason: expect.stringMatching(/^The app is not registered in the partner tenant/) }],
    });
  });

  it('makes an end that cannot be read a problem', () => {
    const { findings, problems } = judge(app([secret(1, null), certificate(2, null)]));
    expect(findings).toEqual([]);
    expect(problems.map((one) => one.unjudged)).toEqual([[`client-secret:${keyId(1)}`], [`certificate:${keyId(2)}`]]);
  });

  it.each(STAGES)('makes a certificate with %d ms left %s', (leftMs, stage) => {
    const [finding] = judge(app([secret(1, inDays(300)), certificate(2, NOW + leftMs)])).findings;
    expect(finding?.stage ?? null).toBe(stage);
    if (stage === null) return;
    expect(finding).toMatchObject({
      kind: 'certificate',
      key: `certificate:${keyId(2)}`,
      cause: 'credential.certificate-expiring',
      severity: 'warn',
    });
  });

  it('judges only the certificate that lasts longest, and none that does not sign in', () => {
    const lasting = secret(1, inDays(300));
    expect(keysOf(app([lasting, certificate(2, inDays(2)), certificate(3, inDays(90))]))).toEqual([]);
    expect(keysOf(app([lasting, certificate(2, inDays(2)), certificate(3, inDays(9))]))).toEqual([
      `certificate:${keyId(3)}`,
    ]);
    expect(keysOf(app([lasting, certificate(2, inDays(2)), certificate(3, inDays(90), { usage: 'Encrypt' })]))).toEqual(
      [`certificate:${keyId(2)}`],
    );
    expect(keysOf(app([lasting, certificate(2, inDays(2), { usage: 'Something new' })]))).toHaveLength(1);
  });

  it('never tells any part of the secret', () => {
    const all = [secret(1, inDays(2)), secret(2, inDays(3), { hint: null }), certificate(3, inDays(1))];
    expect(JSON.stringify(judge(app(all, 1)))).not.toMatch(/abC|8Q~/);
  });

  it('keeps a name on one line', () => {
    const { findings } = judge(app([secret(1, inDays(2), { displayName: 'a\u202Eb\nc' })]));
    expect(findings[0]?.reason).toContain('“a b c”');
  });
});

describe('judgeCredentials, where a certificate signs in', () => {
  const [THUMBPRINT, OTHER] = ['AB'.repeat(20), 'CD'.repeat(20)];
  const judgeOwn = (read: ApplicationCredentials, endsAt: number) => {
    const own = { thumbprint: THUMBPRINT, thumbprintSha256: 'EF'.repeat(32), startsAt: inDays(-10), endsAt };
    return judgeCredentials(read, { applicationSecret: SECRET, certificate: own }, NOW);
  };
  const there = app([certificate(1, inDays(300), { thumbprint: THUMBPRINT })]);

  it.each(STAGES)('with %d ms left it is %s, by its own end', (leftMs, stage) => {
    for (const read of [there, unregistered]) {
      const [finding] = judgeOwn(read, NOW + leftMs).findings;
      expect(finding?.stage ?? null).toBe(stage);
      if (stage === null) continue;
      const over = stage === 'overdue';
      expect(finding).toMatchObject({
        kind: 'certificate',
        key: `certificate:${THUMBPRINT}`,
        cause: over ? 'credential.certificate-invalid' : 'credential.certificate-expiring',
        severity: over ? 'fail' : 'warn',
      });
    }
  });

  it('has nothing to say of secrets, which others use', () => {
    const beside = app([secret(1, inDays(-2)), certificate(1, inDays(300), { thumbprint: THUMBPRINT })]);
    expect(judgeOwn(beside, inDays(300))).toEqual({ findings: [], problems: [], notes: [] });
  });

  it('warns of one that is not on the app any more, unless the directory may only not tell', () => {
    const of = (thumbprint: string | null) => app([certificate(1, inDays(300), { thumbprint })]);
    expect(judgeOwn(of(OTHER), inDays(300)).findings).toMatchObject([
      { severity: 'warn', cause: 'credential.certificate-invalid', reason: expect.stringContaining('not on the app') },
    ]);
    expect(judgeOwn(of(null), inDays(300)).findings).toEqual([]);
    expect(judgeOwn(app([], 1), inDays(300))).toMatchObject({ findings: [], problems: [{}] });
  });
});
