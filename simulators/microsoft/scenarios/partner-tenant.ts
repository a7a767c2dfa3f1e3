import { entraError } from '../answers/entra-error.ts';
import { graphError } from '../answers/graph-error.ts';
import { EDGE, first, hang, page, reset } from '../answers/transport.ts';
import type { PartnerScenario } from './scenario.ts';

const GRANT = 'invalid_grant';
const FAIL = 'fail';
const POLICY = ['f1c6d8c2-5d0f-4d3a-8a6c-6f3a0c1f7b92'] as const;

/** Faults of the partner's own tenant and of the way to Microsoft. */
export const partnerTenantScenarios: readonly PartnerScenario[] = [
  { name: 'fine', summary: 'all is well', expectedCause: null, expectedStatus: 'pass' },
  {
    name: 'mfa-required',
    summary: 'the partner tenant demands MFA and the refresh token has none',
    expectedCause: 'mfa.required',
    expectedStatus: FAIL,
    partnerToken: entraError({
      code: 50076,
      error: GRANT,
      suberror: 'basic_action',
      policies: POLICY,
      text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'.",
    }),
  },
  {
    name: 'mfa-claim-missing',
    summary: 'a token comes, without the MFA claim',
    expectedCause: 'mfa.claim-missing',
    expectedStatus: 'warn',
    amr: ['pwd'],
  },
  {
    name: 'tenant-not-found',
    summary: "the partner's tenant does not exist",
    expectedCause: 'tenant.not-found',
    expectedStatus: FAIL,
    partnerToken: entraError({
      code: 90002,
      error: 'invalid_request',
      text: "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
    }),
  },
  {
    name: 'tenant-id-bad',
    summary: "the partner's tenant id is neither an id nor a domain",
    expectedCause: 'tenant.not-found',
    expectedStatus: FAIL,
    partnerToken: entraError({
      code: 900023,
      error: 'invalid_request',
      text: "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.",
    }),
  },
  {
    name: 'ca-block',
    summary: "a Conditional Access policy of the partner's own tenant blocks it",
    expectedCause: 'access.conditional-access',
    expectedStatus: FAIL,
    partnerToken: entraError({
      code: 53003,
      error: GRANT,
      suberror: 'message_only',
      policies: POLICY,
      text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    }),
    peopleOnly: true,
    consent: { withRoles: ['Policy.Read.All'] },
    policies: {
      own: [
        {
          id: POLICY[0],
          displayName: 'Service accounts only from the office',
          conditions: { locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] } },
        },
      ],
    },
  },
  {
    name: 'risk',
    summary: 'the service account is blocked as risky',
    expectedCause: 'access.risk-blocked',
    expectedStatus: FAIL,
    everyToken: entraError({ code: 53011, error: 'access_denied', text: 'User blocked due to risk on home tenant.' }),
  },
  {
    name: 'sign-in-frequency',
    summary: "a sign-in frequency policy of the partner's tenant has aged the token out",
    expectedCause: 'token.sign-in-frequency',
    expectedStatus: FAIL,
    partnerToken: entraError({
      code: 70043,
      error: GRANT,
      suberror: 'bad_token',
      text: 'The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access. The token was issued on {daysAgo:8} and the maximum allowed lifetime for this request is 604800.',
    }),
  },
  {
    name: 'opaque-token',
    summary: 'the access token is no JWT, so nothing can be read from it',
    expectedCause: null,
    expectedStatus: 'unknown',
    alternativeCauses: ['unknown', 'mfa.claim-missing'],
    opaqueToken: true,
  },
  {
    name: 'entra-down',
    summary: 'Entra answers 503 with a web page',
    expectedCause: 'service.unavailable',
    expectedStatus: 'fail',
    everyToken: page(
      503,
      'Our services aren’t available right now',
      'We’re working to restore all services as soon as possible.',
      EDGE,
    ),
  },
  {
    name: 'entra-hang',
    summary: 'Entra never answers',
    expectedCause: 'network.timeout',
    expectedStatus: 'unknown',
    everyToken: hang,
  },
  {
    name: 'entra-reset',
    summary: 'connections to Entra break',
    expectedCause: 'network.unreachable',
    expectedStatus: 'unknown',
    everyToken: reset,
  },
  {
    name: 'proxy-page',
    summary: 'a web filter answers in place of Entra',
    expectedCause: 'network.intercepted',
    expectedStatus: 'unknown',
    everyToken: page(
      200,
      'Access to this site is restricted',
      'The web filter of this network has stopped your request.',
    ),
  },
  {
    name: 'throttled-then-fine',
    summary: "the partner's first token and first list are throttled, then all is well",
    expectedCause: null,
    expectedStatus: 'pass',
    partnerToken: first(
      1,
      entraError({
        code: 90055,
        error: 'temporarily_unavailable',
        status: 429,
        headers: { 'retry-after': '1' },
        text: 'The server is terminating the request because the tenant has made too many of them. Please retry later.',
      }),
    ),
    customers: first(
      1,
      graphError({
        status: 429,
        code: 'TooManyRequests',
        message: 'Too many requests. Please retry after the time the Retry-After header names.',
        headers: { 'retry-after': '1' },
      }),
    ),
  },
];
