import { z } from 'zod';
import type { GdapRelationship, RelationshipList } from '../../../core/model/cloud/microsoft-cloud.ts';
import { isGuid } from '../../../core/model/tenants/tenant-id.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import { type GraphReader, optionalText, quoted, readPages, toName, toTime, withValue } from './read-pages.ts';

/** Two GUIDs joined by a hyphen make 73 characters. */
const LONGEST_ID = 200;
const LONGEST_STATUS = 60;

/** As documented, November 2026: learn.microsoft.com/graph/api/resources/delegatedadminrelationship. */
const relationshipSchema = z.object({
  id: z.string().min(1).max(LONGEST_ID),
  status: z.string().min(1),
  displayName: optionalText,
  customer: z.object({ tenantId: optionalText, displayName: optionalText }).nullish().catch(null),
  accessDetails: z.object({ unifiedRoles: z.array(z.object({ roleDefinitionId: z.string() })).nullish() }).nullish(),
  autoExtendDuration: optionalText,
  createdDateTime: optionalText,
  activatedDateTime: optionalText,
  endDateTime: optionalText,
  lastModifiedDateTime: optionalText,
});

const NOT_UNDERSTOOD = 400;
const PATH = '/v1.0/tenantRelationships/delegatedAdminRelationships';

/**
 * See `graph.relationships`. Statuses are handed on as they are, new ones too. The filter by customer is written down nowhere,
 * and is in use: what it leaves empty is not believed, and the whole list is read.
 */
export const listRelationships: GraphReader<'graph.relationships'> = async ({ token, customerId }, parts) => {
  const what = 'list of delegated admin relationships';
  if (customerId !== undefined) {
    const filter = encodeURIComponent(`customer/tenantId eq ${quoted(customerId)}`);
    const answer = await readPages({ what, path: `${PATH}?$filter=${filter}`, token }, parts, toRelationship);
    if (answer.ok && answer.value.length > 0) return withValue(answer, toList);
    if (!answer.ok && !(answer.fault.kind === 'refused' && answer.fault.httpStatus === NOT_UNDERSTOOD)) return answer;
  }
  return withValue(await readPages({ what, path: `${PATH}?$top=300`, token }, parts, toRelationship), toList);
};

function toList(entries: readonly (GdapRelationship | undefined)[]): RelationshipList {
  const relationships = entries.filter((entry) => entry !== undefined);
  return { relationships, unusableEntries: entries.length - relationships.length };
}

function toRelationship(entry: unknown): GdapRelationship | undefined {
  const parsed = relationshipSchema.safeParse(entry);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  const id = toSafeText(data.id, { maxLength: LONGEST_ID });
  const status = toSafeText(data.status, { maxLength: LONGEST_STATUS });
  if (id === '' || status === '') return undefined;
  const tenantId = data.customer?.tenantId ?? '';
  return {
    id,
    status,
    displayName: toName(data.displayName),
    customer: {
      tenantId: isGuid(tenantId) ? tenantId.toLowerCase() : null,
      displayName: toName(data.customer?.displayName),
    },
    roleDefinitionIds: (data.accessDetails?.unifiedRoles ?? []).map((role) => role.roleDefinitionId.toLowerCase()),
    autoExtendDuration: data.autoExtendDuration ?? null,
    createdAt: toTime(data.createdDateTime),
    activatedAt: toTime(data.activatedDateTime),
    endsAt: toTime(data.endDateTime),
    lastModifiedAt: toTime(data.lastModifiedDateTime),
  };
}
