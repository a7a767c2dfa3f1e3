import { z } from 'zod';
import type { AnswerTo, Question } from '../../../core/model/cloud/microsoft-cloud.ts';
import { isGuid } from '../../../core/model/tenants/tenant-id.ts';
import { toSafeText } from '../../../core/model/text/safe-text.ts';
import { askGraph, type GraphParts } from './ask-graph.ts';
import { optionalText, toName } from './fields.ts';

const LONGEST_WORD = 100;

/** As documented, November 2026: learn.microsoft.com/graph/api/resources/signin, beta. */
const logSchema = z.object({
  value: z.array(
    z.object({
      status: z.object({ errorCode: z.number().nullish() }).nullish(),
      appliedConditionalAccessPolicies: z
        .array(
          z.object({
            id: z.string(),
            displayName: optionalText,
            result: optionalText,
            enforcedGrantControls: z.array(z.string()).nullish().catch(null),
          }),
        )
        .nullish(),
    }),
  ),
});

/**
 * See `graph.sign-ins`. A redemption is no interactive sign-in, and v1.0 lists only those. Without a right to read policies
 * the log leaves them out without a word.
 */
export async function listSignIns(
  { token, correlationId }: Question<'graph.sign-ins'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.sign-ins'>> {
  const asked = isGuid(correlationId) ? correlationId : '00000000-0000-0000-0000-000000000000';
  const filter = `correlationId eq '${asked}' and signInEventTypes/any(t: t eq 'nonInteractiveUser')`;
  const path = `/beta/auditLogs/signIns?$filter=${encodeURIComponent(filter)}&$top=5`;
  const answer = await askGraph({ token, tenant: 'partner', path }, parts);
  if (!answer.ok) return answer;
  const { data } = logSchema.safeParse(answer.value.json);
  if (!data) {
    const { attempts, durationMs } = answer;
    const detail = 'Graph’s sign-in log is not a list of sign-ins';
    return { ok: false, fault: { kind: 'malformed', detail, httpStatus: 200 }, attempts, durationMs };
  }
  const clean = (word: string): string => toSafeText(word, { maxLength: LONGEST_WORD });
  const value = data.value.map(({ status, appliedConditionalAccessPolicies: policies }) => ({
    errorCode: status?.errorCode ?? null,
    policies:
      policies?.map(({ id, displayName, result, enforcedGrantControls }) => ({
        id: clean(id).toLowerCase(),
        displayName: toName(displayName),
        result: clean(result ?? ''),
        controls: (enforcedGrantControls ?? []).map(clean),
      })) ?? null,
  }));
  return { ...answer, value };
}
