import { z } from 'zod';
import type { LoggedSignIn } from '../../../core/model/cloud/access-policy.ts';
import type { AnswerTo, Question } from '../../../core/model/cloud/microsoft-cloud.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import { malformed } from '../http/own-marks.ts';
import { askGraph, type GraphParts } from './ask-graph.ts';
import { optionalText, toName, toTime } from './read-pages.ts';

/** One page is enough: the newest come first. */
const MOST_ENTRIES = 20;

/** As documented, November 2026: learn.microsoft.com/graph/api/resources/signin, in beta, which alone has those without a person. */
const pageSchema = z.object({
  value: z.array(
    z.object({
      correlationId: optionalText,
      createdDateTime: z.string(),
      ipAddress: optionalText,
      userId: optionalText,
      originalTransferMethod: optionalText,
      location: z.object({ countryOrRegion: optionalText }).nullish().catch(null),
      resourceTenantId: optionalText,
      appliedConditionalAccessPolicies: z
        .array(
          z.object({
            id: z.string(),
            displayName: optionalText,
            result: optionalText,
            enforcedGrantControls: z.array(z.string()).nullish().catch(null),
          }),
        )
        .nullish()
        .catch(null),
    }),
  ),
});
type Entry = z.infer<typeof pageSchema>['value'][number];

/** See `graph.sign-ins`. */
export async function listSignIns(
  { token, tenantId, code, since, applicationId }: Question<'graph.sign-ins'> & { applicationId: string },
  parts: GraphParts,
): Promise<AnswerTo<'graph.sign-ins'>> {
  const filter = [
    `createdDateTime ge ${new Date(since).toISOString()}`,
    `appId eq '${applicationId.replaceAll("'", "''")}'`,
    `status/errorCode eq ${code}`,
    "signInEventTypes/any(t: t eq 'nonInteractiveUser')",
  ].join(' and ');
  const path = `/beta/auditLogs/signIns?$filter=${encodeURIComponent(filter)}&$top=${MOST_ENTRIES}`;
  const answer = await askGraph({ token, tenant: tenantId, path }, parts);
  if (!answer.ok) return answer;
  const { data } = pageSchema.safeParse(answer.value.json);
  if (data) return { ...answer, value: data.value.slice(0, MOST_ENTRIES).map(toSignIn) };
  return malformed(answer, 'Graph’s sign-in log holds something else');
}

function toSignIn({ appliedConditionalAccessPolicies: policies, ...entry }: Entry): LoggedSignIn {
  const word = (text: string | null | undefined): string | null =>
    toSafeText(text ?? '', { maxLength: 100 }).toLowerCase() || null;
  return {
    correlationId: word(entry.correlationId),
    at: toTime(entry.createdDateTime) ?? 0,
    ip: word(entry.ipAddress),
    country: word(entry.location?.countryOrRegion)?.toUpperCase() ?? null,
    accountId: word(entry.userId),
    isDeviceCode: word(entry.originalTransferMethod) === 'devicecodeflow',
    resourceTenantId: word(entry.resourceTenantId),
    failed:
      policies
        ?.filter(({ result }) => result?.toLowerCase() === 'failure')
        .map(({ id, displayName, enforcedGrantControls }) => ({
          id: word(id) ?? '',
          displayName: toName(displayName),
          controls: (enforcedGrantControls ?? []).map((one) => toSafeText(one, { maxLength: 100 })),
        })) ?? null,
  };
}
