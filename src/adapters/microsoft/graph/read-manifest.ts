import { z } from 'zod';
import type { AskedPermission, PermissionApi } from '../../../core/model/cloud/app-grants.ts';
import type { Answer } from '../../../core/model/cloud/microsoft-cloud.ts';
import { isGuid } from '../../../core/model/tenants/tenant-id.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import type { Secret } from '../../../core/model/text/secret.ts';
import { malformed } from '../http/own-marks.ts';
import type { GraphParts } from './ask-graph.ts';
import { optionalText, quoted, readable, readPages, toName, withValue } from './read-pages.ts';

const LONGEST_NAME = 200;

/** As documented, November 2026: learn.microsoft.com/graph/api/resources/requiredresourceaccess and .../approle. */
export const asksSchema = z.array(
  z.object({ resourceAppId: z.string(), resourceAccess: z.array(z.object({ id: z.string(), type: z.string() })) }),
);
const manifestSchema = z.object({ appId: z.string(), requiredResourceAccess: asksSchema });
const permissionSchema = z.object({ id: z.string().refine(isGuid), value: z.string().min(1).max(LONGEST_NAME) });
const apiSchema = z.object({
  id: z.string(),
  appId: z.string(),
  displayName: optionalText,
  appRoles: z.array(z.unknown()),
  oauth2PermissionScopes: z.array(z.unknown()),
});

/** What the app asks for, from its registration; null where the partner's tenant has none. */
export async function readManifest(
  token: Secret,
  applicationId: string,
  parts: GraphParts,
): Promise<Answer<readonly AskedPermission[] | null>> {
  const filter = encodeURIComponent(`appId eq ${quoted(applicationId)}`);
  const path = `/v1.0/applications?$filter=${filter}&$select=appId,requiredResourceAccess`;
  const answer = await readPages({ what: 'list of app registrations', path, token }, parts);
  if (!answer.ok) return answer;
  if (answer.value.length === 0) return { ...answer, value: null };
  const parsed = manifestSchema.safeParse(answer.value[0]);
  if (answer.value.length > 1 || parsed.data?.appId.toLowerCase() !== applicationId.toLowerCase()) {
    return malformed(answer, 'Graph’s list of app registrations does not hold what was asked for');
  }
  return { ...answer, value: toAsks(parsed.data?.requiredResourceAccess ?? []) };
}

export function toAsks(access: z.infer<typeof asksSchema>): AskedPermission[] {
  return access.flatMap(({ resourceAppId, resourceAccess }) =>
    resourceAccess.map(
      ({ id, type }): AskedPermission => ({
        resource: resourceAppId.toLowerCase(),
        id: id.toLowerCase(),
        kind: type === 'Role' ? 'application' : 'delegated',
      }),
    ),
  );
}

/** The permissions that APIs have, by name and id, as the partner's tenant knows them. */
export async function readApis(
  token: Secret,
  resources: readonly string[],
  parts: GraphParts,
): Promise<Answer<readonly (PermissionApi & { objectId: string })[]>> {
  const filter = encodeURIComponent(`appId in (${resources.map(quoted).join(',')})`);
  const path = `/v1.0/servicePrincipals?$filter=${filter}&$select=id,appId,displayName,appRoles,oauth2PermissionScopes`;
  const answer = await readPages({ what: 'list of APIs', path, token }, parts);
  return withValue(answer, (entries) =>
    readable(entries, apiSchema).map(({ id: objectId, appId, displayName, appRoles, oauth2PermissionScopes }) => ({
      objectId,
      resource: appId.toLowerCase(),
      displayName: toName(displayName),
      permissions: [...toPermissions(oauth2PermissionScopes, 'delegated'), ...toPermissions(appRoles, 'application')],
    })),
  );
}

function toPermissions(entries: readonly unknown[], kind: AskedPermission['kind']): PermissionApi['permissions'] {
  return readable(entries, permissionSchema).map(({ id, value }) => ({
    id: id.toLowerCase(),
    name: toSafeText(value),
    kind,
  }));
}
