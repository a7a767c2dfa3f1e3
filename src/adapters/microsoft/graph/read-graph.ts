import { z } from 'zod';
import type { AnswerTo, Question } from '../../../core/model/cloud/microsoft-cloud.ts';
import { askGraph, type GraphParts } from './ask-graph.ts';

const listSchema = z.object({ value: z.array(z.unknown()) });

/** Asks for a list, and looks no further than that it is one. */
export async function readGraph(
  { token, tenantId, path }: Question<'graph.read'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.read'>> {
  const answer = await askGraph({ token, tenant: tenantId, path }, parts);
  if (!answer.ok) return answer;
  if (listSchema.safeParse(answer.value.json).success) return { ...answer, value: undefined };
  const { attempts, durationMs } = answer;
  const detail = 'Graph’s answer holds no list';
  return { ok: false, fault: { kind: 'malformed', detail, httpStatus: 200 }, attempts, durationMs };
}
