import type { CauseId } from '../causes/cause.ts';
import type { Connection } from '../cloud/connection.ts';
import type { QuestionId, Questions } from '../cloud/microsoft-cloud.ts';

export interface GroupDefinition {
  title: string;
  /**
   * Whose checks these are: the partner connection's, asked once a run; every tenant's; or the proof's, which `check`
   * makes of one tenant. A sweep never makes those, and no state, alert or history is kept of them.
   */
  of: 'partner' | 'tenant' | 'proof';
}

/** What belongs together: a group of a tenant's checks can be asked for alone, and is counted by itself. */
export const GROUPS = {
  partner: { title: 'The partner connection', of: 'partner' },
  graph: { title: 'Graph', of: 'tenant' },
  exchange: { title: 'Exchange', of: 'tenant' },
  proof: { title: 'The way in', of: 'proof' },
} as const satisfies Record<string, GroupDefinition>;

/** The question a check puts to Microsoft, as far as it is the same for every tenant. */
export type Asking = {
  [I in QuestionId]: { id: I } & Omit<Questions[I]['takes'], 'token' | 'tenantId' | 'authorityTenant' | 'legacyClient'>;
}[QuestionId];

export interface CheckDefinition {
  group: keyof typeof GROUPS;
  /** What is asked, in a technician's words; how it is found out, and what a failure of it leads to, in Markdown. */
  question: string;
  how: string;
  ifItFails: string;
  /** What the app must be granted for it, where anything. */
  permission: string | null;
  /** Checks without which this one can't be made: where one of them does not pass, this one is skipped. */
  needs: readonly string[];
  /** Nothing can be said of any tenant where it fails. */
  foundation?: boolean;
  /** Null for what is known without asking, and for what `core/diagnosis/proof` reads. */
  asks: Asking | null;
  /** Causes of a refused sign-in that show this link of the way in to be the broken one. */
  refusals?: readonly CauseId[];
}

/**
 * Every check, in the order in which they run and are shown. What can be chosen, counted, accepted, tested again and
 * documented follows from this table.
 */
export const CHECKS = {
  'credentials.shape': {
    group: 'partner',
    question: 'Can the pasted values be right?',
    how: 'Locally, without asking anybody.',
    ifItFails: 'Nothing is sent. Exit code 2.',
    permission: null,
    needs: [],
    foundation: true,
    asks: null,
  },
  'app.token': {
    group: 'partner',
    question: 'Does Microsoft give the app a token by itself?',
    how: 'Client credentials in the app’s own tenant. Only for connections of the kind `app-only`, as all that begin with `app.`',
    ifItFails: 'Nothing else is asked. Exit code 3 if Microsoft refused.',
    permission: null,
    needs: ['credentials.shape'],
    foundation: true,
    asks: { id: 'entra.token', resource: 'graph' },
  },
  'exchange.client': {
    group: 'partner',
    question: 'Is the retired Exchange client used?',
    how: 'From the setting. Only with `SAM_EXCHANGE_MODE=legacy`.',
    ifItFails: 'Always `warn`.',
    permission: null,
    needs: [],
    asks: null,
  },
  'partner.token': {
    group: 'partner',
    question: 'Does Microsoft give a token for our tenant?',
    how: 'The refresh token is redeemed for Graph.',
    ifItFails: 'No tenant is touched. Exit code 3 if Microsoft refused.',
    permission: null,
    needs: ['credentials.shape'],
    foundation: true,
    asks: { id: 'entra.token', resource: 'graph' },
  },
  'partner.mfa': {
    group: 'partner',
    question: 'Does the token prove MFA?',
    how: 'The token’s `amr` claim holds `mfa`.',
    ifItFails: '`warn`, and the run goes on. `unknown` if the token can’t be read.',
    permission: null,
    needs: ['partner.token'],
    asks: null,
  },
  'partner.customers': {
    group: 'partner',
    question: 'Who are our customers?',
    how: 'Every page of `GET /contracts`, united with GDAP’s `delegatedAdminCustomers`.',
    ifItFails: 'No tenant is touched, unless tenants were named.',
    permission: 'Directory.Read.All',
    needs: ['partner.token'],
    foundation: true,
    asks: { id: 'graph.customers' },
  },
  'partner.account': {
    group: 'proof',
    question: 'Is the service account there, enabled, and no guest of the customer?',
    how: '`GET /users/{id}` in our tenant, and `GET /users` for its address in the customer’s.',
    ifItFails: 'The account has to be mended, and often to sign in anew.',
    permission: 'User.Read.All',
    needs: [],
    asks: null,
    refusals: ['account.disabled', 'account.locked', 'account.not-found', 'account.password'],
  },
  'gdap.relationship': {
    group: 'proof',
    question: 'Is there an active delegated admin relationship?',
    how: 'Every page of `GET /tenantRelationships/delegatedAdminRelationships`.',
    ifItFails: 'The customer approves a new one.',
    permission: 'DelegatedAdminRelationship.Read.All',
    needs: [],
    asks: null,
  },
  'gdap.assignment': {
    group: 'proof',
    question: 'Are its roles assigned to a group of ours?',
    how: '`accessAssignments` of each active relationship.',
    ifItFails: 'We assign the role; one that the relationship lacks needs a new relationship.',
    permission: 'DelegatedAdminRelationship.Read.All',
    needs: [],
    asks: null,
  },
  'gdap.membership': {
    group: 'proof',
    question: 'Is the account in one of these groups?',
    how: '`transitiveMemberOf` of the account, compared with the assigned groups.',
    ifItFails: 'We add the account to a group.',
    permission: 'GroupMember.Read.All',
    needs: [],
    asks: null,
  },
  'tenant.app': {
    group: 'proof',
    question: 'Is the app in the tenant, enabled, and open to the account?',
    how: '`GET /servicePrincipals(appId=…)` in the customer’s tenant.',
    ifItFails: 'The app is consented to again, or the customer enables it.',
    permission: 'Application.Read.All',
    needs: [],
    asks: null,
    refusals: ['app.not-in-tenant', 'app.disabled', 'app.misconfigured', 'access.not-assigned'],
  },
  'tenant.consent': {
    group: 'proof',
    question: 'Is what the app asks for granted there?',
    how: 'The grants of the service principal, compared with the app’s manifest.',
    ifItFails: 'We consent to the app in this tenant again.',
    permission: 'Directory.Read.All',
    needs: [],
    asks: null,
    refusals: ['consent.missing', 'consent.not-authorized-for-partner'],
  },
  'graph.token': {
    group: 'graph',
    question: 'Does Microsoft give a Graph token here?',
    how: 'The refresh token is redeemed at this tenant.',
    ifItFails: 'Graph is not asked.',
    permission: null,
    needs: [],
    asks: { id: 'entra.token', resource: 'graph' },
  },
  'app.principal': {
    group: 'graph',
    question: 'Is the app in the tenant, and enabled?',
    how: '`GET /servicePrincipals(appId=…)`',
    ifItFails: 'The tenant’s administrator enables it, or consents to it again.',
    permission: 'Application.Read.All',
    needs: ['app.token'],
    asks: null,
  },
  'app.credentials': {
    group: 'graph',
    question: 'How long do the app’s secret and certificates last?',
    how: '`GET /applications(appId=…)`, the end dates.',
    ifItFails: '`warn` 30 days before one ends.',
    permission: 'Application.Read.All',
    needs: ['app.token'],
    asks: null,
  },
  'app.permissions': {
    group: 'graph',
    question: 'Does the token carry the permissions that the app needs?',
    how: 'Its `roles` claim, compared with the set of an app that reads by itself.',
    ifItFails: 'An administrator of the tenant grants what is missing. `warn` where only the MFA report needs it.',
    permission: null,
    needs: ['app.token'],
    asks: null,
  },
  'tenant.scopes': {
    group: 'proof',
    question: 'Does the live token carry what the reads need?',
    how: 'Its `scp` claim, compared with what is granted.',
    ifItFails: 'A token that is older than the grant is renewed.',
    permission: null,
    needs: [],
    asks: null,
  },
  'graph.read': {
    group: 'graph',
    question: 'Does Graph answer?',
    how: '`GET /users?$top=1&$select=id`',
    ifItFails: 'Graph does not answer for this tenant.',
    permission: 'User.Read.All',
    needs: ['graph.token'],
    asks: { id: 'graph.read', path: '/v1.0/users?$top=1&$select=id' },
  },
  'app.mfa-report': {
    group: 'graph',
    question: 'Can it be read who is registered for MFA?',
    how: '`GET /reports/authenticationMethods/userRegistrationDetails`',
    ifItFails: '`warn`: everything else goes on. It needs Entra ID P1.',
    permission: 'AuditLog.Read.All',
    needs: ['app.token'],
    asks: { id: 'graph.read', path: '/v1.0/reports/authenticationMethods/userRegistrationDetails?$top=1&$select=id' },
  },
  'exchange.token': {
    group: 'exchange',
    question: 'Does Microsoft give an Exchange token?',
    how: 'The same refresh token, for `https://outlook.office365.com/.default`.',
    ifItFails: 'Exchange is not asked.',
    permission: null,
    needs: [],
    asks: { id: 'entra.token', resource: 'exchange' },
  },
  'exchange.read': {
    group: 'exchange',
    question: 'Does Exchange answer?',
    how: '`Get-OrganizationConfig` through Exchange’s admin API.',
    ifItFails: 'Exchange does not answer for this tenant.',
    permission: 'Exchange.Manage',
    needs: ['exchange.token'],
    asks: { id: 'exchange.read', cmdlet: 'Get-OrganizationConfig' },
  },
  'tenant.policies': {
    group: 'proof',
    question: 'What do Conditional Access, security defaults and cross-tenant settings do to this sign-in?',
    how: 'The refusal’s own words, the policies, named locations, security defaults and cross-tenant settings of the tenant, and the sign-in logs of both sides. A tenant that gives the account no token is read by the app alone, where it was granted `Policy.Read.All` and, for the log, `AuditLog.Read.All` and `Directory.Read.All` as application permissions.',
    ifItFails: 'Whose policy it is excludes our accounts from it.',
    permission: 'Policy.Read.All',
    needs: [],
    asks: null,
    refusals: [
      'access.conditional-access',
      'access.security-defaults',
      'access.cross-tenant-policy',
      'access.risk-blocked',
      'mfa.required',
      'mfa.third-party',
      'mfa.not-registered',
      'token.sign-in-frequency',
    ],
  },
} as const satisfies Record<string, CheckDefinition>;

type Id = keyof typeof CHECKS;
const isOfApp = (id: Id): boolean => id.startsWith('app.');
const OF_BOTH: readonly Id[] = ['credentials.shape', 'graph.read', 'tenant.policies'];

/** Which checks a connection of each kind is tested by, those of the proof among them. */
export const CHAINS = {
  sam: (Object.keys(CHECKS) as Id[]).filter((id) => !isOfApp(id)),
  'app-only': (Object.keys(CHECKS) as Id[]).filter((id) => isOfApp(id) || OF_BOTH.includes(id)),
} as const satisfies Record<Connection['kind'], readonly Id[]>;
