import type { CommandAnswer } from '../../../../src/core/cards/plain-cards.ts';
import type { ChatWatch, CommandParts } from '../../../../src/core/chat/calls/chat-parts.ts';
import { status } from '../../../../src/core/chat/commands/diagnosis/status.ts';
import type { AcceptedFailure } from '../../../../src/core/diagnosis/report/accepted-store.ts';
import type { RunningSweep } from '../../../../src/core/diagnosis/sweep/sweep-desk.ts';
import { memoryIncidents } from '../../watch/memory-stores.ts';
import { MemoryTables } from '../../watch/memory-tables.ts';
import { CHANNEL, VIEWER } from '../harness.ts';

export interface StatusParts extends Pick<CommandParts, 'connections' | 'version' | 'clock' | 'more'> {
  runs: CommandParts['runs'];
  running: readonly RunningSweep[];
  readAccepted?: () => Promise<AcceptedFailure[]>;
}

/** What the command answers over these parts. */
export async function answerStatus(parts: StatusParts, connection: string | undefined): Promise<CommandAnswer> {
  if (status.offline) throw new Error('status reads the database');
  const desk = { running: () => parts.running } as unknown as CommandParts['desk'];
  const incidents = memoryIncidents(new MemoryTables());
  const watch =
    parts.readAccepted && ({ accepted: { accepted: parts.readAccepted }, incidents } as unknown as ChatWatch);
  const question = {
    parts: { ...parts, desk, ...(watch && { watch }) } as unknown as CommandParts,
    request: { person: VIEWER, place: CHANNEL },
    role: 'viewer',
  } as const;
  const answer = await status.answer(question, { connection });
  if ('order' in answer) throw new Error('status sweeps nothing');
  return answer;
}
