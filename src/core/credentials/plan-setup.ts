import type { AskedPermission } from '../model/cloud/app-grants.ts';
import type { PermissionSet, RequiredPermission } from '../model/permissions/permission-set.ts';
import type { ApiPrincipal, HeldGrants, Registration } from './partner-directory.ts';
import type { Additions } from './setup-record.ts';

/** Where a sign-in in the browser comes back to; Entra compares no port of `localhost`, so any port is this one. */
export const LOOPBACK_REDIRECT = 'http://localhost';

export interface SetupFindings {
  /** Null: there is none, and it is to be created. */
  registration: Registration | null;
  /** The object of its service principal; null where there is none. */
  principalId: string | null;
  apis: readonly ApiPrincipal[];
  held: HeldGrants;
}

/** What is to be added so that the app has what the set names; what is there stays. */
export function planAdditions(
  set: PermissionSet,
  { registration, principalId, apis, held }: SetupFindings,
): { additions: Additions; unknown: readonly string[] } {
  const additions: Additions = { apis: [], principal: false, redirectUris: [], asks: [], scopes: [], roles: [] };
  const unknown: string[] = [];
  additions.apis = [...set.apis.keys()].filter((id) => !apis.some(({ resource }) => resource === id));
  additions.principal = principalId === null;
  if (!registration?.redirectUris.some(isLoopback)) additions.redirectUris.push(LOOPBACK_REDIRECT);
  const asks = registration?.asks ?? [];
  for (const required of set.required) {
    const api = apis.find(({ resource }) => resource === required.resource);
    // What an API has that the tenant does not know yet is read once the tenant knows it.
    if (!api) continue;
    const { resource, kind } = required;
    const found = find(api, required.permission, kind);
    if (!found) {
      unknown.push(required.permission);
      continue;
    }
    const { id, name } = found;
    const enough = [found, ...required.or.flatMap((one) => find(api, one, kind) ?? [])];
    if (!asks.some((one) => one.resource === resource && one.kind === kind && enough.some((any) => any.id === one.id)))
      additions.asks.push({ resource, id, kind });
    const isHeld =
      kind === 'delegated'
        ? held.delegated.some(
            (one) => one.apiId === api.objectId && enough.some((any) => one.scopes.includes(any.name)),
          )
        : held.roles.some((one) => one.apiId === api.objectId && enough.some((any) => any.id === one.roleId));
    if (isHeld) continue;
    if (kind === 'delegated') additions.scopes.push({ resource, name });
    else additions.roles.push({ resource, id });
  }
  return { additions, unknown };
}

function find(api: ApiPrincipal, permission: string, kind: RequiredPermission['kind']) {
  return api.permissions.find((one) => one.kind === kind && (one.name === permission || one.id === permission));
}

function isLoopback(uri: string): boolean {
  return /^http:\/\/localhost(:\d+)?\/?$/i.test(uri);
}

/** Everything that an app asks for, with what is added. */
export function joinAsks(asks: readonly AskedPermission[], more: readonly AskedPermission[]): AskedPermission[] {
  return [...asks, ...more.filter((one) => !asks.some((other) => isSameAsk(one, other)))];
}

export function isSameAsk(one: AskedPermission, other: AskedPermission): boolean {
  return one.resource === other.resource && one.id === other.id && one.kind === other.kind;
}
