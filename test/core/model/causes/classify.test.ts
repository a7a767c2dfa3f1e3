import { describe, expect, it } from 'vitest';
import type { CauseId } from '../../../../src/core/model/causes/cause.ts';
import { classifyFault, evidenceOf } from '../../../../src/core/model/causes/classify.ts';
import type { Fault, QuestionId, Refusal } from '../../../../src/core/model/cloud/microsoft-cloud.ts';

const refused = (rest: Partial<Refusal>): Fault => ({ kind: 'refused', httpStatus: 400, codes: [], ...rest });
const entra = { request: 'entra.token', place: 'customer' } as const;

describe('classifyFault, for what the network does', () => {
  it.each([
    [{ kind: 'timeout', detail: 'silence' }, 'network.timeout', 'unknown', 'network'],
    [{ kind: 'unreachable', detail: 'cut' }, 'network.unreachable', 'unknown', 'network'],
    [{ kind: 'intercepted', detail: 'a page' }, 'network.intercepted', 'unknown', 'network'],
    [{ kind: 'malformed', detail: 'half' }, 'service.unavailable', 'unknown', 'microsoft'],
    [{ kind: 'malformed', detail: 'half', requestId: 'own' }, 'service.unavailable', 'unknown', 'microsoft'],
    [{ kind: 'internal', error: new Error('x') }, 'internal', 'unknown', 'unknown'],
    [{ kind: 'throttled', httpStatus: 429, codes: [90055] }, 'throttle.entra', 'unknown', 'partner'],
    [refused({ httpStatus: 408 }), 'network.timeout', 'unknown', 'network'],
    [refused({ httpStatus: 404, foreign: true, codes: [50076] }), 'unknown', 'unknown', 'unknown'],
    [refused({ httpStatus: 408, foreign: true }), 'network.timeout', 'unknown', 'network'],
    [refused({ httpStatus: 502, foreign: true }), 'service.unavailable', 'unknown', 'microsoft'],
    [refused({ httpStatus: 502, foreign: true, between: '1.1 squid' }), 'network.intercepted', 'unknown', 'network'],
    [refused({ httpStatus: 511, foreign: true }), 'network.intercepted', 'unknown', 'network'],
    [{ kind: 'malformed', detail: 'half', foreign: true }, 'network.intercepted', 'unknown', 'network'],
    [{ kind: 'throttled', httpStatus: 429, foreign: true, codes: [] }, 'throttle.entra', 'unknown', 'partner'],
    [refused({ codes: [50196] }), 'throttle.loop', 'fail', 'partner'],
    [refused({ httpStatus: 503, codes: [50076] }), 'service.unavailable', 'fail', 'microsoft'],
  ] as [Fault, CauseId, string, string][])('%j is %s and %s', (fault, cause, status, owner) => {
    expect(classifyFault(fault, entra)).toMatchObject({ cause, status, owner });
  });

  it('says what the network said', () => {
    expect(classifyFault({ kind: 'unreachable', detail: 'its name was not found' }, entra).reason).toMatch(
      /its name was not found/,
    );
  });

  it.each(['timeout', 'unreachable', 'intercepted'] as const)('keeps what the transport calls it: %s', (kind) => {
    expect(classifyFault({ kind, detail: 'cut', code: 'EPIPE' }, entra).evidence).toEqual({
      error: 'EPIPE',
      message: 'cut',
    });
  });

  it.each([
    ['CERT_HAS_EXPIRED', 'likely'],
    ['CERT_NOT_YET_VALID', 'likely'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'exact'],
  ])('doubts a stranger where this machine’s clock may be wrong: %s', (code, confidence) => {
    expect(classifyFault({ kind: 'intercepted', detail: 'x', code }, entra)).toMatchObject({ confidence });
  });

  it('says the reference of a fault of ours', () => {
    const fault: Fault = { kind: 'internal', error: new Error('secret detail'), reference: 'AAAA-BBBB' };
    expect(classifyFault(fault, entra).reason).toBe("That didn't work on our side. Reference AAAA-BBBB.");
  });

  it.each([
    ['entra.token', 'throttle.entra'],
    ['graph.read', 'throttle.graph'],
    ['graph.customers', 'throttle.graph'],
    ['exchange.read', 'throttle.exchange'],
  ] as [QuestionId, CauseId][])('names the service of %s that throttles', (request, cause) => {
    const fault: Fault = { kind: 'throttled', httpStatus: 429, codes: [] };
    expect(classifyFault(fault, { request, place: 'customer' })).toMatchObject({ cause, status: 'unknown' });
  });
});

describe('classifyFault, for the sign-in service', () => {
  it('decides by the code, whatever the other fields say', () => {
    const fault = refused({ error: 'invalid_grant', suberror: 'consent_required', codes: [53003] });
    expect(classifyFault(fault, entra)).toMatchObject({ cause: 'access.conditional-access', confidence: 'exact' });
  });

  it('takes a tenant that asked too often for a loop', () => {
    expect(classifyFault(refused({ httpStatus: 400, codes: [50196] }), entra).cause).toBe('throttle.loop');
  });

  it('keeps a code that nobody knows unknown, and never green', () => {
    const verdict = classifyFault(refused({ error: 'invalid_grant', codes: [9876543] }), entra);
    expect(verdict).toMatchObject({ cause: 'unknown', status: 'unknown', confidence: 'none', owner: 'unknown' });
    expect(verdict.evidence?.code).toBe('AADSTS9876543');
  });

  it('shows what Microsoft documents of a code without a cause', () => {
    const { cause, status, reason } = classifyFault(refused({ codes: [16001] }), entra);
    expect({ cause, status }).toEqual({ cause: 'unknown.documented', status: 'fail' });
    expect(reason).toMatch(/^AADSTS16001: .*account tile/);
  });

  it.each([
    ['client_mismatch', 'credential.wrong-client', 'exact'],
    ['consent_required', 'consent.missing', 'exact'],
    ['user_password_expired', 'account.password', 'exact'],
    ['bad_token', 'token.revoked', 'likely'],
    ['token_expired', 'token.expired', 'likely'],
    ['basic_action', 'mfa.required', 'likely'],
    ['ui_not_allowed', 'mfa.required', 'likely'],
    ['interrupted_user', 'mfa.required', 'likely'],
    ['additional_action', 'access.conditional-access', 'likely'],
    ['message_only', 'access.conditional-access', 'likely'],
    ['protection_policy_required', 'access.conditional-access', 'likely'],
    ['device_authentication_failed', 'access.conditional-access', 'likely'],
  ])('without codes reads the suberror %s as %s, %s', (suberror, cause, confidence) => {
    const verdict = classifyFault(refused({ error: 'invalid_grant', suberror }), entra);
    expect(verdict).toMatchObject({ cause, confidence });
  });

  it.each([
    ['invalid_client', 'credential.secret-invalid'],
    ['unauthorized_client', 'app.not-in-tenant'],
    ['consent_required', 'consent.missing'],
    ['interaction_required', 'mfa.required'],
    ['invalid_resource', 'resource.not-in-tenant'],
    ['invalid_scope', 'app.misconfigured'],
    ['temporarily_unavailable', 'service.unavailable'],
    ['server_error', 'service.unavailable'],
  ])('with nothing but the error %s guesses %s', (error, cause) => {
    expect(classifyFault(refused({ error }), entra)).toMatchObject({ cause, confidence: 'likely' });
  });

  it('guesses nothing from invalid_grant alone', () => {
    expect(classifyFault(refused({ error: 'invalid_grant' }), entra)).toMatchObject({ cause: 'unknown' });
    expect(classifyFault(refused({ error: 'toString', suberror: 'constructor' }), entra).cause).toBe('unknown');
  });

  it('decides on the id of the retired client and not on the code, unless two tokens are swapped', () => {
    const context = { ...entra, legacyClient: true };
    for (const code of [7000112, 700016, 65002, 50076])
      expect(classifyFault(refused({ codes: [code] }), context).cause).toBe('exchange.legacy-client-retired');
    expect(classifyFault(refused({ codes: [700007] }), context).cause).toBe('credential.wrong-client');
    expect(classifyFault(refused({ httpStatus: 500 }), context).cause).toBe('service.unavailable');
  });

  it('reads the old code 50012 by its words', () => {
    const message = 'AADSTS50012: Invalid client secret is provided.';
    expect(classifyFault(refused({ codes: [50012], message }), entra).cause).toBe('credential.secret-invalid');
    expect(classifyFault(refused({ codes: [50012] }), entra).cause).toBe('credential.certificate-invalid');
  });

  it('reads the old code 70001 by its words', () => {
    const message = "AADSTS70001: Application with identifier 'x' was not found in the directory contoso.example";
    expect(classifyFault(refused({ codes: [70001], message }), entra).cause).toBe('app.not-in-tenant');
    expect(classifyFault(refused({ codes: [70001] }), entra).cause).toBe('app.disabled');
  });

  it('takes 50177 for the external challenge it is documented as, unless only a missing account is spoken of', () => {
    const missing = 'User account does not exist in tenant';
    const cause = (message: string) => classifyFault(refused({ codes: [50177], message }), entra).cause;
    expect(cause(`${missing}. External challenge is not supported for passthrough users.`)).toBe('mfa.third-party');
    expect([cause(''), cause(missing)]).toEqual(['mfa.third-party', 'account.no-path']);
    expect(classifyFault(refused({ codes: [50178], message: missing }), entra).cause).toBe('account.no-path');
    expect(classifyFault(refused({ codes: [50178] }), entra).cause).toBe('access.conditional-access');
  });

  it('gives a cross-tenant policy to the side the code names, but what our own tenant refuses to us', () => {
    const owner = (code: number, place: 'partner' | 'customer') =>
      classifyFault(refused({ codes: [code] }), { request: 'entra.token', place }).owner;
    expect([owner(500212, 'customer'), owner(500213, 'customer')]).toEqual(['partner', 'customer']);
    expect([owner(500212, 'partner'), owner(500213, 'partner')]).toEqual(['partner', 'partner']);
  });
});

describe('evidenceOf', () => {
  it('keeps every fact of a refusal and invents none', () => {
    const facts = { error: 'e', suberror: 's', message: 'm', traceId: 't', correlationId: 'c', requestId: 'r' };
    const more = { timestamp: '2026-01-01 00:00:00Z', claims: '{"access_token":{}}' };
    const fault = refused({ httpStatus: 401, codes: [70000, 50173], ...facts, ...more, retryAfterMs: 5 });
    expect(evidenceOf(fault)).toEqual({ httpStatus: 401, code: 'AADSTS50173', ...facts, ...more });
    expect(evidenceOf(refused({ httpStatus: 403 }))).toEqual({ httpStatus: 403 });
  });

  it('has nothing to show for a fault of ours', () => {
    expect(evidenceOf({ kind: 'internal', error: new Error('x') })).toBeUndefined();
  });
});
