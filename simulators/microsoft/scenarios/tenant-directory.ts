import type { Reaction } from '../answers/answer.ts';
import { entraError, entraErrorReply } from '../answers/entra-error.ts';
import { fillText } from '../answers/fill.ts';
import { noToken, type TenantScenario } from './scenario.ts';

const GRANT = 'invalid_grant';
const NOT_FOUND_TEXT =
  "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.";
const notFound: Reaction = (call) =>
  entraErrorReply({ code: 90002, error: 'invalid_tenant', text: NOT_FOUND_TEXT }, fillText(NOT_FOUND_TEXT, call), call);
const NO_SUCH_ACCOUNT = entraError({
  code: 50020,
  error: GRANT,
  text: "User account '{account}' from identity provider 'https://sts.windows.net/{partner}/' does not exist in tenant '{tenantName}' and cannot access the application '{application}'({applicationName}) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.",
});

/** Tenants that refuse the token for the app, the account or the tenant itself. */
export const directoryScenarios: readonly TenantScenario[] = [
  noToken(
    {
      name: 'consent-missing',
      summary: 'nobody consented to the app in this tenant',
      expectedCause: 'consent.missing',
      expectedStatus: 'fail',
    },
    entraError({
      code: 65001,
      error: GRANT,
      suberror: 'consent_required',
      text: "The user or administrator has not consented to use the application with ID '{application}' named '{applicationName}'. Send an interactive authorization request for this user and resource.",
    }),
  ),
  noToken(
    {
      name: 'not-preauthorized',
      summary: 'the app is not authorized here for partner delegated administrators',
      expectedCause: 'consent.not-authorized-for-partner',
      expectedStatus: 'fail',
    },
    entraError({
      code: 90099,
      error: GRANT,
      text: "The application '{application}' ({applicationName}) has not been authorized in the tenant '{tenant}'. Applications must be authorized to access the customer tenant before partner delegated administrators can use them. Please provide pre-consent or execute the appropriate Partner Center API to authorize the application.",
    }),
  ),
  noToken(
    {
      name: 'app-missing',
      summary: 'the app is unknown in this tenant',
      expectedCause: 'app.not-in-tenant',
      expectedStatus: 'fail',
    },
    entraError({
      code: 700016,
      error: 'unauthorized_client',
      text: "Application with identifier '{application}' was not found in the directory '{tenantName}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
    }),
  ),
  noToken(
    {
      name: 'app-missing-7000229',
      summary: 'the app has no service principal in this tenant',
      expectedCause: 'app.not-in-tenant',
      expectedStatus: 'fail',
    },
    entraError({
      code: 7000229,
      error: 'invalid_client',
      text: 'The client application {application} is missing service principal in the tenant {tenant}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119',
    }),
  ),
  noToken(
    {
      name: 'app-disabled',
      summary: 'the app is disabled for sign-in in this tenant',
      expectedCause: 'app.disabled',
      expectedStatus: 'fail',
    },
    entraError({
      code: 7000112,
      error: 'unauthorized_client',
      text: "Application '{application}'({applicationName}) is disabled.",
    }),
  ),
  noToken(
    {
      name: 'not-assigned',
      summary: 'the app demands an assignment that the account has not',
      expectedCause: 'access.not-assigned',
      expectedStatus: 'fail',
    },
    entraError({
      code: 50105,
      error: GRANT,
      text: "Your administrator has configured the application {applicationName} ('{application}') to block users unless they are specifically granted ('assigned') access to the application. The signed-in user '{account}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.",
    }),
  ),
  {
    ...noToken(
      {
        name: 'guest-account',
        summary: 'the service account stands in this tenant as a guest or not at all',
        expectedCause: 'account.no-path',
        expectedStatus: 'fail',
      },
      NO_SUCH_ACCOUNT,
    ),
    delegation: { guest: true },
  },
  {
    ...noToken(
      {
        name: 'guest-read',
        summary: 'the service account stands in this tenant as a guest, and the app by itself can see it',
        expectedCause: 'account.no-path',
        expectedStatus: 'fail',
      },
      NO_SUCH_ACCOUNT,
    ),
    peopleOnly: true,
    delegation: { guest: true },
  },
  {
    ...noToken(
      {
        name: 'no-gdap-path',
        summary: 'no delegated-admin path leads the account into this tenant',
        expectedCause: 'account.no-path',
        expectedStatus: 'fail',
      },
      entraError({
        code: 90072,
        error: GRANT,
        text: "User account '{account}' from identity provider 'https://sts.windows.net/{partner}/' does not exist in tenant '{tenantName}' and cannot access the application '{application}'({applicationName}) in that tenant. The account needs to be added as an external user in the tenant first.",
      }),
    ),
    delegation: { relationships: [] },
  },
  noToken(
    {
      name: 'account-deleted',
      summary: 'the service account was deleted',
      expectedCause: 'account.not-found',
      expectedStatus: 'fail',
    },
    entraError({
      code: 500341,
      error: GRANT,
      text: 'The user account {account} has been deleted from the {partner} directory. To sign into this application, the account must be added to the directory.',
    }),
  ),
  {
    ...noToken(
      {
        name: 'tenant-not-found',
        summary: 'no tenant with this id exists',
        expectedCause: 'tenant.not-found',
        expectedStatus: 'fail',
      },
      entraError({ code: 90002, error: 'invalid_request', text: NOT_FOUND_TEXT }),
    ),
    discovery: notFound,
  },
  noToken(
    {
      name: 'tenant-blocked',
      summary: 'Microsoft keeps the tenant closed; it was most likely deleted',
      expectedCause: 'tenant.deleted',
      expectedStatus: 'fail',
    },
    entraError({
      code: 5000224,
      error: 'access_denied',
      text: 'We are sorry, this resource is not available. If you think you are seeing this message in error, please contact support.',
    }),
  ),
  noToken(
    {
      name: 'wrong-cloud',
      summary: 'the tenant lives in another national cloud',
      expectedCause: 'tenant.wrong-cloud',
      expectedStatus: 'fail',
    },
    entraError({
      code: 90038,
      error: 'invalid_request',
      text: "Confidential Client is not supported in Cross Cloud request. Tenant '{tenant}' request is being redirected to the National Cloud 'MicrosoftOnline.us'.",
    }),
  ),
  {
    name: 'exchange-not-licensed',
    summary: 'Exchange Online was never bought: its API has no service principal',
    expectedCause: 'resource.not-in-tenant',
    expectedStatus: 'fail',
    exchangeToken: entraError({
      code: 500011,
      error: 'invalid_resource',
      text: 'The resource principal named {resource} was not found in the tenant named {tenantName}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
    }),
  },
  {
    name: 'exchange-disabled',
    summary: 'the Exchange Online API is disabled: the subscription lapsed',
    expectedCause: 'resource.disabled',
    expectedStatus: 'fail',
    exchangeToken: entraError({
      code: 500014,
      error: 'invalid_resource',
      text: "The service principal for resource '{resource}' is disabled. This indicate that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it.",
    }),
  },
  {
    name: 'service-not-subscribed',
    summary: 'the organization has no subscription for the service the app asks for',
    expectedCause: 'resource.not-in-tenant',
    expectedStatus: 'fail',
    exchangeToken: entraError({
      code: 650052,
      error: 'invalid_client',
      status: 400,
      text: "The app is trying to access a service '00000002-0000-0ff1-ce00-000000000000'(Office 365 Exchange Online) that your organization '{tenant}' lacks a service principal for. Contact your IT Admin to review the configuration of your service subscriptions or consent to the application in order to create the required service principal.",
    }),
  },
  noToken(
    {
      name: 'documented-code',
      summary: 'a code that Microsoft documents and nobody expects here',
      expectedCause: 'unknown.documented',
      expectedStatus: 'fail',
    },
    entraError({
      code: 80012,
      error: GRANT,
      text: 'The user attempted to sign in outside of the allowed hours. These hours are specified in Active Directory.',
    }),
  ),
  noToken(
    {
      name: 'unknown-code',
      summary: 'a code that exists nowhere',
      expectedCause: 'unknown',
      expectedStatus: 'unknown',
    },
    entraError({ code: 9876543, error: GRANT, text: 'The request could not be completed in its current form.' }),
  ),
  {
    name: 'consent-partial',
    summary: 'the app asks for permissions that nobody consented to here',
    expectedCause: null,
    expectedStatus: 'pass',
    consent: { without: ['AuditLog.Read.All', 'Policy.Read.All'], withoutRoles: ['Organization.Read.All'] },
  },
  {
    name: 'consent-newer',
    summary: 'a permission was consented to that the token does not carry yet',
    expectedCause: null,
    expectedStatus: 'pass',
    consent: { notInToken: ['Policy.Read.All'] },
  },
  {
    name: 'grants-unreadable',
    summary: 'the token may not read what the app was granted, or the tenant owns',
    expectedCause: null,
    expectedStatus: 'pass',
    consent: { without: ['Application.Read.All', 'Directory.Read.All', 'Organization.Read.All'] },
  },
  {
    name: 'token-stale',
    summary: 'the permission to read users is granted, and not in the token yet',
    expectedCause: 'permission.insufficient',
    expectedStatus: 'fail',
    consent: { notInToken: ['Directory.Read.All', 'User.Read.All'] },
  },
];
