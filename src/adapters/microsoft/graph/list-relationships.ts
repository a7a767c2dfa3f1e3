import { z } from 'zod';
import type { Answer, GdapRelationship, RelationshipList } from '../../../core/model/cloud/microsoft-cloud.ts';
import { isGuid } from '../../../core/model/tenants/tenant-id.ts';
import { toSafeText } from '../../../core/model/text/safe-text.ts';
import type { Secret } from '../../../core/model/text/secret.ts';
import type { GraphParts } from './ask-graph.ts';
import { optionalText, toName, toTime } from './fields.ts';
import { readPages } from './read-pages.ts';

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

/** Every page of the partner's delegated admin relationships. Statuses are handed on as they are, new ones too. */
export async function listRelationships(token: Secret, parts: GraphParts): Promise<Answer<RelationshipList>> {
  const path = '/v1.0/tenantRelationships/delegatedAdminRelationships?$top=300';
  const answer = await readPages({ what: 'list of delegated admin relationships', path, token }, parts);
  if (!answer.ok) return answer;
  const relationships = answer.value.flatMap(toRelationship);
  const unusableEntries = answer.value.length - relationships.length;
  return { ...answer, value: { relationships, unusableEntries } };
}

function toRelationship(entry: unknown): GdapRelationship[] {
  const parsed = relationshipSchema.safeParse(entry);
  if (!parsed.success) return [];
  const { data } = parsed;
  const id = toSafeText(data.id, { maxLength: LONGEST_ID });
  const status = toSafeText(data.status, { maxLength: LONGEST_STATUS });
  if (id === '' || status === '') return [];
  const tenantId = data.customer?.tenantId ?? '';
  return [
    {
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
    },
  ];
}
