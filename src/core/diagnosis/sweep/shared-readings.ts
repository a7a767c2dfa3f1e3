import type { AnswerTo, MicrosoftCloud, Question, QuestionId } from '../../model/cloud/microsoft-cloud.ts';

/** What belongs to the partner, whichever tenant it is read for. */
const SHARED: ReadonlySet<QuestionId> = new Set([
  'graph.application',
  'graph.relationships',
  'graph.manifest',
  'graph.apis',
  'graph.account',
  'graph.memberships',
]);

/** The same cloud, asked once a run for what belongs to the partner. */
export function withSharedReadings(cloud: MicrosoftCloud): MicrosoftCloud {
  const read = new Map<QuestionId, Promise<unknown>>();
  return {
    ask: <I extends QuestionId>(question: Question<I>): Promise<AnswerTo<I>> => {
      if (!SHARED.has(question.id)) return cloud.ask(question);
      const known = read.get(question.id) ?? cloud.ask(question);
      read.set(question.id, known);
      return known as Promise<AnswerTo<I>>;
    },
    extendDeadline: (deadlineMs) => cloud.extendDeadline(deadlineMs),
    pace: () => cloud.pace(),
    close: () => cloud.close(),
  };
}
