import { exchangeError, exchangeUnauthorized } from '../answers/exchange-error.ts';
import { claimsChallenge, graphError } from '../answers/graph-error.ts';
import { ASKED } from '../world/permissions.ts';
import type { TenantScenario } from './scenario.ts';

const ROLE_TYPE = 'Microsoft.Exchange.Configuration.Authorization.CmdletAccessDeniedException';

/** Tenants that give a token which Graph then refuses. */
export const graphScenarios: readonly TenantScenario[] = [
  {
    name: 'graph-forbidden',
    summary: 'the account lacks a directory role or the token a permission',
    expectedCause: 'permission.insufficient',
    expectedStatus: 'fail',
    graph: graphError({
      status: 403,
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges to complete the operation.',
    }),
  },
  {
    name: 'graph-scope-missing',
    summary: 'the token lacks the permission the call needs',
    expectedCause: 'permission.scope-missing',
    expectedStatus: 'fail',
    consent: { without: ASKED.flatMap(({ api, name }) => (api === 'graph' && name !== 'User.Read' ? [name] : [])) },
    graph: graphError({
      status: 403,
      code: 'AccessDenied',
      message:
        'You cannot perform the requested operation, required scopes are missing in the token. Scopes on the token are: openid, profile, User.Read.',
    }),
  },
  {
    name: 'graph-identity-unknown',
    summary: 'Graph cannot establish who calls',
    expectedCause: 'permission.identity-unknown',
    expectedStatus: 'fail',
    graph: graphError({
      status: 401,
      code: 'Authorization_IdentityNotFound',
      message: 'The identity of the calling application could not be established.',
    }),
  },
  {
    name: 'graph-token-refused',
    summary: 'Graph refuses the token itself',
    expectedCause: 'graph.refused',
    expectedStatus: 'fail',
    graph: graphError({
      status: 401,
      code: 'InvalidAuthenticationToken',
      message: 'Lifetime validation failed, the token is expired.',
    }),
  },
  {
    name: 'graph-claims-challenge',
    summary: 'Graph wants a token with more claims (Continuous Access Evaluation)',
    expectedCause: 'graph.refused',
    expectedStatus: 'fail',
    graph: graphError({
      status: 401,
      code: 'InvalidAuthenticationToken',
      message:
        'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
      headers: { 'www-authenticate': claimsChallenge() },
    }),
  },
  {
    name: 'graph-not-licensed',
    summary: 'the tenant has no licence for what is asked',
    expectedCause: 'license.missing',
    expectedStatus: 'fail',
    graph: graphError({ status: 400, code: 'BadRequest', message: 'Request not applicable to target tenant.' }),
  },
  {
    name: 'hostile-error',
    summary: 'an error message full of mark-up and mentions',
    expectedCause: 'permission.insufficient',
    expectedStatus: 'fail',
    graph: graphError({
      status: 403,
      code: 'Authorization_RequestDenied',
      message:
        'Insufficient privileges, <b>@everyone</b> <@&1> [log in again](http://evil.example/) `code` \u202Eexe.fdp \u001B[2J =HYPERLINK("http://evil.example")',
    }),
  },
];

/** Tenants that give a token which Exchange then refuses. */
export const exchangeScenarios: readonly TenantScenario[] = [
  {
    name: 'exchange-role-user',
    summary: 'the account has no Exchange-capable directory role here',
    expectedCause: 'exchange.role-missing',
    expectedStatus: 'fail',
    exchange: exchangeError({
      status: 403,
      code: 'Forbidden',
      type: ROLE_TYPE,
      message:
        "The role assigned to user '{account}' isn't supported in this scenario. Please check online documentation for assigning correct Directory Roles for Exchange Online access.",
    }),
  },
  {
    name: 'exchange-role-application',
    summary: 'the app has no directory role here',
    expectedCause: 'exchange.role-missing',
    expectedStatus: 'fail',
    exchange: exchangeError({
      status: 403,
      code: 'Forbidden',
      type: ROLE_TYPE,
      message:
        "The role assigned to application {application} isn't supported in this scenario. Please check online documentation for assigning correct Directory Roles to Azure AD Application for EXO App-Only Authentication.",
    }),
  },
  {
    name: 'exchange-no-management-role',
    summary: 'the account is in no Exchange role group',
    expectedCause: 'exchange.role-missing',
    expectedStatus: 'fail',
    exchange: exchangeError({
      status: 403,
      code: 'Forbidden',
      type: ROLE_TYPE,
      message: 'The user "{account}" isn\'t assigned to any management roles.',
    }),
  },
  {
    name: 'exchange-cmdlet-denied',
    summary: 'the role of the account does not hold the cmdlet',
    expectedCause: 'exchange.role-missing',
    expectedStatus: 'fail',
    exchange: exchangeError({
      status: 401,
      code: 'Unauthorized',
      type: ROLE_TYPE,
      message: 'User is not allowed to call Get-OrganizationConfig',
    }),
  },
  {
    name: 'exchange-audience',
    summary: 'Exchange refuses the token without a word in the body',
    expectedCause: 'exchange.refused',
    expectedStatus: 'fail',
    exchange: (call) =>
      exchangeUnauthorized(
        call,
        '2000003;reason="The audience claim value is invalid \'aud\'.";error_category="invalid_resource"',
      ),
  },
  {
    name: 'exchange-not-provisioned',
    summary: 'Exchange knows no such organization',
    expectedCause: 'exchange.refused',
    expectedStatus: 'fail',
    exchange: exchangeError({
      status: 401,
      code: 'Unauthorized',
      type: 'Microsoft.Exchange.Configuration.Authorization.AuthorizationContextException',
      message: 'Unable to initialize the authorization context. Provide valid credential.',
    }),
  },
];
