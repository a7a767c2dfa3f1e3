/** An API a token can be asked for. */
export interface Resource {
  readonly name: 'graph' | 'exchange' | 'bot';
  /** Scope prefix and audience. */
  readonly audience: string;
  /** Delegated permissions an answer lists and the token carries. */
  readonly permissions: string;
  readonly roles: readonly string[];
}

/** Graph's audience in the global cloud. */
export const GRAPH_AUDIENCE = 'https://graph.microsoft.com';
/** Exchange's audience in the global cloud. */
export const EXCHANGE_AUDIENCE = 'https://outlook.office365.com';

const resources: readonly Resource[] = [
  createResource(
    'graph',
    GRAPH_AUDIENCE,
    'Application.Read.All AuditLog.Read.All CrossTenantInformation.ReadBasic.All DelegatedAdminRelationship.Read.All Directory.Read.All Organization.Read.All Policy.Read.All User.Read User.Read.All',
    ['Directory.Read.All', 'Organization.Read.All', 'User.Read.All'],
  ),
  createResource('exchange', EXCHANGE_AUDIENCE, 'Exchange.Manage', ['Exchange.ManageAsApp']),
  createResource('bot', 'https://api.botframework.com', 'user_impersonation', []),
];

function createResource(name: Resource['name'], audience: string, permissions: string, roles: string[]): Resource {
  return { name, audience, permissions, roles };
}

const OPENID_SCOPES = new Set(['openid', 'profile', 'offline_access', 'email']);

/** What a `scope` parameter asks for. */
export type ScopeReading =
  | { readonly kind: 'one'; readonly resource: Resource; readonly openid: boolean; readonly offline: boolean }
  | { readonly kind: 'several' }
  | { readonly kind: 'unknown'; readonly scope: string };

/** Reads a space-separated scope; it must name exactly one known resource. */
export function readScope(scope: string): ScopeReading {
  const parts = scope.split(' ').filter((part) => part !== '');
  let found: Resource | undefined;
  let openid = false;
  let offline = false;
  for (const part of parts) {
    if (OPENID_SCOPES.has(part)) {
      openid ||= part === 'openid';
      offline ||= part === 'offline_access';
      continue;
    }
    const resource = resources.find((one) => part.startsWith(`${one.audience}/`));
    if (resource === undefined) return { kind: 'unknown', scope: part };
    if (found !== undefined && found !== resource) return { kind: 'several' };
    found = resource;
  }
  return found === undefined ? { kind: 'unknown', scope } : { kind: 'one', resource: found, openid, offline };
}
