import type { Answer, Call } from '../answers/answer.ts';
import { graphErrorReply, graphHeaders } from '../answers/graph-error.ts';
import { SIX } from '../scenarios/own-app.ts';
import type { Inbound } from '../traffic/inbound.ts';
import type { TenantPolicies } from '../world/access-policies.ts';
import { APIS, apiIdIn, offeredBy, type Permission, requiredResourceAccess } from '../world/permissions.ts';
import type { World } from '../world/world.ts';
import { organizationReply, usersReply } from './directory.ts';
import { listReply, type PageOptions } from './list-reply.ts';
import { denied } from './partner-lists.ts';
import { createPolicies } from './policies.ts';
import { selectFields } from './query.ts';
import { principalOf } from './service-principals.ts';
import { createSubscribedSkus } from './subscribed-skus.ts';

const DIRECTORY = ['Directory.Read.All'];

/** Any one of these opens a path: learn.microsoft.com/graph/permissions-reference, November 2026. */
const OPENED_BY: readonly { path: RegExp; roles: readonly string[] }[] = [
  { path: /^\/users$/, roles: ['User.Read.All', ...DIRECTORY] },
  { path: /^\/organization$/, roles: ['Organization.Read.All', 'User.Read.All', ...DIRECTORY] },
  { path: /^\/(?:applications|serviceprincipals)\b/, roles: ['Application.Read.All', ...DIRECTORY] },
  { path: /^\/reports\/authenticationmethods\/userregistrationdetails$/, roles: ['AuditLog.Read.All'] },
];

/** What Graph answers an app that signed in by itself; undefined for a path that is not its matter. */
export function ownAppAnswer(
  world: World,
  options: PageOptions,
  { path, version, roles }: { path: string; version: string; roles: readonly string[] },
  inbound: Inbound,
  call: Call,
): Answer | undefined {
  const { ownApp } = world;
  const policies = createPolicies(world, options, policiesOfApp(world))(path, version, inbound, call, roles);
  const answered = policies ?? createSubscribedSkus(options)(path, version, inbound, call, roles);
  if (answered) return answered;
  const opened = OPENED_BY.find((one) => one.path.test(path));
  if (!opened) return undefined;
  if (!opened.roles.some((role) => roles.includes(role))) return denied(call);
  const { tenantId } = call.tenant;
  const scenario = ownApp.scenarioIn(tenantId);
  const list = (items: readonly Record<string, unknown>[], name: string): Answer =>
    listReply(items, { path: name, most: 999 }, options, version, inbound, call);
  if (path === '/users') return usersReply(options.origin(), version, inbound, call);
  if (path === '/organization') return organizationReply(version, inbound, call);
  if (path === '/applications') return list(applications(world, tenantId), '/applications');
  if (path === '/serviceprincipals')
    return list(
      APIS.map((api) => principalOf(api, call.tenant)),
      '/servicePrincipals',
    );
  if (path.startsWith('/reports/')) {
    if (scenario.free) return noPremium(call);
    return list([{ id: tenantId, isMfaRegistered: true }], '/reports/authenticationMethods/userRegistrationDetails');
  }
  if (scenario.principal === 'gone' || !path.includes(ownApp.applicationId)) {
    const message = `Resource '${ownApp.applicationId}' does not exist or one of its queried reference-property objects are not present.`;
    return graphErrorReply({ status: 404, code: 'Request_ResourceNotFound', message }, call);
  }
  if (path.endsWith('/oauth2permissiongrants')) return list([], '/servicePrincipals/oauth2PermissionGrants');
  if (path.endsWith('/approleassignments')) {
    const held = permissionsOf(roles).map(({ id }) => ({
      id: `assigned-${id}`,
      appRoleId: id,
      principalType: 'ServicePrincipal',
      resourceId: apiIdIn(call.tenant, 'graph'),
      resourceDisplayName: 'Microsoft Graph',
    }));
    return list(held, '/servicePrincipals/appRoleAssignments');
  }
  const principal = {
    id: `${tenantId.slice(0, -2)}f0`,
    appId: ownApp.applicationId,
    displayName: ownApp.applicationName,
    accountEnabled: scenario.principal !== 'disabled',
    appRoleAssignmentRequired: false,
  };
  const context = `https://graph.microsoft.com/${version}/$metadata#servicePrincipals/$entity`;
  const body = { '@odata.context': context, ...selectFields(principal, inbound.query.get('$select')?.split(',')) };
  return { status: 200, headers: graphHeaders(call), body: JSON.stringify(body) };
}

function policiesOfApp({ ownApp }: World) {
  return ({ tenantId }: { tenantId: string }): TenantPolicies => {
    const { policies = {}, free } = ownApp.scenarioIn(tenantId);
    return free ? { ...policies, premium: false } : policies;
  };
}

function applications({ ownApp }: World, tenantId: string) {
  const { registered, passwordCredentials, keyCredentials } = ownApp.registrationIn(tenantId);
  if (!registered) return [];
  const { applicationId, applicationName } = ownApp;
  return [
    {
      id: `${applicationId.slice(0, -2)}01`,
      appId: applicationId,
      displayName: applicationName,
      signInAudience: 'AzureADMyOrg',
      passwordCredentials,
      keyCredentials,
      requiredResourceAccess: requiredResourceAccess(permissionsOf(SIX)),
    },
  ];
}

/** Of Graph, to an app by itself. */
function permissionsOf(names: readonly string[]): Permission[] {
  return offeredBy('graph').filter(({ kind, name }) => kind === 'application' && names.includes(name));
}

function noPremium(call: Call): Answer {
  const message = "Neither tenant is B2C or tenant doesn't have premium license";
  return graphErrorReply({ status: 403, code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', message }, call);
}
