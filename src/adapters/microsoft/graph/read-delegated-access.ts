import { z } from 'zod';
import { isGuid } from '../../../core/model/tenants/tenant-id.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import {
  type GraphReader,
  optionalText,
  quoted,
  readable,
  readOne,
  readPages,
  toName,
  withValue,
} from './read-pages.ts';

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
export const readAccount: GraphReader<'graph.account'> = async ({ token, accountId }, parts) => {
  const path = `/v1.0/users/${encodeURIComponent(accountId)}?$select=id,accountEnabled,assignedLicenses`;
  const answer = await readOne({ what: 'account', path, token }, accountSchema, parts);
  if (!answer.ok) {
    const { fault } = answer;
    const isAbsent = fault.kind === 'refused' && fault.httpStatus === ABSENT && fault.error === ABSENT_ERROR;
    return isAbsent ? { ...answer, ok: true, value: null } : answer;
  }
  const { accountEnabled = null, assignedLicenses } = answer.value;
  return { ...answer, value: { enabled: accountEnabled, licences: assignedLicenses?.length ?? 0 } };
};

/** A 404 of anything that stands between says another thing, or nothing. */
const ABSENT_ERROR = 'Request_ResourceNotFound';

/** See `graph.guests`. */
export const listGuests: GraphReader<'graph.guests'> = async ({ token, tenantId, address }, parts) => {
  const filter = encodeURIComponent(`mail eq ${quoted(address.slice(0, LONGEST_ADDRESS))}`);
  const path = `/v1.0/users?$filter=${filter}&$select=id,userPrincipalName&$top=20`;
  const answer = await readPages({ what: 'list of users', path, token, tenant: tenantId }, parts);
  return withValue(answer, (users) =>
    readable(users, guestSchema)
      .map(({ userPrincipalName }) => userPrincipalName)
      // A filter that was ignored must not make everybody a guest.
      .filter((name) => /#ext#@/i.test(name))
      .map((name) => toSafeText(name, { maxLength: LONGEST_ADDRESS })),
  );
};

/** See `graph.assignments`. */
export const listAssignments: GraphReader<'graph.assignments'> = async ({ token, relationshipId }, parts) => {
  const path = `/v1.0/tenantRelationships/delegatedAdminRelationships/${encodeURIComponent(relationshipId)}/accessAssignments`;
  const answer = await readPages({ what: 'list of access assignments', path, token }, parts);
  return withValue(answer, (entries) =>
    readable(entries, assignmentSchema).map(({ status, accessContainer, accessDetails }) => ({
      relationshipId,
      status: toSafeText(status, { maxLength: LONGEST_STATUS }),
      groupId: accessContainer.accessContainerId.toLowerCase(),
      roleDefinitionIds: (accessDetails?.unifiedRoles ?? []).map((role) => role.roleDefinitionId.toLowerCase()),
    })),
  );
};

/** See `graph.memberships`. Without a cast, since that would ask an index which lags behind. */
export const listMemberships: GraphReader<'graph.memberships'> = async ({ token, accountId }, parts) => {
  const path = `/v1.0/users/${encodeURIComponent(accountId)}/transitiveMemberOf?$select=id,displayName&$top=999`;
  const answer = await readPages({ what: 'list of memberships', path, token }, parts);
  return withValue(answer, (entries) => readable(entries, groupSchema).map(({ id }) => id.toLowerCase()));
};

/** See `graph.groups`. */
export const listGroups: GraphReader<'graph.groups'> = async ({ token, ids }, parts) => {
  const filter = encodeURIComponent(`id in (${ids.map(quoted).join(',')})`);
  const path = `/v1.0/groups?$filter=${filter}&$select=id,displayName`;
  const answer = await readPages({ what: 'list of groups', path, token }, parts);
  return withValue(answer, (entries) =>
    readable(entries, groupSchema).map(({ id, displayName }) => ({
      id: id.toLowerCase(),
      displayName: toName(displayName),
    })),
  );
};
