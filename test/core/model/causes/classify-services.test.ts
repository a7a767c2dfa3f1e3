import { describe, expect, it } from 'vitest';
import { classifyFault } from '../../../../src/core/model/causes/classify.ts';
import type { QuestionId, Refusal } from '../../../../src/core/model/cloud/microsoft-cloud.ts';

function verdictOf(request: QuestionId, httpStatus: number, error?: string, message?: string, rest = {}) {
  const refusal: Refusal = {
    httpStatus,
    codes: [],
    ...(error === undefined ? {} : { error }),
    ...(message === undefined ? {} : { message }),
    ...rest,
  };
  const { cause, confidence, status } = classifyFault({ kind: 'refused', ...refusal }, { request, place: 'customer' });
  return { cause, confidence, status };
}

const LIFETIME = 'Lifetime validation failed, the token is expired.';
const IDENTITY = 'The identity of the calling application could not be established.';
const SCOPES = 'One or more of the required scopes are missing in the token.';

describe('classifyFault, for Graph', () => {
  it.each([
    [400, 'BadRequest', 'Request not applicable to target tenant.', 'license.missing', 'exact'],
    [401, 'InvalidAuthenticationToken', LIFETIME, 'graph.refused', 'exact'],
    [401, 'InvalidAuthenticationToken', 'Access token validation failure.', 'graph.refused', 'exact'],
    [401, 'InvalidAuthenticationToken', 'Blocked by Conditional Access.', 'graph.refused', 'exact'],
    [401, undefined, undefined, 'graph.refused', 'likely'],
    [401, 'Authorization_IdentityNotFound', IDENTITY, 'permission.identity-unknown', 'exact'],
    [401, 'Unauthorized_MissingMFA', 'MFA is required.', 'mfa.claim-missing', 'exact'],
    [403, 'Authorization_RequestDenied', 'Insufficient privileges.', 'permission.insufficient', 'exact'],
    [403, 'Forbidden', SCOPES, 'permission.scope-missing', 'exact'],
    [403, 'PermissionScopeNotGranted', undefined, 'permission.scope-missing', 'exact'],
    [403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', '', 'license.premium-required', 'exact'],
    [403, 'accessDenied', 'Nothing known.', 'permission.insufficient', 'likely'],
    [403, 'UnknownError', undefined, 'permission.insufficient', 'likely'],
    [403, 'ErrorAccessDenied', 'Access to OData is disabled.', 'exchange.access-policy', 'exact'],
    [404, 'MailboxNotEnabledForRESTAPI', 'REST API is not yet supported', 'resource.not-in-tenant', 'likely'],
    [500, 'generalException', 'Insufficient privileges', 'service.unavailable', 'exact'],
    [503, 'serviceNotAvailable', undefined, 'service.unavailable', 'exact'],
    [504, 'UnknownError', '', 'service.unavailable', 'exact'],
  ])('%d %s “%s” is %s, %s', (status, error, message, cause, confidence) => {
    expect(verdictOf('graph.read', status, error, message)).toMatchObject({ cause, confidence });
  });

  it('takes a claims challenge for a refused token, whatever stands beside it', () => {
    const verdict = verdictOf('graph.read', 401, 'Unauthorized', 'no', { claims: '{"access_token":{}}' });
    expect(verdict).toMatchObject({ cause: 'graph.refused', confidence: 'exact' });
  });

  it('finds the code of a sign-in refusal that Graph passes on', () => {
    expect(verdictOf('graph.read', 400, 'BadRequest', 'AADSTS53003', { codes: [53003] }).cause).toBe(
      'access.conditional-access',
    );
  });

  it('calls an answer unknown that nobody understands', () => {
    expect(verdictOf('graph.read', 404, 'Request_ResourceNotFound', 'Gone')).toMatchObject({
      cause: 'unknown',
      status: 'unknown',
      confidence: 'none',
    });
  });
});

const SCENARIO = "The role assigned to user 'x' isn't supported in this scenario. Please check online documentation";

describe('classifyFault, for Exchange', () => {
  it.each([
    [403, 'Forbidden', SCENARIO, 'exchange.role-missing', 'exact'],
    [403, 'Forbidden', SCENARIO.replace("'t", '’t'), 'exchange.role-missing', 'exact'],
    [401, 'Unauthorized', 'User is not allowed to call Get-Mailbox', 'exchange.role-missing', 'exact'],
    [403, 'Forbidden', "The application isn't assigned to any management roles.", 'exchange.role-missing', 'exact'],
    [403, 'X', 'Is not present in the role definition of the current user', 'exchange.role-missing', 'exact'],
    [400, 'X', 'Insufficient access rights to perform the operation', 'exchange.role-missing', 'likely'],
    [403, 'ErrorAccessDenied', 'Access to OData is disabled', 'exchange.access-policy', 'exact'],
    [403, 'X', 'Blocked by tenant configured AppOnly AccessPolicy settings.', 'exchange.access-policy', 'exact'],
    [401, undefined, 'The audience claim value is invalid', 'exchange.refused', 'exact'],
    [400, 'X', 'Provide valid credential', 'exchange.refused', 'likely'],
    [400, 'X', 'Unable to initialize the authorization context', 'exchange.refused', 'likely'],
    [403, undefined, undefined, 'exchange.role-missing', 'likely'],
    [404, undefined, undefined, 'resource.not-in-tenant', 'likely'],
    [400, 'ErrorIncorrectRoutingHint', 'bad anchor', 'unknown', 'none'],
    [503, 'MailboxInfoStale', 'User is not allowed to call', 'service.unavailable', 'exact'],
  ])('%d %s “%s” is %s, %s', (status, error, message, cause, confidence) => {
    expect(verdictOf('exchange.read', status, error, message)).toMatchObject({ cause, confidence });
  });

  it('does not take Graph’s words for its own', () => {
    expect(verdictOf('exchange.read', 403, 'X', 'Insufficient privileges').cause).toBe('exchange.role-missing');
  });
});
