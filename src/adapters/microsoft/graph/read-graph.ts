import { z } from 'zod';
import type { AnswerTo, Question } from '../../../core/model/cloud/microsoft-cloud.ts';
import type { GraphParts } from './ask-graph.ts';
import { readOne } from './read-pages.ts';

const listSchema = z.object({ value: z.array(z.object({ id: z.string().min(1) })) });

/** Asks for a list, and looks no further than that it is one of things which have an id. */
export async function readGraph(
  { token, tenantId, path }: Question<'graph.read'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.read'>> {
  const answer = await readOne({ what: 'list', path, token, tenant: tenantId }, listSchema, parts);
  return answer.ok ? { ...answer, value: undefined } : answer;
}
