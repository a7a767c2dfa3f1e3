/** Who has to act by default. `either`: the tenant that refused decides. `none`: nobody outside Samaritan. */
export type DefaultOwner = 'partner' | 'customer' | 'either' | 'microsoft' | 'network' | 'unknown' | 'none';

export interface CauseDefinition {
  /** The fact, as a headline of at most 60 characters. */
  title: string;
  /** What it means, in one sentence a tired person understands. */
  meaning: string;
  owner: DefaultOwner;
}

/**
 * The vocabulary of verdicts. An id is a contract with reports, articles and other programs: add one when none fits,
 * never rename one. Every id has an article in docs/articles; a test holds the two together.
 */
export const CAUSES = {
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
  'permission.scope-missing': {
    title: 'The token lacks a permission scope',
    meaning: 'The call needs a permission that the app was not granted, so the token does not carry it.',
    owner: 'partner',
  },
  'permission.insufficient': {
    title: 'Permission or directory role is not enough',
    meaning: 'The token was accepted, but its scopes or the account’s directory role do not allow the call.',
    owner: 'partner',
  },
  'graph.refused': {
    title: 'Graph refuses the token itself',
    meaning: 'Microsoft Graph did not accept the token: wrong audience, too old, or it wants further claims.',
    owner: 'partner',
  },
  'permission.identity-unknown': {
    title: 'Graph cannot tell who is calling',
    meaning: 'Microsoft Graph cannot establish the calling account or app in this tenant.',
    owner: 'partner',
  },
  'resource.not-in-tenant': {
    title: 'The service is not in this tenant',
    meaning:
      'The interface asked for has no service principal in the tenant: the service was most likely never bought.',
    owner: 'customer',
  },
  'resource.disabled': {
    title: 'The service is disabled in this tenant',
    meaning: 'The interface asked for is switched off in the tenant, usually because a subscription lapsed.',
    owner: 'customer',
  },
  'license.missing': {
    title: 'A licence is missing',
    meaning: 'The tenant has no licence for the feature that was asked for.',
    owner: 'customer',
  },
  'license.premium-required': {
    title: 'Entra ID P1 or better is required',
    meaning: 'The data asked for is only available with an Entra ID P1 or P2 licence.',
    owner: 'customer',
  },
  'tenant.not-found': {
    title: 'No such tenant',
    meaning: 'Microsoft knows no tenant of this id or domain: it is mistyped, or the tenant is gone.',
    owner: 'partner',
  },
  'tenant.deleted': {
    title: 'The tenant was most likely deleted or blocked',
    meaning: 'Microsoft has blocked the tenant, which is also what a deleted or suspended tenant looks like.',
    owner: 'partner',
  },
  'tenant.wrong-cloud': {
    title: 'The tenant lives in another cloud',
    meaning: 'The tenant belongs to another national cloud, which this connection cannot reach.',
    owner: 'partner',
  },
  'tenant.vanished': {
    title: 'The tenant vanished from the customer list',
    meaning: 'The tenant was on the customer list at the last run and is not any more.',
    owner: 'partner',
  },
  'tenant.new': {
    title: 'A new tenant is on the customer list',
    meaning: 'The tenant was not on the customer list at the last run.',
    owner: 'partner',
  },
  'gdap.no-relationship': {
    title: 'There is no delegated admin relationship',
    meaning: 'No granular delegated admin relationship with this customer exists.',
    owner: 'either',
  },
  'gdap.expired': {
    title: 'The delegated admin relationship has ended',
    meaning: 'The granular delegated admin relationship with this customer ran out or was ended.',
    owner: 'either',
  },
  'gdap.expiring': {
    title: 'The delegated admin relationship ends soon',
    meaning: 'The granular delegated admin relationship with this customer is about to run out.',
    owner: 'either',
  },
  'gdap.role-missing': {
    title: 'The delegated admin relationship lacks a role',
    meaning: 'A role that the work needs is not part of the relationship, or not assigned to a group of ours.',
    owner: 'either',
  },
  'gdap.group-missing': {
    title: 'The account is in no assigned group',
    meaning: 'The relationship is there, but the service account is in none of the groups its roles are assigned to.',
    owner: 'partner',
  },
  'gdap.pending': {
    title: 'The delegated admin request awaits approval',
    meaning: 'The customer has not yet approved the delegated admin relationship; a request lapses after 90 days.',
    owner: 'either',
  },
  'exchange.role-missing': {
    title: 'Exchange role is missing',
    meaning: 'The account or the app signs in to Exchange, but has no role there that allows the call.',
    owner: 'partner',
  },
  'exchange.legacy-client-retired': {
    title: 'Microsoft retired the old Exchange client',
    meaning: 'The second, Exchange refresh token belongs to a client that Microsoft switched off in March 2024.',
    owner: 'partner',
  },
  'exchange.legacy-powershell': {
    title: 'Exchange remote PowerShell is switched off',
    meaning:
      'The error comes from the old remote PowerShell, which Microsoft switched off for everybody in October 2023.',
    owner: 'partner',
  },
  'exchange.access-policy': {
    title: 'An application access policy keeps the app out',
    meaning: 'A policy in the tenant’s Exchange keeps the app out of mailboxes.',
    owner: 'customer',
  },
  'exchange.refused': {
    title: 'Exchange refuses the token',
    meaning: 'Exchange did not accept the token: wrong audience, too old, or a role that has not taken effect yet.',
    owner: 'partner',
  },
  'throttle.graph': {
    title: 'Graph is throttling',
    meaning: 'Microsoft Graph still answered "too many requests" when the run’s time was up.',
    owner: 'partner',
  },
  'throttle.exchange': {
    title: 'Exchange is throttling',
    meaning: 'Exchange still answered "too many requests" when the run’s time was up.',
    owner: 'partner',
  },
  'throttle.entra': {
    title: 'Too many sign-ins',
    meaning: 'Microsoft’s sign-in service is throttling this tenant or app.',
    owner: 'partner',
  },
  'throttle.loop': {
    title: 'The same sign-in was asked for too often',
    meaning: 'Microsoft took the repeated sign-in request for a loop and blocks it for a while.',
    owner: 'partner',
  },
  'service.unavailable': {
    title: 'Microsoft’s service is not answering properly',
    meaning: 'Microsoft answered with a server error, or with something its interface does not promise.',
    owner: 'microsoft',
  },
  'network.timeout': {
    title: 'No answer in time',
    meaning: 'No answer came in time, at the second try either.',
    owner: 'network',
  },
  'network.unreachable': {
    title: 'No connection',
    meaning: 'The host could not be reached: its name was not found, or the connection was refused or cut.',
    owner: 'network',
  },
  'network.intercepted': {
    title: 'Something else answered in Microsoft’s place',
    meaning: 'A proxy, filter or sign-in page answered where Microsoft’s interface should have.',
    owner: 'network',
  },
  'report.mfa-registration-missing': {
    title: 'MFA registration cannot be read',
    meaning: 'The report on MFA registration needs a permission or an Entra ID P1 licence; everything else goes on.',
    owner: 'partner',
  },
  'portal.bad-request': {
    title: 'The portal shows a 400 error',
    meaning: 'A 400 in CIPP hides token faults, a missing role or a wrong address; it is no fault of one tenant.',
    owner: 'partner',
  },
  'portal.server-error': {
    title: 'The portal shows a 500 error',
    meaning: 'A 500 in CIPP hides a missing licence or a function app that is starting, broken or down.',
    owner: 'partner',
  },
  'portal.deployment': {
    title: 'The portal cannot be deployed',
    meaning: 'Installing, moving or redeploying CIPP fails; no tenant is at fault.',
    owner: 'partner',
  },
  'portal.cost': {
    title: 'What running the portal costs',
    meaning: 'The cost of CIPP is the cost of its Azure resource group.',
    owner: 'partner',
  },
  'portal.lock-down': {
    title: 'Locking the portal down',
    meaning: 'CIPP can be made reachable only from a private network or listed addresses.',
    owner: 'partner',
  },
  'portal.conditional-access': {
    title: 'Conditional Access for the portal itself',
    meaning: 'The CIPP site can be put behind a Conditional Access policy of the partner’s own tenant.',
    owner: 'partner',
  },
  'portal.admin-approval': {
    title: 'The portal’s sign-in needs admin approval',
    meaning: 'The partner’s tenant lets users sign in to new apps only after an administrator consented.',
    owner: 'partner',
  },
  'portal.tenant-missing': {
    title: 'One tenant is missing in the portal',
    meaning: 'A single customer does not show or load in CIPP while the others do.',
    owner: 'partner',
  },
  'portal.tenants-missing': {
    title: 'All tenants are missing in the portal',
    meaning: 'When no customer loads in CIPP, the partner’s own tokens are most likely at fault.',
    owner: 'partner',
  },
  'portal.own-tenant-missing': {
    title: 'The partner’s own tenant is missing in the portal',
    meaning: 'CIPP shows the partner’s own tenant only when it is told to manage it.',
    owner: 'partner',
  },
  'portal.token-cache': {
    title: 'The portal still uses old tokens',
    meaning: 'CIPP keeps tokens in a cache, which has to be emptied after they were replaced.',
    owner: 'partner',
  },
  'portal.key-vault': {
    title: 'The portal cannot read its Key Vault',
    meaning: 'The secrets of CIPP live in an Azure Key Vault that it, or the technician, has no access to.',
    owner: 'partner',
  },
  internal: {
    title: 'Samaritan itself failed',
    meaning: 'This is a fault of Samaritan, not of the tenant; the reference finds it in the log.',
    owner: 'none',
  },
  'unknown.documented': {
    title: 'An error Microsoft documents, without a remedy of its own',
    meaning: 'Microsoft documents this code; Samaritan shows its meaning and the nearest steps.',
    owner: 'unknown',
  },
  unknown: {
    title: 'An error nobody has explained yet',
    meaning: 'Nothing known explains this answer. It is kept as evidence and never taken for a pass.',
    owner: 'unknown',
  },
} as const satisfies Record<string, CauseDefinition>;
