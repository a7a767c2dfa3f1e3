import { z } from 'zod';
import type { AnswerTo, Question } from '../../../core/model/cloud/microsoft-cloud.ts';
import { malformed } from '../http/own-marks.ts';
import { MOST_BYTES_OF_ONE } from '../http/requester.ts';
import type { GraphParts } from './ask-graph.ts';
import { optionalText, readOne, toName } from './read-pages.ts';

const listSchema = z.object({ value: z.array(z.object({ id: z.string().min(1) })) });

/** Asks for a list, and looks no further than that it is one of things which have an id. */
export async function readGraph(
  { token, tenantId, path }: Question<'graph.read'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.read'>> {
  const answer = await readOne(
    { what: 'list', path, token, tenant: tenantId, mostBytes: MOST_BYTES_OF_ONE },
    listSchema,
    parts,
  );
  return answer.ok ? { ...answer, value: undefined } : answer;
}

/** As documented, November 2026: learn.microsoft.com/graph/api/organization-list. A tenant has one. */
const organizationSchema = z.object({
  value: z.tuple([
    z.object({
      id: z.string(),
      displayName: optionalText,
      verifiedDomains: z.array(z.object({ name: z.string(), isDefault: z.boolean() })).catch([]),
    }),
  ]),
});

/** See `graph.organization`. Of another tenant than was asked it says nothing. */
export async function readOrganization(
  { token, tenantId }: Question<'graph.organization'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.organization'>> {
  const path = '/v1.0/organization?$select=id,displayName,verifiedDomains';
  const answer = await readOne({ what: 'organization', path, token, tenant: tenantId }, organizationSchema, parts);
  if (!answer.ok) return answer;
  const [{ id, displayName, verifiedDomains }] = answer.value.value;
  if (id.toLowerCase() !== tenantId.toLowerCase())
    return malformed(answer, 'Graph’s organization is of another tenant');
  const defaultDomainName = toName(verifiedDomains.find(({ isDefault }) => isDefault)?.name);
  return { ...answer, value: { displayName: toName(displayName), defaultDomainName } };
}
