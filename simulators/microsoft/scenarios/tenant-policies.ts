import { entraError } from '../answers/entra-error.ts';
import { noToken, type TenantScenario } from './scenario.ts';

// Wording: Microsoft's own messages as the reference of error codes and public issue threads show them. Numbers are facts;
// texts change at any time, so nobody should decide by them.

const POLICY = ['0b6e54ae-4a6c-4d0a-9c0f-4b8d3b1f6d21'];
const GRANT = 'invalid_grant';

/** Tenants whose policies refuse the token: Conditional Access, MFA, risk, cross-tenant access. */
export const policyScenarios: readonly TenantScenario[] = [
  noToken(
    {
      name: 'ca-block',
      summary: 'a Conditional Access policy of the customer blocks the service account',
      expectedCause: 'access.conditional-access',
      expectedStatus: 'fail',
    },
    entraError({
      code: 53003,
      error: GRANT,
      suberror: 'message_only',
      policies: POLICY,
      text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    }),
  ),
  noToken(
    {
      name: 'ca-device',
      summary: 'a Conditional Access policy demands a compliant device',
      expectedCause: 'access.conditional-access',
      expectedStatus: 'fail',
    },
    entraError({
      code: 53000,
      error: GRANT,
      suberror: 'additional_action',
      policies: POLICY,
      text: 'Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant. The user must enroll their device with an approved MDM provider like Intune.',
    }),
  ),
  noToken(
    {
      name: 'session-control',
      summary: 'a session control that cannot be applied to a partner user',
      expectedCause: 'access.conditional-access',
      expectedStatus: 'fail',
    },
    entraError({
      code: 50178,
      error: GRANT,
      suberror: 'message_only',
      text: "Session control is not supported for passthrough users '{account}' in tenant '{tenant}'.",
    }),
  ),
  noToken(
    {
      name: 'mfa-required',
      summary: 'the customer demands MFA and the refresh token has none',
      expectedCause: 'mfa.required',
      expectedStatus: 'fail',
    },
    entraError({
      code: 50076,
      error: GRANT,
      suberror: 'basic_action',
      policies: POLICY,
      text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'.",
    }),
  ),
  noToken(
    {
      name: 'mfa-expired',
      summary: 'the MFA in the refresh token is older than the customer allows',
      expectedCause: 'token.sign-in-frequency',
      expectedStatus: 'fail',
    },
    entraError({
      code: 50078,
      error: GRANT,
      suberror: 'basic_action',
      policies: POLICY,
      text: "Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access '{resource}'.",
    }),
  ),
  noToken(
    {
      name: 'mfa-enroll',
      summary: 'MFA is demanded and the account never registered for it',
      expectedCause: 'mfa.not-registered',
      expectedStatus: 'fail',
    },
    entraError({
      code: 50079,
      error: GRANT,
      suberror: 'basic_action',
      text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{resource}'.",
    }),
  ),
  noToken(
    {
      name: 'mfa-external',
      summary: 'an external challenge (third-party MFA, terms of use) is open',
      expectedCause: 'mfa.third-party',
      expectedStatus: 'fail',
    },
    entraError({
      code: 50158,
      error: GRANT,
      suberror: 'basic_action',
      policies: POLICY,
      text: 'External security challenge not satisfied. User will be redirected to another page or authentication provider to satisfy additional authentication challenges.',
    }),
  ),
  noToken(
    {
      name: 'mfa-pass-through',
      summary: 'an external challenge that a partner user cannot meet',
      expectedCause: 'mfa.third-party',
      expectedStatus: 'fail',
    },
    entraError({
      code: 50177,
      error: GRANT,
      suberror: 'message_only',
      text: "User account '{account}' from identity provider 'https://sts.windows.net/{partner}/' does not exist in tenant '{tenantName}' and cannot access the application '{application}'({applicationName}) in that tenant. External challenge is not supported for passthrough users.",
    }),
  ),
  noToken(
    {
      name: 'sign-in-frequency',
      summary: 'a sign-in frequency policy has aged the refresh token out',
      expectedCause: 'token.sign-in-frequency',
      expectedStatus: 'fail',
    },
    entraError({
      code: 70043,
      error: GRANT,
      suberror: 'bad_token',
      text: 'The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access. The token was issued on {daysAgo:3} and the maximum allowed lifetime for this request is 3600.',
    }),
  ),
  noToken(
    {
      name: 'risk-delegated',
      summary: 'the delegated administrator is kept out because of risk on the account',
      expectedCause: 'access.risk-blocked',
      expectedStatus: 'fail',
    },
    entraError({
      code: 530034,
      error: 'access_denied',
      text: 'A delegated administrator was blocked from accessing the tenant due to account risk in their home tenant.',
    }),
  ),
  noToken(
    {
      name: 'risk-home',
      summary: 'the account is blocked by risk in its home tenant',
      expectedCause: 'access.risk-blocked',
      expectedStatus: 'fail',
    },
    entraError({ code: 53011, error: 'access_denied', text: 'User blocked due to risk on home tenant.' }),
  ),
  noToken(
    {
      name: 'security-defaults',
      summary: 'security defaults block the request',
      expectedCause: 'access.security-defaults',
      expectedStatus: 'fail',
    },
    entraError({
      code: 530035,
      error: GRANT,
      suberror: 'message_only',
      text: 'Access has been blocked by security defaults. This is due to the request being viewed as unsafe or using legacy authentication.',
    }),
  ),
  noToken(
    {
      name: 'cross-tenant-outbound',
      summary: "the partner's outbound cross-tenant access policy forbids it",
      expectedCause: 'access.cross-tenant-policy',
      expectedStatus: 'fail',
    },
    entraError({
      code: 500212,
      error: 'access_denied',
      text: "The user's administrator has set an outbound access policy that does not allow access to the resource tenant.",
    }),
  ),
  noToken(
    {
      name: 'cross-tenant-inbound',
      summary: "the customer's inbound cross-tenant access policy forbids it",
      expectedCause: 'access.cross-tenant-policy',
      expectedStatus: 'fail',
    },
    entraError({
      code: 500213,
      error: 'access_denied',
      text: "The resource tenant's cross-tenant access policy does not allow this user to access this tenant.",
    }),
  ),
];
