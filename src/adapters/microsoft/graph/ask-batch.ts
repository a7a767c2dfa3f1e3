import { z } from 'zod';
import type { Answer, Fault } from '../../../core/model/cloud/microsoft-cloud.ts';
import type { Secret } from '../../../core/model/text/secret.ts';
import { cleanOf } from '../clean-text.ts';
import { carriesError, malformed } from '../http/own-marks.ts';
import { askGraph, type GraphParts } from './ask-graph.ts';
import { parseGraphRefusal } from './graph-refusal.ts';

/** learn.microsoft.com/graph/json-batching, November 2026: answers come in any order, each with a status of its own. */
const batchSchema = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number().int(),
      headers: z.record(z.string(), z.string()).catch({}).optional(),
      body: z.unknown().optional(),
    }),
  ),
});

export interface BatchRequest {
  token: Secret;
  tenant: string;
  /** At most 20, each a path with its query that is read. */
  paths: readonly string[];
}

/**
 * Several readings in one request; the answers in the order of the paths. One that was throttled or met a server's fault
 * is asked for again by itself, since a batch can't be waited for in part.
 */
export async function askBatch(
  { token, tenant, paths }: BatchRequest,
  parts: GraphParts,
): Promise<Answer<Answer<unknown>[]>> {
  const requests = paths.map((url, index) => ({ id: String(index), method: 'GET', url }));
  const answer = await askGraph({ token, tenant, path: '/v1.0/$batch', body: { requests } }, parts);
  if (!answer.ok) return answer;
  const { durationMs } = answer;
  const parsed = batchSchema.safeParse(answer.value.json);
  if (!parsed.success) return malformed(answer, 'Graph’s answer to a batch is none');
  const byId = new Map(parsed.data.responses.map((one) => [one.id, one]));
  const value = await Promise.all(
    paths.map(async (path, index): Promise<Answer<unknown>> => {
      const one = byId.get(String(index));
      if (!one) return malformed({ attempts: 0, durationMs: 0 }, 'Graph left out a part of a batch');
      const isFine = one.status >= 200 && one.status < 300 && !carriesError(one.body);
      if (isFine) return { ok: true, value: one.body, attempts: 0, durationMs: 0 };
      if (one.status === 429 || one.status === 408 || one.status >= 500) {
        const again = await askGraph({ token, tenant, path: `/v1.0${path}` }, parts);
        return again.ok ? { ...again, value: again.value.json } : again;
      }
      const headers = Object.entries(one.headers ?? {}).map(([name, text]) => [name.toLowerCase(), text] as const);
      const response = {
        status: one.status,
        headers: Object.fromEntries(headers),
        body: JSON.stringify(one.body ?? null),
      };
      const fault: Fault = { kind: 'refused', ...parseGraphRefusal(response, cleanOf(token, parts.clean)) };
      return { ok: false, fault, attempts: 0, durationMs: 0 };
    }),
  );
  return { ok: true, value, attempts: answer.attempts + value.reduce((sum, one) => sum + one.attempts, 0), durationMs };
}
