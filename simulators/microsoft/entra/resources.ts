import { ASKED } from '../world/permissions.ts';

/** An API a token can be asked for. */
export interface Resource {
  readonly name: 'graph' | 'exchange' | 'bot' | 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd';
  /** Scope prefix and audience. */
  readonly audience: string;
  /** Application permissions that a token of the app alone carries. */
  readonly roles: readonly string[];
}

/** Graph's audience in the global cloud. */
export const GRAPH_AUDIENCE = 'https://graph.microsoft.com';
/** Exchange's audience in the global cloud. */
export const EXCHANGE_AUDIENCE = 'https://outlook.office365.com';

/** Partner Center's audience; the API is known by its id. */
export const PARTNER_CENTER_AUDIENCE = 'https://api.partnercenter.microsoft.com';
export const PARTNER_CENTER = 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd';

const resources: readonly Resource[] = [
  createResource('graph', GRAPH_AUDIENCE),
  createResource('exchange', EXCHANGE_AUDIENCE),
  createResource('bot', 'https://api.botframework.com'),
  createResource(PARTNER_CENTER, PARTNER_CENTER_AUDIENCE),
];

function createResource(name: Resource['name'], audience: string): Resource {
  const roles = ASKED.filter(({ api, kind }) => api === name && kind === 'application').map((one) => one.name);
  return { name, audience, roles };
}

const OPENID_SCOPES = new Set(['openid', 'profile', 'offline_access', 'email']);

/** The delegated permissions that a `scope` parameter names one by one. */
export function scopesIn(scope: string): string[] {
  return scope.split(' ').flatMap((part) => {
    const name = part.slice(part.lastIndexOf('/') + 1);
    return part.startsWith('https://') && name !== '.default' ? [name] : [];
  });
}

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
