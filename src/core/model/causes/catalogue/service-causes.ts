import type { CauseDefinition } from './cause-definition.ts';

/** What goes wrong once there is a token: permissions, services, tenants, delegated admin, Exchange, limits and the network. */
export const SERVICE_CAUSES = {
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
  'tenant.not-set-up': {
    title: 'The tenant is not set up for this yet',
    meaning:
      'The service wants a setting made once in the tenant first, such as organization customization or the audit log.',
    owner: 'partner',
  },
  'tenant.object-missing': {
    title: 'What was asked for is not in this tenant',
    meaning: 'The tenant answered and has no object of this id or name; its tokens and permissions work.',
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
  'gdap.sharepoint': {
    title: 'SharePoint does not follow delegated admin here',
    meaning:
      'A GDAP role opens SharePoint’s admin centre and its interfaces only in part; sites want rights of their own.',
    owner: 'partner',
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
  'network.tls-outdated': {
    title: 'This computer speaks an outdated TLS',
    meaning: 'Microsoft accepts TLS 1.2 or newer; the system or the program that asked offered less.',
    owner: 'partner',
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
} as const satisfies Record<string, CauseDefinition>;
