import { entraError } from '../answers/entra-error.ts';
import type { PartnerScenario } from './scenario.ts';

const GRANT = 'invalid_grant';
const CLIENT = 'invalid_client';
const FAIL = 'fail';

/** Faults of the app's credentials, the refresh token or the service account: every tenant refuses alike. */
export const credentialScenarios: readonly PartnerScenario[] = [
  {
    name: 'secret-wrong',
    summary: 'the client secret is wrong',
    expectedCause: 'credential.secret-invalid',
    expectedStatus: FAIL,
    everyToken: entraError({
      code: 7000215,
      error: CLIENT,
      text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{application}'.",
    }),
  },
  {
    name: 'secret-expired',
    summary: 'the client secret has expired',
    expectedCause: 'credential.secret-expired',
    expectedStatus: FAIL,
    everyToken: entraError({
      code: 7000222,
      error: CLIENT,
      text: "The provided client secret keys for app '{application}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
    }),
  },
  {
    name: 'secret-missing',
    summary: 'Entra sees neither secret nor assertion',
    expectedCause: 'credential.secret-invalid',
    expectedStatus: FAIL,
    everyToken: entraError({
      code: 7000218,
      error: CLIENT,
      text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    }),
  },
  {
    name: 'certificate-invalid',
    summary: 'the client certificate is not the registered one',
    expectedCause: 'credential.certificate-invalid',
    expectedStatus: FAIL,
    everyToken: entraError({
      code: 700027,
      error: CLIENT,
      text: "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '{application}'.",
    }),
  },
  {
    name: 'token-expired',
    summary: 'the refresh token was not used for 90 days',
    oldTokenOnly: true,
    expectedCause: 'token.expired',
    expectedStatus: FAIL,
    everyToken: entraError({
      code: 700082,
      error: GRANT,
      suberror: 'bad_token',
      text: 'The refresh token has expired due to inactivity. The token was issued on {daysAgo:121} and was inactive for 90.00:00:00.',
    }),
  },
  {
    name: 'token-revoked',
    summary: 'the refresh token was revoked: password reset or sessions revoked',
    oldTokenOnly: true,
    expectedCause: 'token.revoked',
    expectedStatus: FAIL,
    everyToken: entraError({
      code: 50173,
      error: GRANT,
      suberror: 'bad_token',
      text: "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{daysAgo:40}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{daysAgo:2}'.",
    }),
  },
  {
    name: 'token-malformed',
    summary: 'the refresh token is cut or mangled',
    oldTokenOnly: true,
    expectedCause: 'credential.malformed',
    expectedStatus: FAIL,
    everyToken: entraError({ code: 9002313, error: GRANT, text: 'Invalid request. Request is malformed or invalid.' }),
  },
  {
    name: 'wrong-client',
    summary: 'the refresh token belongs to another app',
    oldTokenOnly: true,
    expectedCause: 'credential.wrong-client',
    expectedStatus: FAIL,
    everyToken: entraError({
      code: 700007,
      error: GRANT,
      suberror: 'client_mismatch',
      text: 'The grant was issued for a different client id.',
    }),
  },
  {
    name: 'device-gone',
    summary: 'the device the token was made on was removed',
    oldTokenOnly: true,
    expectedCause: 'token.revoked',
    expectedStatus: FAIL,
    everyToken: entraError({
      code: 700003,
      error: GRANT,
      text: "Device object was not found in the tenant '{partner}' directory.",
    }),
  },
  {
    name: 'key-gone',
    summary: 'the key the token was made with was removed',
    oldTokenOnly: true,
    expectedCause: 'token.revoked',
    expectedStatus: FAIL,
    everyToken: entraError({
      code: 135010,
      error: GRANT,
      text: "UserPrincipal doesn't have the key ID configured.",
    }),
  },
  {
    name: 'account-disabled',
    summary: 'the service account is disabled',
    expectedCause: 'account.disabled',
    expectedStatus: FAIL,
    everyToken: entraError({ code: 50057, error: GRANT, text: 'The user account is disabled.' }),
  },
  {
    name: 'account-locked',
    summary: 'the service account is locked',
    expectedCause: 'account.locked',
    expectedStatus: FAIL,
    everyToken: entraError({
      code: 50053,
      error: GRANT,
      text: "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
    }),
  },
  {
    name: 'account-deleted',
    summary: 'the service account is gone',
    expectedCause: 'account.not-found',
    expectedStatus: FAIL,
    everyToken: entraError({
      code: 500341,
      error: GRANT,
      text: 'The user account {account} has been deleted from the {partner} directory. To sign into this application, the account must be added to the directory.',
    }),
  },
  {
    name: 'app-not-found',
    summary: 'the app does not exist',
    expectedCause: 'app.not-in-tenant',
    expectedStatus: FAIL,
    everyToken: entraError({
      code: 700016,
      error: 'unauthorized_client',
      text: "Application with identifier '{application}' was not found in the directory '{tenantName}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
    }),
  },
  {
    name: 'legacy-client-retired',
    summary: "Microsoft's own Exchange client is refused, as it has been since 2024",
    expectedCause: 'exchange.legacy-client-retired',
    expectedStatus: FAIL,
    exchangeMode: 'legacy',
    legacyToken: entraError({
      code: 7000112,
      error: 'unauthorized_client',
      text: "Application 'a0c73c16-a7e3-4564-9a95-2bdf47383716'(Microsoft Exchange Online Remote PowerShell) is disabled.",
    }),
  },
];
