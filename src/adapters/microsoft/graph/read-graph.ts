import { z } from 'zod';
import { malformed } from '../http/own-marks.ts';
import { MOST_BYTES_OF_ONE } from '../http/requester.ts';
import { type GraphReader, optionalText, readOne, toName, withValue } from './read-pages.ts';

const listSchema = z.object({ value: z.array(z.object({ id: z.string().min(1) })) });

/** Asks for a list, and looks no further than that it is one of things which have an id. */
export const readGraph: GraphReader<'graph.read'> = async ({ token, tenantId, path }, parts) => {
  const answer = await readOne(
    { what: 'list', path, token, tenant: tenantId, mostBytes: MOST_BYTES_OF_ONE },
    listSchema,
    parts,
  );
  return withValue(answer, () => undefined);
};

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
export const readOrganization: GraphReader<'graph.organization'> = async ({ token, tenantId }, parts) => {
  const path = '/v1.0/organization?$select=id,displayName,verifiedDomains';
  const answer = await readOne({ what: 'organization', path, token, tenant: tenantId }, organizationSchema, parts);
  if (!answer.ok) return answer;
  const [{ id, displayName, verifiedDomains }] = answer.value.value;
  if (id.toLowerCase() !== tenantId.toLowerCase())
    return malformed(answer, 'Graph’s organization is of another tenant');
  const defaultDomainName = toName(verifiedDomains.find(({ isDefault }) => isDefault)?.name);
  return { ...answer, value: { displayName: toName(displayName), defaultDomainName } };
};
