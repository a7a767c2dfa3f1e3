import type { Reaction } from '../answers/answer.ts';
import { entraError } from '../answers/entra-error.ts';
import type { TenantPolicies } from '../world/access-policies.ts';
import type { AppSettings } from '../world/app-registration.ts';
import type { ScenarioInfo } from './scenario.ts';

/** What is wrong with an app by itself in the tenant that it is registered in. */
export interface OwnAppScenario extends ScenarioInfo {
  /** Answers its token requests. */
  readonly token?: Reaction;
  /** The application permissions that it was granted; without it all six. */
  readonly roles?: readonly string[];
  /** Of its service principal. */
  readonly principal?: 'disabled' | 'gone';
  readonly registration?: AppSettings;
  /** The tenant’s policies, where not the usual ones. */
  readonly policies?: TenantPolicies;
  /** The tenant has no Entra ID P1. */
  readonly free?: true;
}

/** What an app that reads by itself is granted as a rule. */
export const SIX: readonly string[] = [
  'AuditLog.Read.All',
  'Directory.Read.All',
  'Policy.Read.All',
  'Reports.Read.All',
  'RoleManagement.Read.All',
  'User.Read.All',
];
const without = (...names: string[]): string[] => SIX.filter((name) => !names.includes(name));

/** The first is `fine`. */
export const ownAppScenarios: readonly OwnAppScenario[] = [
  { name: 'fine', summary: 'all works', expectedCause: null, expectedStatus: 'pass' },
  {
    name: 'secret-expired',
    summary: 'its client secret has expired',
    expectedCause: 'credential.secret-expired',
    expectedStatus: 'fail',
    token: entraError({
      code: 7000222,
      error: 'invalid_client',
      text: "The provided client secret keys for app '{application}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
    }),
  },
  {
    name: 'deleted',
    summary: 'the app was deleted',
    expectedCause: 'app.not-in-tenant',
    expectedStatus: 'fail',
    token: entraError({
      code: 700016,
      error: 'unauthorized_client',
      text: "Application with identifier '{application}' was not found in the directory '{tenantName}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
    }),
  },
  {
    name: 'disabled',
    summary: 'the app is disabled in the tenant',
    expectedCause: 'app.disabled',
    expectedStatus: 'fail',
    token: entraError({
      code: 7000112,
      error: 'unauthorized_client',
      text: "Application '{application}' is disabled.",
    }),
  },
  {
    name: 'blocked',
    summary: 'Conditional Access for workload identities blocks it',
    expectedCause: 'access.conditional-access',
    expectedStatus: 'fail',
    token: entraError({
      code: 53003,
      error: 'invalid_grant',
      text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    }),
  },
  {
    name: 'policy-for-apps',
    summary: 'Conditional Access for workload identities lets it in from here, and from nowhere else',
    expectedCause: null,
    expectedStatus: 'pass',
    policies: {
      own: [
        {
          id: '2f7c5b1e-2f43-4f7b-9c0a-7d1f2f9d5c01',
          displayName: 'Apps only from our servers',
          conditions: {
            users: { includeUsers: ['None'] },
            clientApplications: {
              includeServicePrincipals: ['ServicePrincipalsInMyTenant'],
              excludeServicePrincipals: [],
              servicePrincipalFilter: null,
            },
            locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] },
          },
        },
      ],
    },
  },
  {
    name: 'just-disabled',
    summary: 'it was disabled a moment ago, and Entra still gives tokens',
    expectedCause: 'app.disabled',
    expectedStatus: 'fail',
    principal: 'disabled',
  },
  {
    name: 'just-removed',
    summary: 'its service principal was removed a moment ago, and Entra still gives tokens',
    expectedCause: 'app.not-in-tenant',
    expectedStatus: 'fail',
    principal: 'gone',
  },
  {
    name: 'secret-ends',
    summary: 'its client secret ends in five days',
    expectedCause: 'credential.secret-expiring',
    expectedStatus: 'warn',
    registration: { secrets: [{ endsInDays: 5 }] },
  },
  {
    name: 'registered-elsewhere',
    summary: 'it is registered in another tenant, so that its end dates cannot be read here',
    expectedCause: null,
    expectedStatus: 'warn',
    registration: { registered: false },
  },
  {
    name: 'no-consent',
    summary: 'nobody consented: a token without any permission',
    expectedCause: 'consent.missing',
    expectedStatus: 'fail',
    roles: [],
  },
  {
    name: 'permission-missing',
    summary: 'one of the six permissions was never granted',
    expectedCause: 'permission.scope-missing',
    expectedStatus: 'fail',
    roles: without('Policy.Read.All'),
  },
  {
    name: 'directory-missing',
    summary: 'it may not read the directory, so that much of it cannot be known',
    expectedCause: 'permission.scope-missing',
    expectedStatus: 'fail',
    roles: without('Directory.Read.All'),
  },
  {
    name: 'reports-missing',
    summary: 'only the permission for the MFA report is missing',
    expectedCause: 'report.mfa-registration-missing',
    expectedStatus: 'warn',
    roles: without('Reports.Read.All'),
  },
  {
    name: 'no-premium',
    summary: 'the tenant has no Entra ID P1',
    expectedCause: 'report.mfa-registration-missing',
    expectedStatus: 'warn',
    free: true,
  },
];

/** The scenario of that name; an unknown one throws with the list of all. */
export function ownAppScenario(name: string): OwnAppScenario {
  const found = ownAppScenarios.find((one) => one.name === name);
  if (found) return found;
  const names = ownAppScenarios.map((one) => one.name).join(', ');
  throw new Error(`There is no scenario "${name}" of an app by itself. There are: ${names}.`);
}
