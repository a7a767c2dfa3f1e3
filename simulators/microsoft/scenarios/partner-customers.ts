import type { Reaction } from '../answers/answer.ts';
import { claimsChallenge, graphError } from '../answers/graph-error.ts';
import type { PartnerScenario } from './scenario.ts';

const unavailable = graphError({
  status: 503,
  code: 'serviceNotAvailable',
  message: 'The service is temporarily unavailable. Please try again later.',
});
const secondPageUnavailable: Reaction = (call) => (call.page === 2 ? unavailable(call) : undefined);

/** Faults of the partner's list of customers. */
export const customerListScenarios: readonly PartnerScenario[] = [
  {
    name: 'customers-forbidden',
    summary: 'the list of customers is forbidden',
    expectedCause: 'permission.insufficient',
    expectedStatus: 'fail',
    customers: graphError({
      status: 403,
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges to complete the operation.',
    }),
  },
  {
    name: 'customers-claims-missing',
    summary: 'the list of customers wants a token with an MFA claim',
    expectedCause: 'mfa.claim-missing',
    expectedStatus: 'fail',
    amr: ['pwd'],
    customers: graphError({
      status: 401,
      code: 'Unauthorized_MissingMFA',
      message: 'MFA is required but the MFA claim is missing in the token.',
    }),
  },
  {
    name: 'customers-claims-challenge',
    summary: 'the list of customers wants a token with more claims (Continuous Access Evaluation)',
    expectedCause: 'graph.refused',
    expectedStatus: 'fail',
    customers: graphError({
      status: 401,
      code: 'InvalidAuthenticationToken',
      message:
        'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
      headers: { 'www-authenticate': claimsChallenge() },
    }),
  },
  {
    name: 'customers-second-page-503',
    summary: 'the second page of the list of customers cannot be had',
    expectedCause: 'service.unavailable',
    expectedStatus: 'fail',
    customerPages: 3,
    customers: secondPageUnavailable,
  },
  {
    name: 'customers-nextlink-elsewhere',
    summary: "the list's nextLink leads to a stranger's host",
    expectedCause: 'network.intercepted',
    expectedStatus: 'unknown',
    customerPages: 3,
    nextLinkOrigin: 'https://evil.example',
  },
  {
    name: 'customers-nextlink-real-host',
    summary: "the list's nextLink carries Graph's real host",
    expectedCause: null,
    expectedStatus: 'pass',
    customerPages: 3,
    nextLinkOrigin: 'https://graph.microsoft.com',
  },
  {
    name: 'customers-empty-page',
    summary: 'an empty page with a nextLink stands in the middle of the list',
    expectedCause: null,
    expectedStatus: 'pass',
    customerPages: 3,
    emptyCustomerPage: true,
  },
];
