import { z } from 'zod';
import type { Answer, Call } from '../answers/answer.ts';
import { graphErrorReply, graphHeaders } from '../answers/graph-error.ts';
import type { Inbound } from '../traffic/inbound.ts';
import { APIS, apiIdIn } from '../world/permissions.ts';
import { type RegisteredApp, toGraph } from '../world/registrations.ts';
import type { World } from '../world/world.ts';
import { policyAgainst } from './app-policies.ts';
import { denied } from './partner-lists.ts';

// learn.microsoft.com/graph/api/application-post-applications, application-update, serviceprincipal-post-serviceprincipals,
// oauth2permissiongrant-post and serviceprincipal-post-approleassignedto.
const access = z.array(z.unknown()).optional();
const registerBody = z.object({
  displayName: z.string(),
  tags: z.array(z.string()).optional(),
  web: z.object({ redirectUris: z.array(z.string()) }).optional(),
  requiredResourceAccess: access,
});
const amendBody = registerBody.partial();
const principalBody = z.object({ appId: z.string() });
const grantBody = z.object({ clientId: z.string(), resourceId: z.string(), scope: z.string() });
const roleBody = z.object({ principalId: z.string(), resourceId: z.string(), appRoleId: z.string() });

/** Which permission opens a path to writing. */
const OPENED_BY: readonly { path: RegExp; scope: string }[] = [
  {
    path: /^\/(?:applications|serviceprincipals)(?:\/[^/]+(?:\/addpassword|\/removepassword)?)?$/,
    scope: 'Application.ReadWrite.All',
  },
  { path: /^\/oauth2permissiongrants(?:\/[^/]+)?$/, scope: 'DelegatedPermissionGrant.ReadWrite.All' },
  { path: /^\/serviceprincipals\/[^/]+\/approleassignedto(?:\/[^/]+)?$/, scope: 'AppRoleAssignment.ReadWrite.All' },
];

/** What an administrator writes about apps of the partner's tenant; undefined for any other path. */
export function registrationsReply(
  world: World,
  path: string,
  inbound: Inbound,
  call: Call,
  scopes: readonly string[],
): Answer | undefined {
  const opened = OPENED_BY.find((one) => one.path.test(path));
  if (!opened || call.tenant !== world.partner.tenant) return undefined;
  const [, place = '', id, part, partId] = path.split('/');
  const { registrations } = world;
  const own = place === 'applications' && id !== undefined ? registrations.byId(id) : undefined;
  // The secrets of the partner's usual app are another file's matter.
  if (part?.endsWith('password') && !own) return undefined;
  if (!scopes.includes(opened.scope) || world.application().writeDenied) return denied(call);
  const body: unknown = JSON.parse(inbound.body || '{}');
  const wanted = `${inbound.method} ${place}`;
  if (part === 'addpassword' && own) return addPassword(world, own, body, call);
  if (part === 'removepassword' && own) {
    own.secrets.remove(z.object({ keyId: z.string() }).parse(body).keyId);
    return done(call);
  }
  if (part === 'approleassignedto' && id !== undefined)
    return assignment(world, id, partId, inbound.method, body, call);
  if (wanted === 'POST applications') return created(toGraph(add(world, body)), call);
  if (wanted === 'POST serviceprincipals') return addPrincipal(world, body, call);
  if (wanted === 'POST oauth2permissiongrants') return addGrant(world, body, call);
  if (place === 'applications') {
    if (!own) return id === world.ownObjectId() ? amendPartner(world, body, call) : absent(String(id), call);
    if (inbound.method === 'DELETE') registrations.remove(own);
    else amend(own, body);
    return done(call);
  }
  if (wanted === 'DELETE serviceprincipals') {
    const api = APIS.find(({ name, isAdded }) => isAdded && apiIdIn(world.partner.tenant, name) === id);
    if (api) {
      registrations.apis.delete(api.appId);
      return done(call);
    }
    const app = registrations.byPrincipal(String(id));
    if (!app) return absent(String(id), call);
    app.principalId = null;
    app.grants.clear();
    app.roles.clear();
    return done(call);
  }
  const app = registrations.all().find(({ grants }) => grants.has(String(id)));
  if (!app) return absent(String(id), call);
  if (inbound.method === 'DELETE') app.grants.delete(String(id));
  else app.grants.set(String(id), { resourceId: app.grants.get(String(id))?.resourceId ?? '', ...scopeOf(body) });
  return done(call);
}

const scopeOf = (body: unknown): { scope: string } => z.object({ scope: z.string() }).parse(body);

function add({ registrations }: World, body: unknown): RegisteredApp {
  const { web, requiredResourceAccess = [], tags = [], displayName } = registerBody.parse(body);
  return registrations.add({ displayName, tags, redirectUris: web?.redirectUris ?? [], requiredResourceAccess });
}

function amend(app: RegisteredApp, body: unknown): void {
  const { web, requiredResourceAccess } = amendBody.parse(body);
  if (web) app.redirectUris = web.redirectUris;
  if (requiredResourceAccess) app.requiredResourceAccess = requiredResourceAccess;
}

function amendPartner(world: World, body: unknown, call: Call): Answer {
  for (const uri of amendBody.parse(body).web?.redirectUris ?? []) world.redirectUris.add(uri);
  return done(call);
}

function addPassword(world: World, app: RegisteredApp, body: unknown, call: Call): Answer {
  if (!world.registrations.isKnown(`secret ${app.id}`)) return absent(app.id, call);
  const wish = z.object({ displayName: z.string(), endDateTime: z.string() });
  const { passwordCredential } = z.object({ passwordCredential: wish }).parse(body);
  const refused = policyAgainst(world, app.id, passwordCredential.endDateTime, call);
  if (refused) return refused;
  const added = app.secrets.add(passwordCredential);
  return { status: 200, headers: graphHeaders(call), body: JSON.stringify(added) };
}

function addPrincipal(world: World, body: unknown, call: Call): Answer {
  const { appId } = principalBody.parse(body);
  const { registrations } = world;
  const api = APIS.find((one) => one.isAdded && one.appId === appId);
  if (api && !registrations.apis.has(appId)) {
    registrations.apis.add(appId);
    return created({ id: apiIdIn(world.partner.tenant, api.name), appId, displayName: api.displayName }, call);
  }
  const app = registrations.byAppId(appId);
  if (!app || !registrations.isKnown(`principal ${appId}`)) {
    const message = `The appId '${appId}' of the service principal does not reference a valid application object.`;
    return graphErrorReply({ status: 400, code: 'Request_BadRequest', message }, call);
  }
  if (app.principalId !== null)
    return conflict(
      'The service principal cannot be created, updated, or restored because the service principal name is already in use.',
      call,
    );
  app.principalId = registrations.newId();
  return created({ id: app.principalId, appId, displayName: app.displayName }, call);
}

function addGrant(world: World, body: unknown, call: Call): Answer {
  const { clientId, resourceId, scope } = grantBody.parse(body);
  const { registrations } = world;
  const app = registrations.byPrincipal(clientId);
  if (!app || !registrations.isKnown(`grant ${clientId}`)) return absent(clientId, call);
  if ([...app.grants.values()].some((one) => one.resourceId === resourceId))
    return conflict('Permission entry already exists.', call);
  const id = registrations.newId();
  app.grants.set(id, { resourceId, scope });
  return created({ id, clientId, consentType: 'AllPrincipals', principalId: null, resourceId, scope }, call);
}

function assignment(
  { registrations }: World,
  apiId: string,
  assignmentId: string | undefined,
  method: string,
  body: unknown,
  call: Call,
): Answer {
  if (method === 'DELETE') {
    const app = registrations.all().find(({ roles }) => roles.delete(String(assignmentId)));
    return app ? done(call) : absent(String(assignmentId), call);
  }
  const { principalId, appRoleId } = roleBody.parse(body);
  const app = registrations.byPrincipal(principalId);
  if (!app) return absent(principalId, call);
  const id = registrations.newId();
  app.roles.set(id, { resourceId: apiId, appRoleId });
  return created({ id, principalId, resourceId: apiId, appRoleId }, call);
}

/** The grants of an app as Graph lists them under its service principal. */
export function grantsOf(app: RegisteredApp, part: string): Record<string, unknown>[] {
  if (part === 'oauth2permissiongrants')
    return [...app.grants].map(([id, { resourceId, scope }]) => ({
      ...{ id, clientId: app.principalId, consentType: 'AllPrincipals', principalId: null, resourceId, scope },
    }));
  return [...app.roles].map(([id, { resourceId, appRoleId }]) => ({
    ...{ id, principalId: app.principalId, principalType: 'ServicePrincipal', resourceId, appRoleId },
    resourceDisplayName: APIS.find(({ appId }) => appId === resourceId)?.displayName ?? null,
  }));
}

function created(item: Record<string, unknown>, call: Call): Answer {
  return { status: 201, headers: graphHeaders(call), body: JSON.stringify(item) };
}

function done(call: Call): Answer {
  return { status: 204, headers: graphHeaders(call), body: '' };
}

function absent(id: string, call: Call): Answer {
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return graphErrorReply({ status: 404, code: 'Request_ResourceNotFound', message }, call);
}

function conflict(message: string, call: Call): Answer {
  return graphErrorReply({ status: 409, code: 'Request_MultipleObjectsWithSameKeyValue', message }, call);
}
