import { entraError } from '../answers/entra-error.ts';
import { PARTNER_POLICIES, type PolicySettings, type TenantPolicies } from '../world/access-policies.ts';
import { noToken, type TenantScenario } from './scenario.ts';

// Wording: Microsoft's own messages as the reference of error codes and public issue threads show them. Numbers are facts;
// texts change at any time, so nobody should decide by them.

const GRANT = 'invalid_grant';

// The ids of the policies that these tenants have beside the usual ones.
const [EXTERNAL, DEVICE, PLACE, CLIENT, SESSION, HOURLY, TERMS, CHECK, OTHER] = Array.from(
  { length: 9 },
  (_, index) => `0b6e54ae-4a6c-4d0a-9c0f-4b8d3b1f6d2${index}`,
) as [string, string, string, string, string, string, string, string, string];
const OFFICE = '3c9d6f0a-1b2c-4d3e-8f4a-5b6c7d8e9f01';
const DATA_CENTRE = '3c9d6f0a-1b2c-4d3e-8f4a-5b6c7d8e9f02';
const ISLAND = '3c9d6f0a-1b2c-4d3e-8f4a-5b6c7d8e9f03';
const EVERYONES_MFA = '5b0f7c1e-2f43-4f7b-9c0a-7d1f2f9d5a01';
const OURS = PARTNER_POLICIES.own?.[0]?.id ?? '';

/** What an app by itself needs to read policies, and the sign-in log beside. */
const BOTH = { withRoles: ['Policy.Read.All', 'AuditLog.Read.All'] };
const NO_LOG = { withRoles: ['Policy.Read.All'] };

/** The customer's cross-tenant settings keep the account out. */
const notLetIn = (name: string, summary: string, crossTenant: 'inbound' | 'inbound-default'): TenantScenario => ({
  ...noToken(
    { name, summary, expectedCause: 'access.cross-tenant-policy', expectedStatus: 'fail' },
    entraError({
      code: 500213,
      error: 'access_denied',
      text: "The resource tenant's cross-tenant access policy does not allow this user to access this tenant.",
    }),
  ),
  peopleOnly: true,
  consent: BOTH,
  policies: { crossTenant },
});

const BLOCKED = {
  code: 53003,
  error: GRANT,
  suberror: 'message_only',
  text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
};
const everyExternal = (excluded: object | null) => ({
  users: {
    includeUsers: [],
    excludeUsers: [],
    includeGroups: [],
    excludeGroups: [],
    includeRoles: [],
    excludeRoles: [],
    includeGuestsOrExternalUsers: {
      guestOrExternalUserTypes: 'b2bCollaborationGuest,otherExternalUser,serviceProvider',
      externalTenants: { '@odata.type': '#microsoft.graph.conditionalAccessAllExternalTenants', membershipKind: 'all' },
    },
    excludeGuestsOrExternalUsers: excluded,
  },
});
const BLOCK_EXTERNAL: PolicySettings = {
  id: EXTERNAL,
  displayName: 'Block external accounts',
  conditions: everyExternal(null),
};
const ONLY_OFFICE: PolicySettings = {
  id: PLACE,
  displayName: 'Only from the office',
  conditions: { locations: { includeLocations: ['All'], excludeLocations: [OFFICE] } },
};
const SIGN_IN_HOURLY: PolicySettings = {
  id: HOURLY,
  displayName: 'Sign in every hour',
  controls: [],
  sessionControls: { signInFrequency: { isEnabled: true, value: 1, type: 'hours', frequencyInterval: 'timeBased' } },
};

/** Everybody is blocked but from these places. */
const onlyFrom = (...places: string[]) => ({
  conditions: { locations: { includeLocations: ['All'], excludeLocations: places } },
});
/** Only for reporting: it refuses nobody. */
const BLOCK_LATER: PolicySettings = {
  ...BLOCK_EXTERNAL,
  id: OTHER,
  state: 'enabledForReportingButNotEnforced',
};

/** A block of the customer's that an app by itself may read about. */
const blocked = (name: string, summary: string, policies: TenantPolicies, refusal = BLOCKED): TenantScenario => ({
  ...noToken(
    { name, summary, expectedCause: 'access.conditional-access', expectedStatus: 'fail' },
    entraError(refusal),
  ),
  peopleOnly: true,
  policies,
  consent: BOTH,
});

/** Tenants whose policies refuse the token: Conditional Access, MFA, risk, cross-tenant access. */
export const policyScenarios: readonly TenantScenario[] = [
  {
    ...noToken(
      {
        name: 'ca-block',
        summary: 'a Conditional Access policy of the customer blocks external accounts',
        expectedCause: 'access.conditional-access',
        expectedStatus: 'fail',
      },
      entraError({ ...BLOCKED, policies: [EXTERNAL] }),
    ),
    peopleOnly: true,
    policies: { own: [BLOCK_EXTERNAL], log: { entry: 'this', failed: [EXTERNAL] } },
    consent: BOTH,
  },
  {
    ...noToken(
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
        policies: [DEVICE],
        text: 'Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant. The user must enroll their device with an approved MDM provider like Intune.',
      }),
    ),
    peopleOnly: true,
    policies: { own: [{ id: DEVICE, displayName: 'Require compliant devices', controls: ['compliantDevice'] }] },
    consent: NO_LOG,
  },
  {
    ...noToken(
      {
        name: 'ca-location',
        summary: 'a Conditional Access policy lets nobody in from elsewhere',
        expectedCause: 'access.conditional-access',
        expectedStatus: 'fail',
      },
      entraError(BLOCKED),
    ),
    peopleOnly: true,
    policies: {
      own: [ONLY_OFFICE],
      locations: [{ id: OFFICE, displayName: 'Office' }],
      log: { entry: 'earlier', failed: [PLACE] },
    },
    consent: BOTH,
  },
  {
    ...noToken(
      {
        name: 'ca-app',
        summary: 'a Conditional Access policy demands an approved app',
        expectedCause: 'access.conditional-access',
        expectedStatus: 'fail',
      },
      entraError({
        code: 53002,
        error: GRANT,
        suberror: 'protection_policy_required',
        text: 'The app used is not an approved app for conditional access. User needs to use one of the apps from the list of approved apps to use in order to get access.',
      }),
    ),
    peopleOnly: true,
    policies: { own: [{ id: CLIENT, displayName: 'Approved apps only', controls: ['approvedApplication'] }] },
    consent: NO_LOG,
  },
  blocked('ca-address', 'places are named, and the address that the log has is in one of them', {
    own: [
      { ...ONLY_OFFICE, displayName: 'From the office or the data centre', ...onlyFrom(OFFICE, DATA_CENTRE) },
      { ...ONLY_OFFICE, id: OTHER, ...onlyFrom(OFFICE) },
    ],
    locations: [
      { id: OFFICE, displayName: 'Office', ranges: ['198.51.100.0/24', '2001:db8:100::/48'] },
      { id: DATA_CENTRE, displayName: 'Data centre', ranges: ['203.0.113.0/28', '2001:db8:7::/48'] },
    ],
    log: { entry: 'hidden', failed: [], ip: '2001:db8:7::24' },
  }),
  blocked('ca-country', 'a Conditional Access policy lets nobody in from another country', {
    own: [
      { ...ONLY_OFFICE, displayName: 'Not from Ireland', conditions: { locations: { includeLocations: [ISLAND] } } },
      { ...ONLY_OFFICE, id: OTHER, displayName: 'Only from Ireland', ...onlyFrom(ISLAND) },
    ],
    locations: [{ id: ISLAND, displayName: 'Ireland', countries: ['IE'] }],
    log: { entry: 'hidden', failed: [] },
  }),
  blocked('ca-risk', 'a Conditional Access policy keeps out risky sign-ins', {
    own: [{ id: CLIENT, displayName: 'Block risky sign-ins', conditions: { signInRiskLevels: ['high', 'medium'] } }],
  }),
  blocked(
    'ca-device-code',
    'a policy refuses tokens that began with a device code',
    {
      own: [
        BLOCK_LATER,
        {
          id: DEVICE,
          displayName: 'No device codes',
          conditions: { authenticationFlows: { transferMethods: 'deviceCodeFlow,authenticationTransfer' } },
        },
      ],
    },
    {
      code: 530036,
      error: GRANT,
      suberror: 'message_only',
      text: 'The refresh token has been found to be invalid due to authentication flow checks by Conditional Access.',
    },
  ),
  {
    ...noToken(
      {
        name: 'ca-many',
        summary: 'three Conditional Access policies could be what blocks',
        expectedCause: 'access.conditional-access',
        expectedStatus: 'fail',
      },
      entraError(BLOCKED),
    ),
    peopleOnly: true,
    policies: { own: [ONLY_OFFICE, BLOCK_EXTERNAL, { ...BLOCK_EXTERNAL, id: OTHER, displayName: 'Block guests' }] },
    consent: BOTH,
  },
  {
    ...noToken(
      {
        name: 'ca-none',
        summary: 'no Conditional Access policy that can be read fits the block',
        expectedCause: 'access.conditional-access',
        expectedStatus: 'fail',
      },
      entraError(BLOCKED),
    ),
    peopleOnly: true,
    policies: {
      own: [
        {
          ...BLOCK_EXTERNAL,
          conditions: everyExternal({
            guestOrExternalUserTypes: 'serviceProvider',
            externalTenants: {
              '@odata.type': '#microsoft.graph.conditionalAccessAllExternalTenants',
              membershipKind: 'all',
            },
          }),
        },
      ],
      log: { entry: 'hidden', failed: [] },
    },
    consent: BOTH,
  },
  {
    ...noToken(
      {
        name: 'ca-unread',
        summary: 'a Conditional Access policy blocks, and nothing may be read',
        expectedCause: 'access.conditional-access',
        expectedStatus: 'fail',
      },
      entraError(BLOCKED),
    ),
    peopleOnly: true,
    policies: { own: [BLOCK_EXTERNAL] },
  },
  {
    ...noToken(
      {
        name: 'ca-ours',
        summary: 'a Conditional Access policy of the partner keeps the account from going there',
        expectedCause: 'access.conditional-access',
        expectedStatus: 'fail',
      },
      entraError(BLOCKED),
    ),
    peopleOnly: true,
    policies: { log: { entry: 'this', failed: [OURS] } },
    consent: BOTH,
  },
  {
    ...noToken(
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
    peopleOnly: true,
    policies: {
      own: [
        {
          id: SESSION,
          displayName: 'App control',
          controls: [],
          sessionControls: { cloudAppSecurity: { isEnabled: true, cloudAppSecurityType: 'monitorOnly' } },
        },
      ],
    },
    consent: BOTH,
  },
  {
    ...noToken(
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
        policies: [EVERYONES_MFA],
        text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'.",
      }),
    ),
    peopleOnly: true,
    consent: BOTH,
  },
  {
    ...noToken(
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
        policies: [HOURLY],
        text: "Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access '{resource}'.",
      }),
    ),
    peopleOnly: true,
    policies: { own: [SIGN_IN_HOURLY] },
    consent: BOTH,
  },
  {
    ...noToken(
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
    peopleOnly: true,
    policies: { premium: false, securityDefaults: true },
    consent: BOTH,
  },
  {
    ...noToken(
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
        policies: [TERMS],
        text: 'External security challenge not satisfied. User will be redirected to another page or authentication provider to satisfy additional authentication challenges.',
      }),
    ),
    peopleOnly: true,
    policies: {
      own: [
        {
          id: TERMS,
          displayName: 'Terms of use for guests',
          controls: [],
          grant: { termsOfUse: ['9d8c7b6a-5f4e-4d3c-8b2a-1f0e9d8c7b6a'] },
        },
      ],
    },
    consent: BOTH,
  },
  {
    ...noToken(
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
    peopleOnly: true,
    policies: {
      own: [
        {
          id: CHECK,
          displayName: 'Third-party MFA',
          controls: [],
          grant: { customAuthenticationFactors: ['RequireOtherMfa'] },
        },
      ],
    },
    consent: BOTH,
  },
  {
    ...noToken(
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
    peopleOnly: true,
    policies: { own: [SIGN_IN_HOURLY], log: { entry: 'this', failed: [HOURLY] } },
    consent: BOTH,
  },
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
  {
    ...noToken(
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
    peopleOnly: true,
    consent: BOTH,
    policies: { premium: false, securityDefaults: true },
  },
  {
    ...noToken(
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
    peopleOnly: true,
    consent: BOTH,
    policies: { crossTenant: 'outbound' },
  },
  notLetIn('cross-tenant-inbound', "the customer's inbound cross-tenant access policy forbids it", 'inbound'),
  notLetIn(
    'cross-tenant-default',
    "the customer's cross-tenant access settings for everybody forbid it",
    'inbound-default',
  ),
];
