import { z } from 'zod';
import type { AnswerTo, Question } from '../../../core/model/cloud/microsoft-cloud.ts';
import { isGuid } from '../../../core/model/tenants/tenant-id.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import type { GraphParts } from './ask-graph.ts';
import { optionalText, quoted, readOne, readPages, toName } from './read-pages.ts';

const LONGEST_STATUS = 60;
const LONGEST_ADDRESS = 320;

/** As documented, November 2026: learn.microsoft.com/graph/api/resources/user and .../delegatedadminaccessassignment. */
const accountSchema = z.object({
  id: z.string(),
  accountEnabled: z.boolean().nullish().catch(null),
  assignedLicenses: z.array(z.unknown()).nullish().catch(null),
});
const guestSchema = z.object({ userPrincipalName: z.string() });
const assignmentSchema = z.object({
  status: z.string().min(1),
  accessContainer: z.object({ accessContainerId: z.string().refine(isGuid) }),
  accessDetails: z.object({ unifiedRoles: z.array(z.object({ roleDefinitionId: z.string() })).nullish() }).nullish(),
});
const groupSchema = z.object({ id: z.string().refine(isGuid), displayName: optionalText });

const ABSENT = 404;

/** See `graph.account`. */
export async function readAccount(
  { token, accountId }: Question<'graph.account'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.account'>> {
  const path = `/v1.0/users/${encodeURIComponent(accountId)}?$select=id,accountEnabled,assignedLicenses`;
  const answer = await readOne({ what: 'account', path, token }, accountSchema, parts);
  if (!answer.ok) {
    const { fault } = answer;
    const isAbsent = fault.kind === 'refused' && fault.httpStatus === ABSENT && fault.error === ABSENT_ERROR;
    return isAbsent ? { ...answer, ok: true, value: null } : answer;
  }
  const { accountEnabled = null, assignedLicenses } = answer.value;
  return { ...answer, value: { enabled: accountEnabled, licences: assignedLicenses?.length ?? 0 } };
}

/** A 404 of anything that stands between says another thing, or nothing. */
const ABSENT_ERROR = 'Request_ResourceNotFound';

/** See `graph.guests`. */
export async function listGuests(
  { token, tenantId, address }: Question<'graph.guests'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.guests'>> {
  const filter = encodeURIComponent(`mail eq ${quoted(address.slice(0, LONGEST_ADDRESS))}`);
  const path = `/v1.0/users?$filter=${filter}&$select=id,userPrincipalName&$top=20`;
  const answer = await readPages({ what: 'list of users', path, token, tenant: tenantId }, parts);
  if (!answer.ok) return answer;
  const names = answer.value.flatMap((entry) => guestSchema.safeParse(entry).data?.userPrincipalName ?? []);
  // A filter that was ignored must not make everybody a guest.
  const value = names
    .filter((name) => /#ext#@/i.test(name))
    .map((name) => toSafeText(name, { maxLength: LONGEST_ADDRESS }));
  return { ...answer, value };
}

/** See `graph.assignments`. */
export async function listAssignments(
  { token, relationshipId }: Question<'graph.assignments'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.assignments'>> {
  const path = `/v1.0/tenantRelationships/delegatedAdminRelationships/${encodeURIComponent(relationshipId)}/accessAssignments`;
  const answer = await readPages({ what: 'list of access assignments', path, token }, parts);
  if (!answer.ok) return answer;
  const value = answer.value.flatMap((entry) => {
    const { data } = assignmentSchema.safeParse(entry);
    if (!data) return [];
    return [
      {
        relationshipId,
        status: toSafeText(data.status, { maxLength: LONGEST_STATUS }),
        groupId: data.accessContainer.accessContainerId.toLowerCase(),
        roleDefinitionIds: (data.accessDetails?.unifiedRoles ?? []).map((role) => role.roleDefinitionId.toLowerCase()),
      },
    ];
  });
  return { ...answer, value };
}

/** See `graph.memberships`. Without a cast, since that would ask an index which lags behind. */
export async function listMemberships(
  { token, accountId }: Question<'graph.memberships'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.memberships'>> {
  const path = `/v1.0/users/${encodeURIComponent(accountId)}/transitiveMemberOf?$select=id,displayName&$top=999`;
  const answer = await readPages({ what: 'list of memberships', path, token }, parts);
  if (!answer.ok) return answer;
  return {
    ...answer,
    value: answer.value.flatMap((entry) => groupSchema.safeParse(entry).data?.id.toLowerCase() ?? []),
  };
}

/** See `graph.groups`. */
export async function listGroups(
  { token, ids }: Question<'graph.groups'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.groups'>> {
  const filter = encodeURIComponent(`id in (${ids.map(quoted).join(',')})`);
  const path = `/v1.0/groups?$filter=${filter}&$select=id,displayName`;
  const answer = await readPages({ what: 'list of groups', path, token }, parts);
  if (!answer.ok) return answer;
  const value = answer.value.flatMap((entry) => {
    const { data } = groupSchema.safeParse(entry);
    return data ? [{ id: data.id.toLowerCase(), displayName: toName(data.displayName) }] : [];
  });
  return { ...answer, value };
}
