import type { Answer, Call } from '../answers/answer.ts';
import { graphErrorReply, graphHeaders } from '../answers/graph-error.ts';
import type { Inbound } from '../traffic/inbound.ts';
import { APIS, type Api, apiIdIn, grantedBy, idIn, offeredBy, type Permission } from '../world/permissions.ts';
import type { RegisteredApp } from '../world/registrations.ts';
import type { Tenant } from '../world/tenant.ts';
import type { World } from '../world/world.ts';
import { type ListKind, listReply, type PageOptions } from './list-reply.ts';
import { denied, type ScopedAnswers } from './partner-lists.ts';
import { selectFields } from './query.ts';
import { grantsOf } from './registrations.ts';

// learn.microsoft.com/graph/api/serviceprincipal-get, -list, -list-oauth2permissiongrants and -list-approleassignments.
const PRINCIPALS: ListKind = { path: '/servicePrincipals', most: 999 };
const OWN = /^\/serviceprincipals\(appid='([^']*)'\)(?:\/(oauth2permissiongrants|approleassignments))?$/;

/** Permissions of which any one opens a thing. */
const OPENS = {
  principal: ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All'],
  grants: ['Directory.Read.All', 'DelegatedPermissionGrant.ReadWrite.All'],
} as const;

/** Answers what is under `/servicePrincipals`; undefined for any other path. `scopes` is what the token carries. */
export function createServicePrincipals(world: World, options: PageOptions): ScopedAnswers {
  const { partner } = world;
  const may = (scopes: readonly string[], what: keyof typeof OPENS): boolean =>
    OPENS[what].some((name) => scopes.includes(name));

  return (path, version, inbound, call, scopes) => {
    const tenant = world.byAuthority(call.tenant.tenantId);
    if (tenant === undefined) return undefined;
    if (path === PRINCIPALS.path.toLowerCase()) {
      if (!may(scopes, 'principal')) return denied(call);
      const registered = tenant === partner.tenant ? world.registrations.all().flatMap(registeredPrincipal) : [];
      const isThere = ({ appId, isAdded }: Api): boolean =>
        !isAdded || (tenant === partner.tenant && world.registrations.apis.has(appId));
      const apis = APIS.filter(isThere).map((api) => principalOf(api, tenant));
      const all = [own(world, tenant), ...registered, ...apis];
      return listReply(all, PRINCIPALS, options, version, inbound, call);
    }
    const [, appId, part] = OWN.exec(path) ?? [];
    if (appId === undefined) return undefined;
    if (!may(scopes, part === 'oauth2permissiongrants' ? 'grants' : 'principal')) return denied(call);
    const app = tenant === partner.tenant ? world.registrations.byAppId(appId) : undefined;
    const [registered] = app ? registeredPrincipal(app) : [];
    if (app && registered)
      return part === undefined
        ? entity(registered, version, inbound, call)
        : listReply(
            grantsOf(app, part),
            { path: `${PRINCIPALS.path}/${part}`, most: 999 },
            options,
            version,
            inbound,
            call,
          );
    if (appId !== partner.applicationId) return absent(appId, call);
    if (part === undefined) return entity(own(world, tenant), version, inbound, call);
    const list = part === 'oauth2permissiongrants' ? grantsIn(tenant) : assignmentsIn(world, tenant);
    return listReply(list, { path: `${PRINCIPALS.path}/${part}`, most: 999 }, options, version, inbound, call);
  };
}

function registeredPrincipal({ principalId, appId, displayName }: RegisteredApp): Record<string, unknown>[] {
  if (principalId === null) return [];
  return [{ id: principalId, appId, displayName, accountEnabled: true, appRoleAssignmentRequired: false }];
}

function own({ partner }: World, tenant: Tenant) {
  return {
    id: idIn(tenant, 0),
    appId: partner.applicationId,
    displayName: partner.applicationName,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    appOwnerOrganizationId: partner.tenant.tenantId,
    servicePrincipalType: 'Application',
    appRoles: [],
    oauth2PermissionScopes: [],
  };
}

/** An API's service principal, with what it offers. */
export function principalOf({ name, appId, displayName }: Api, tenant: Pick<Tenant, 'tenantId'>) {
  const offered = offeredBy(name);
  return {
    id: apiIdIn(tenant, name),
    appId,
    displayName,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    appOwnerOrganizationId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
    servicePrincipalType: 'Application',
    appRoles: offered
      .filter(({ kind }) => kind === 'application')
      .map(({ id, name: value }) => ({
        id,
        value,
        displayName: value,
        isEnabled: true,
        allowedMemberTypes: ['Application'],
      })),
    oauth2PermissionScopes: offered
      .filter(({ kind }) => kind === 'delegated')
      .map(({ id, name: value }) => ({ id, value, adminConsentDisplayName: value, isEnabled: true, type: 'Admin' })),
  };
}

/** One grant an API; Entra begins the list of scopes with a blank. */
function grantsIn(tenant: Tenant) {
  return APIS.flatMap(({ name }) => {
    const names = grantedFor(tenant, name, 'delegated').map((one) => one.name);
    if (names.length === 0) return [];
    return {
      id: `grant-${apiIdIn(tenant, name)}`,
      clientId: idIn(tenant, 0),
      consentType: 'AllPrincipals',
      principalId: null,
      resourceId: apiIdIn(tenant, name),
      scope: ` ${names.join(' ')}`,
    };
  });
}

function assignmentsIn({ partner }: World, tenant: Tenant) {
  return APIS.flatMap(({ name, displayName }) =>
    grantedFor(tenant, name, 'application').map(({ id }) => ({
      id: `assignment-${id}`,
      appRoleId: id,
      createdDateTime: '2026-03-02T09:00:00Z',
      principalDisplayName: partner.applicationName,
      principalId: idIn(tenant, 0),
      principalType: 'ServicePrincipal',
      resourceDisplayName: displayName,
      resourceId: apiIdIn(tenant, name),
    })),
  );
}

function grantedFor(tenant: Tenant, api: Api['name'], kind: Permission['kind']): Permission[] {
  return grantedBy(tenant.scenario.consent).filter((one) => one.api === api && one.kind === kind);
}

function entity(item: Record<string, unknown>, version: string, inbound: Inbound, call: Call): Answer {
  const context = `https://graph.microsoft.com/${version}/$metadata#servicePrincipals/$entity`;
  const body = { '@odata.context': context, ...selectFields(item, inbound.query.get('$select')?.split(',')) };
  return { status: 200, headers: graphHeaders(call), body: JSON.stringify(body) };
}

function absent(appId: string, call: Call): Answer {
  const message = `Resource '${appId}' does not exist or one of its queried reference-property objects are not present.`;
  return graphErrorReply({ status: 404, code: 'Request_ResourceNotFound', message }, call);
}
