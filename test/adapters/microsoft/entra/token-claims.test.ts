import { describe, expect, it } from 'vitest';
import { readTokenClaims } from '../../../../src/adapters/microsoft/entra/token-claims.ts';

const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;

describe('readTokenClaims', () => {
  it('reads tenant and methods, and nothing of what is no JWT', () => {
    expect(readTokenClaims(jwt({ tid: 't', amr: ['rsa'] }))).toEqual({ tenantId: 't', authenticationMethods: ['rsa'] });
    expect(readTokenClaims(jwt({ tid: 5, amr: 'mfa' }))).toEqual({ authenticationMethods: null });
    for (const token of ['', 'opaque', 'a.b', 'a.!!!.c', `a.${Buffer.from('[]').toString('base64url')}.c`])
      expect(readTokenClaims(token)).toBeUndefined();
  });
});
