import { z } from 'zod';
import type { AppPrincipal, DelegatedGrant, RoleGrant } from '../../../core/model/cloud/app-grants.ts';
import type { Answer, AppGrants, Question, Reading } from '../../../core/model/cloud/microsoft-cloud.ts';
import { askBatch, type GraphParts } from './ask-graph.ts';
import { optionalText, quoted, readPages, toName } from './read-pages.ts';

const LONGEST_SCOPES = 20_000;

const flag = z.boolean().nullish().catch(null);
/** As documented, November 2026: learn.microsoft.com/graph/api/resources/serviceprincipal and those of its grants. */
const principalSchema = z.object({
  id: z.string(),
  displayName: optionalText,
  accountEnabled: flag,
  appRoleAssignmentRequired: flag,
});
const listOf = <T extends z.ZodType>(item: T) => z.object({ value: z.array(item) });
const goesOnSchema = z.object({ '@odata.nextLink': z.string() });
const grantsSchema = listOf(
  z.object({
    resourceId: z.string(),
    consentType: z.string(),
    principalId: optionalText,
    scope: z.string().max(LONGEST_SCOPES).nullish(),
  }),
);
const rolesSchema = listOf(z.object({ resourceId: z.string(), appRoleId: z.string() }));
const apisSchema = listOf(z.object({ id: z.string(), appId: z.string() }));
const usersSchema = z.object({ value: z.array(z.unknown()) });

const ABSENT = 404;

/**
 * The app's service principal in a tenant and its grants, in one batch: addressed by its application id, which needs no
 * look-up first. A tenant that has not the app has no grants of it.
 */
export async function readGrants(
  { token, tenantId, resources, applicationId }: Question<'graph.grants'> & { applicationId: string },
  parts: GraphParts,
): Promise<Answer<AppGrants>> {
  const own = `/servicePrincipals(appId=${quoted(applicationId)})`;
  const filter = encodeURIComponent(`appId in (${resources.map(quoted).join(',')})`);
  const paths = [
    `${own}?$select=id,displayName,accountEnabled,appRoleAssignmentRequired`,
    `${own}/oauth2PermissionGrants?$top=999`,
    `${own}/appRoleAssignments?$top=999`,
    `/servicePrincipals?$filter=${filter}&$select=id,appId`,
    '/users?$top=1&$select=id',
  ];
  const answer = await askBatch({ token, tenant: tenantId, paths }, parts);
  if (!answer.ok) return answer;
  const [principal, , , , users] = answer.value;
  const [grants, roles, apis] = await Promise.all(
    [1, 2, 3].map(async (index): Promise<Answer<unknown> | undefined> => {
      const first = answer.value[index];
      if (!first?.ok || !goesOnSchema.safeParse(first.value).success) return first;
      const path = `/v1.0${paths[index]}`;
      const whole = await readPages({ what: 'list of grants', path, token, tenant: tenantId }, parts);
      return whole.ok ? { ...whole, value: { value: whole.value } } : whole;
    }),
  );
  const known = toReading(apis, apisSchema, 'list of APIs', ({ value }) => byObjectId(value));
  const { clean } = parts;
  const value: AppGrants = {
    principal: orNone(principal)
      ? { ok: true, value: null }
      : toReading(
          principal,
          principalSchema,
          'service principal',
          (one): AppPrincipal => ({
            id: clean(one.id),
            displayName: toName(clean(one.displayName ?? '')),
            enabled: one.accountEnabled ?? null,
            assignmentRequired: one.appRoleAssignmentRequired ?? null,
          }),
        ),
    delegated: orNone(grants)
      ? { ok: true, value: [] }
      : withApis(
          toReading(grants, grantsSchema, 'list of consents', ({ value }) => value),
          known,
          (one, resource) => {
            const { scope, consentType, principalId } = one;
            const scopes = (scope ?? '').split(/\s+/).filter(Boolean).map(clean);
            return { resource, scopes, principalId: consentType === 'AllPrincipals' ? null : (principalId ?? '') };
          },
        ),
    application: orNone(roles)
      ? { ok: true, value: [] }
      : withApis(
          toReading(roles, rolesSchema, 'list of app roles', ({ value }) => value),
          known,
          (one, resource) => ({
            resource,
            id: one.appRoleId.toLowerCase(),
          }),
        ),
    users: toReading(users, usersSchema, 'list of users', () => undefined),
  };
  const { attempts, durationMs } = answer;
  return { ok: true, value, attempts, durationMs };
}

/** Only Graph itself can say that something is not there. */
function orNone(answer: Answer<unknown> | undefined): boolean {
  if (answer?.ok !== false || answer.fault.kind !== 'refused') return false;
  return answer.fault.httpStatus === ABSENT && !answer.fault.foreign;
}

function toReading<S extends z.ZodType, T>(
  answer: Answer<unknown> | undefined,
  schema: S,
  what: string,
  read: (value: z.infer<S>) => T,
): Reading<T> {
  if (answer && !answer.ok) return { ok: false, fault: answer.fault };
  const parsed = schema.safeParse(answer?.value);
  if (parsed.success) return { ok: true, value: read(parsed.data) };
  const detail = `Graph’s ${what} is not what it promises`;
  return { ok: false, fault: { kind: 'malformed', detail, httpStatus: 200 } };
}

function byObjectId(apis: readonly { id: string; appId: string }[]): ReadonlyMap<string, string> {
  return new Map(apis.map(({ id, appId }) => [id.toLowerCase(), appId.toLowerCase()]));
}

/** Grants name an API by its object in the tenant: which one that is has to be known. */
function withApis<T extends { resourceId: string }, G extends DelegatedGrant | RoleGrant>(
  list: Reading<readonly T[]>,
  apis: Reading<ReadonlyMap<string, string>>,
  toGrant: (one: T, resource: string | null) => G,
): Reading<readonly G[]> {
  if (!list.ok || list.value.length === 0) return list.ok ? { ok: true, value: [] } : list;
  if (!apis.ok) return apis;
  const { value } = apis;
  return { ok: true, value: list.value.map((one) => toGrant(one, value.get(one.resourceId.toLowerCase()) ?? null)) };
}
