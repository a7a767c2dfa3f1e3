import type { CauseDefinition } from './cause-definition.ts';

/** What keeps a token from being had: credentials, tokens, MFA, access, the account, the app and its consent. */
export const SIGN_IN_CAUSES = {
  'credential.placeholder': {
    title: 'A credential was never filled in, or is damaged',
    meaning: 'One of the configured values cannot be right: it is empty, a placeholder, broken, or of the wrong kind.',
    owner: 'partner',
  },
  'credential.secret-invalid': {
    title: 'The client secret is wrong',
    meaning: 'Microsoft does not accept the client secret; often its id was pasted instead of its value.',
    owner: 'partner',
  },
  'credential.secret-expired': {
    title: 'The client secret has expired',
    meaning:
      'The secret of the Secure Application Model app is past its end date, so no token can be had for any tenant.',
    owner: 'partner',
  },
  'credential.secret-expiring': {
    title: 'The client secret expires soon',
    meaning: 'The secret of the app ends soon or is older than 90 days; after its end date no tenant can be reached.',
    owner: 'partner',
  },
  'credential.certificate-invalid': {
    title: 'The certificate or assertion is refused',
    meaning: 'Microsoft does not accept the certificate or signed assertion that the app identifies itself with.',
    owner: 'partner',
  },
  'credential.certificate-expiring': {
    title: 'The certificate expires soon',
    meaning: 'The certificate of the app ends soon; after its end date no tenant can be reached.',
    owner: 'partner',
  },
  'credential.malformed': {
    title: 'The sign-in request is malformed',
    meaning: 'A credential reached Microsoft empty, cut or mangled, so the request itself makes no sense to it.',
    owner: 'partner',
  },
  'credential.wrong-client': {
    title: 'The refresh token belongs to another app',
    meaning:
      'The refresh token was issued to a different application: most likely two tokens are in each other’s place.',
    owner: 'partner',
  },
  'token.expired': {
    title: 'The refresh token ran out',
    meaning: 'The refresh token was not used for 90 days, or had a fixed lifetime that is over.',
    owner: 'partner',
  },
  'token.aging': {
    title: 'The refresh token nears its 90 days',
    meaning: 'The refresh token has not been renewed for a long time and stops working after 90 days without use.',
    owner: 'partner',
  },
  'token.revoked': {
    title: 'The refresh token was revoked',
    meaning:
      'An administrator reset the password or revoked the sessions of the service account, or its device or key is gone.',
    owner: 'partner',
  },
  'token.sign-in-frequency': {
    title: 'A sign-in frequency policy aged the token out',
    meaning: 'A policy demands a more recent sign-in, or a more recent MFA, than the one the token came from.',
    owner: 'either',
  },
  'mfa.required': {
    title: 'MFA is demanded and the token has none',
    meaning: 'The tenant demands multi-factor authentication, and the service account’s token does not carry it.',
    owner: 'either',
  },
  'mfa.not-registered': {
    title: 'The account has not registered for MFA',
    meaning: 'Multi-factor authentication is demanded, and the service account has no method registered for it.',
    owner: 'partner',
  },
  'mfa.third-party': {
    title: 'An external MFA challenge cannot be met',
    meaning:
      'The tenant wants a third-party MFA or another external challenge, which a partner account cannot answer there.',
    owner: 'either',
  },
  'mfa.claim-missing': {
    title: 'The token carries no MFA claim',
    meaning: 'A token was issued, but without proof of MFA; partner interfaces and many customers refuse such a token.',
    owner: 'partner',
  },
  'mfa.partner-requirement': {
    title: 'MFA must be enforced for all partner users',
    meaning: 'Microsoft demands MFA for every user of a partner’s tenant and refuses partners who do not enforce it.',
    owner: 'partner',
  },
  'access.conditional-access': {
    title: 'Conditional Access blocks the sign-in',
    meaning: 'A Conditional Access policy of the tenant does not let the partner’s service account in.',
    owner: 'customer',
  },
  'access.security-defaults': {
    title: 'Security defaults block the sign-in',
    meaning: 'The tenant’s security defaults take the sign-in for unsafe legacy authentication.',
    owner: 'customer',
  },
  'access.risk-blocked': {
    title: 'The service account is blocked as risky',
    meaning: 'Microsoft regards the partner’s service account as at risk and keeps it out.',
    owner: 'partner',
  },
  'access.cross-tenant-policy': {
    title: 'A cross-tenant access policy forbids it',
    meaning: 'The access settings between the partner’s tenant and this one forbid the sign-in.',
    owner: 'either',
  },
  'access.not-assigned': {
    title: 'The app demands an assignment',
    meaning: 'The enterprise application lets only assigned accounts in, and the service account is not one of them.',
    owner: 'customer',
  },
  'account.disabled': {
    title: 'The service account is disabled',
    meaning: 'The account that authorized the app is switched off, and all its tokens with it.',
    owner: 'partner',
  },
  'account.locked': {
    title: 'The service account is locked',
    meaning: 'Too many bad sign-ins, or sign-ins from a suspicious address, have locked the account.',
    owner: 'partner',
  },
  'account.not-found': {
    title: 'The service account is gone',
    meaning: 'The account that authorized the app no longer exists; a new token from another account is needed.',
    owner: 'partner',
  },
  'account.password': {
    title: 'The service account’s password failed or expired',
    meaning: 'The password of the service account is wrong, expired or has to be changed.',
    owner: 'partner',
  },
  'account.no-path': {
    title: 'The service account has no way into this tenant',
    meaning: 'No delegated admin relationship leads the account into this tenant, or it stands there as a guest.',
    owner: 'partner',
  },
  'app.not-in-tenant': {
    title: 'The app is not in this tenant',
    meaning: 'The tenant has no service principal for the app: it was never consented there, or was removed.',
    owner: 'partner',
  },
  'app.foreign': {
    title: 'Another app, or a retired one, was refused',
    meaning:
      'The text names an app or a module that is not your SAM app: a tool’s, one of Microsoft’s, or one that is retired.',
    owner: 'partner',
  },
  'app.disabled': {
    title: 'The app is disabled',
    meaning: 'The enterprise application, or signing in to it, is switched off in the tenant.',
    owner: 'either',
  },
  'app.misconfigured': {
    title: 'The app registration is misconfigured',
    meaning: 'The app’s audience, redirect address, client type or requested permissions do not fit the request.',
    owner: 'partner',
  },
  'consent.missing': {
    title: 'Consent is missing',
    meaning: 'Nobody has consented to the app in this tenant, or the consent was removed.',
    owner: 'partner',
  },
  'consent.not-authorized-for-partner': {
    title: 'The app is not pre-authorized for partners',
    meaning: 'The tenant does not know the app as one that partner delegated administrators may use.',
    owner: 'partner',
  },
} as const satisfies Record<string, CauseDefinition>;
