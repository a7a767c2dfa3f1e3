import { z } from 'zod';
import type {
  HeldGrants,
  PartnerDirectory,
  PartnerDirectoryFactory,
  Registration,
} from '../../core/credentials/partner-directory.ts';
import type { AskedPermission } from '../../core/model/cloud/app-grants.ts';
import type { Answer } from '../../core/model/cloud/microsoft-cloud.ts';
import { isGuid } from '../../core/model/tenants/tenant-id.ts';
import { type GraphReach, type OpenGraph, openGraph } from './graph/open-graph.ts';
import { asksSchema, readApis, toAsks } from './graph/read-manifest.ts';
import { optionalText, readPages, toName } from './graph/read-pages.ts';
import { malformed } from './http/own-marks.ts';

const id = z.string().refine(isGuid);

/** As documented, November 2026: learn.microsoft.com/graph/api/resources/application. */
const registrationSchema = z.object({
  id,
  appId: id,
  displayName: optionalText,
  tags: z.array(z.string()).nullish(),
  web: z.object({ redirectUris: z.array(z.string().max(256)).max(256) }).nullish(),
  requiredResourceAccess: asksSchema,
  passwordCredentials: z.array(z.object({ keyId: z.string(), displayName: optionalText })),
});
const principalSchema = z.object({ id, appId: id });
/** …/resources/oauth2permissiongrant and …/approleassignment. */
const grantSchema = z.object({
  id: z.string(),
  resourceId: z.string(),
  consentType: z.string(),
  scope: z.string().max(20_000).nullish(),
});
const roleSchema = z.object({ id: z.string(), resourceId: z.string(), appRoleId: z.string() });

const REGISTRATION = 'id,appId,displayName,tags,web,requiredResourceAccess,passwordCredentials';

/** The partner's apps through Graph, with an administrator's token. */
export function createPartnerDirectoryFactory(reach: GraphReach): PartnerDirectoryFactory {
  return { open: (options) => toDirectory(openGraph(options, reach)) };
}

function toDirectory(graph: OpenGraph): PartnerDirectory {
  const { send } = graph;
  const list = async <S extends z.ZodType>(what: string, path: string, schema: S): Promise<Answer<z.infer<S>[]>> => {
    const answer = await graph.withToken((token) => readPages({ what, path: `/v1.0${path}`, token }, graph.parts));
    if (!answer.ok) return answer;
    // What is left out by mistake would be made a second time, or never be taken away.
    const parsed = z.array(schema).safeParse(answer.value);
    return parsed.success
      ? { ...answer, value: parsed.data }
      : malformed(answer, `Graph’s ${what} does not hold what was asked for`);
  };
  return {
    registrations: async (by) => {
      const [field, wanted] = 'displayName' in by ? ['displayName', by.displayName] : ['appId', by.applicationId];
      const path = `/applications?$filter=${equals(field, wanted)}&$select=${REGISTRATION}`;
      const answer = await list('list of app registrations', path, registrationSchema);
      return answer.ok ? { ...answer, value: answer.value.map(toRegistration) } : answer;
    },
    principal: async (applicationId) => {
      const path = `/servicePrincipals?$filter=${equals('appId', applicationId)}&$select=id,appId`;
      const answer = await list('list of service principals', path, principalSchema);
      return answer.ok ? { ...answer, value: answer.value[0]?.id ?? null } : answer;
    },
    apis: (resources) => graph.withToken((token) => readApis(token, resources, graph.parts)),
    holds: async (applicationId) => {
      const own = `/servicePrincipals(appId='${applicationId}')`;
      const grants = await list('list of consents', `${own}/oauth2PermissionGrants`, grantSchema);
      if (!grants.ok) return grants;
      const roles = await list('list of app roles', `${own}/appRoleAssignments`, roleSchema);
      return roles.ok ? { ...roles, value: toHeld(grants.value, roles.value) } : roles;
    },
    register: ({ displayName, tags, redirectUris, asks }) =>
      send({
        path: '/applications',
        body: {
          displayName,
          tags,
          signInAudience: 'AzureADMultipleOrgs',
          web: { redirectUris },
          requiredResourceAccess: toAccess(asks),
        },
      }),
    amend: (objectId, { redirectUris, asks }) =>
      send({
        path: `/applications/${objectId}`,
        method: 'PATCH',
        body: { web: { redirectUris }, requiredResourceAccess: toAccess(asks) },
      }),
    unregister: (objectId) => send({ path: `/applications/${objectId}`, method: 'DELETE' }),
    addPrincipal: async (appId) => unlessThere(await send({ path: '/servicePrincipals', body: { appId } })),
    removePrincipal: (objectId) => send({ path: `/servicePrincipals/${objectId}`, method: 'DELETE' }),
    grant: (clientId, resourceId, scopes) =>
      send({
        path: '/oauth2PermissionGrants',
        body: { clientId, resourceId, consentType: 'AllPrincipals', scope: scopes.join(' ') },
      }),
    regrant: (grantId, scopes) => {
      const path = `/oauth2PermissionGrants/${encodeURIComponent(grantId)}`;
      if (scopes.length === 0) return send({ path, method: 'DELETE' });
      return send({ path, method: 'PATCH', body: { scope: scopes.join(' ') } });
    },
    assign: async (principalId, resourceId, appRoleId) =>
      unlessThere(
        await send({
          path: `/servicePrincipals/${resourceId}/appRoleAssignedTo`,
          body: { principalId, resourceId, appRoleId },
        }),
      ),
    unassign: (apiId, assignmentId) =>
      send({
        path: `/servicePrincipals/${apiId}/appRoleAssignedTo/${encodeURIComponent(assignmentId)}`,
        method: 'DELETE',
      }),
    close: graph.close,
  };
}

/** What is there already is as good as made: a replica may have hidden it. */
function unlessThere(answer: Answer<unknown>): Answer<unknown> {
  if (answer.ok || answer.fault.kind !== 'refused') return answer;
  const { error = '', message = '' } = answer.fault;
  const isThere = /MultipleObjectsWithSameKeyValue/.test(error) || /already (?:exists|in use)/i.test(message);
  return isThere ? { ...answer, ok: true, value: null } : answer;
}

function equals(field: string, value: string): string {
  return encodeURIComponent(`${field} eq '${value.replaceAll("'", "''")}'`);
}

function toRegistration(found: z.infer<typeof registrationSchema>): Registration {
  return {
    objectId: found.id,
    applicationId: found.appId.toLowerCase(),
    displayName: toName(found.displayName),
    tags: found.tags ?? [],
    redirectUris: found.web?.redirectUris ?? [],
    asks: toAsks(found.requiredResourceAccess),
    secrets: found.passwordCredentials.map(({ keyId, displayName }) => ({ keyId, displayName: toName(displayName) })),
  };
}

function toHeld(grants: z.infer<typeof grantSchema>[], roles: z.infer<typeof roleSchema>[]): HeldGrants {
  return {
    delegated: grants
      .filter(({ consentType }) => consentType === 'AllPrincipals')
      .map((one) => ({ id: one.id, apiId: one.resourceId, scopes: (one.scope ?? '').split(/\s+/).filter(Boolean) })),
    roles: roles.map((one) => ({ id: one.id, apiId: one.resourceId, roleId: one.appRoleId.toLowerCase() })),
  };
}

/** `requiredResourceAccess`, one entry an API. */
function toAccess(asks: readonly AskedPermission[]): object[] {
  return [...new Set(asks.map(({ resource }) => resource))].map((resourceAppId) => ({
    resourceAppId,
    resourceAccess: asks
      .filter(({ resource }) => resource === resourceAppId)
      .map(({ id: permission, kind }) => ({ id: permission, type: kind === 'application' ? 'Role' : 'Scope' })),
  }));
}
