import { z } from 'zod';
import type { Answer } from '../../../core/model/cloud/microsoft-cloud.ts';
import type { Secret } from '../../../core/model/text/secret.ts';
import { type GraphParts, graphGet } from './graph-get.ts';

const usersSchema = z.object({ value: z.array(z.unknown()) });

/** Asks for one user's id: the cheapest question that shows Graph answering for a tenant. */
export async function readUsers(token: Secret, tenantId: string, parts: GraphParts): Promise<Answer<void>> {
  const answer = await graphGet({ token, tenant: tenantId, path: '/v1.0/users?$top=1&$select=id' }, parts);
  if (!answer.ok) return answer;
  if (usersSchema.safeParse(answer.value).success) return { ...answer, value: undefined };
  const { attempts, durationMs } = answer;
  return {
    ok: false,
    fault: { kind: 'malformed', detail: 'Graph’s answer holds no list of users', httpStatus: 200 },
    attempts,
    durationMs,
  };
}
