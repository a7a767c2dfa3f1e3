import { describe, expect, it } from 'vitest';
import { judgeSecretAge } from '../../../../src/core/diagnosis/expiry/judge-secret-age.ts';
import type { ApplicationCredential } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import { app, DAY, inDays, keyId, NOW, SECRET, secret } from './expiry-fixtures.ts';

const judge = (credentials: ApplicationCredential[]) =>
  judgeSecretAge(app(credentials), { applicationSecret: SECRET }, NOW);
const madeAgo = (ms: number, rest = {}) => secret(1, inDays(300), { startsAt: NOW - ms, ...rest });

describe('judgeSecretAge', () => {
  it('warns of a secret that is older than 90 days, and of none that is just as old', () => {
    expect(judge([madeAgo(90 * DAY)]).findings).toEqual([]);
    expect(judge([madeAgo(90 * DAY + 1)]).findings).toEqual([
      {
        kind: 'secret-age',
        key: `secret-age:${keyId(1)}`,
        subjectId: keyId(1),
        expiresAt: null,
        stage: null,
        cause: 'credential.secret-expiring',
        owner: 'partner',
        severity: 'warn',
        reason: `The client secret “Secret 1” (key id ${keyId(1)}) was made on 23 August 2026, more than 90 days ago, and is due for rotation.`,
      },
    ]);
  });

  it('looks at the secret in use only', () => {
    const old = secret(2, inDays(300), { startsAt: inDays(-400), hint: 'xyz' });
    expect(judge([madeAgo(DAY), old]).findings).toEqual([]);
    expect(judge([old])).toEqual({ findings: [], problems: [], notes: [] });
  });

  it('makes a start that cannot be read a problem', () => {
    expect(judge([madeAgo(0, { startsAt: null })])).toMatchObject({
      findings: [],
      problems: [{ what: 'application-credentials', unjudged: [`secret-age:${keyId(1)}`] }],
    });
  });
});
