import type { AnswerTo, MicrosoftCloud, Question, QuestionId } from '../../model/cloud/microsoft-cloud.ts';
import { withAsk } from '../../model/cloud/with-ask.ts';

/** What belongs to the partner, whichever tenant it is read for. */
const SHARED: ReadonlySet<QuestionId> = new Set([
  'graph.application',
  'graph.manifest',
  'graph.apis',
  'graph.account',
  'graph.memberships',
]);

/** What a refusal is explained by is the same for each API, and our own side of it for each tenant. */
function keyOf(question: Question): string | undefined {
  if (question.id === 'graph.relationships') return `${question.id} ${question.customerId ?? ''}`;
  if (question.id === 'graph.policies') return `${question.id} ${question.tenantId}`;
  if (question.id === 'graph.sign-ins') return `${question.id} ${question.tenantId} ${question.code}`;
  return SHARED.has(question.id) ? question.id : undefined;
}

/** The same cloud, asked once a run for what belongs to the partner. */
export function withSharedReadings(cloud: MicrosoftCloud): MicrosoftCloud {
  const read = new Map<string, Promise<unknown>>();
  return withAsk(cloud, <I extends QuestionId>(question: Question<I>): Promise<AnswerTo<I>> => {
    const key = keyOf(question as Question);
    if (key === undefined) return cloud.ask(question);
    const known = read.get(key) ?? cloud.ask(question);
    read.set(key, known);
    return known as Promise<AnswerTo<I>>;
  });
}
