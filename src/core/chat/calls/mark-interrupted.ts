import { button, type Card } from '../../cards/card.ts';
import { line, plain, time } from '../../cards/inline.ts';
import { DeliveryError, type Messenger } from '../../cards/messenger.ts';
import type { MessageStore, RunMessage } from './message-store.ts';

export interface OwedAnswers {
  /**
   * What is shown where a process was killed before it gave its answer: the run's report where whoever asked may still
   * see it, else why not. Undefined where the run had not ended.
   */
  owed(message: RunMessage): Promise<Card | undefined>;
  /** Ends when what was shown is whole, with whether it is; undefined where it was from the beginning. */
  rest?(message: RunMessage): Promise<{ left?: true }> | undefined;
}

/**
 * Tells the readers of messages that still say `running` what became of the run: its process is gone. A message that can't
 * be reached now is tried again at the next call; one that is gone is forgotten. What is still waited for is shown when it
 * comes; `onFault` is told what keeps it from that. Gives back how many were told. A stranger's error is thrown, but only
 * when all the others were told.
 */
export async function markInterrupted(
  messages: MessageStore,
  messenger: Messenger,
  answers: OwedAnswers,
  onFault: (error: unknown) => void = () => {},
): Promise<number> {
  let told = 0;
  const strangers: unknown[] = [];
  for (const message of await messages.orphans()) {
    if (message.platform !== messenger.platform) continue;
    try {
      await show(message, messenger, answers);
      told += 1;
      const rest = answers.rest?.(message);
      if (rest) {
        // From now on it is this process that owes it.
        await messages.keep(message);
        void complete(message, rest, { messages, messenger, answers }).catch(onFault);
        continue;
      }
    } catch (error) {
      if (!(error instanceof DeliveryError)) strangers.push(error);
      if (!(error instanceof DeliveryError) || error.code === 'busy') continue;
    }
    await messages.forget(message.runId, message.address);
  }
  if (strangers.length > 0) throw strangers[0];
  return told;
}

async function show(message: RunMessage, messenger: Messenger, { owed }: OwedAnswers): Promise<void> {
  await messenger.edit(message.address, (await owed(message)) ?? toInterruptedCard(message));
}

/** Shows the whole answer; where this process ends before, the next one does, and the next call where the chat takes nothing now. */
async function complete(
  message: RunMessage,
  rest: Promise<{ left?: true }>,
  { messages, messenger, answers }: { messages: MessageStore; messenger: Messenger; answers: OwedAnswers },
): Promise<void> {
  const { left } = await rest;
  if (left) return;
  try {
    await show(message, messenger, answers);
  } catch (error) {
    if (!(error instanceof DeliveryError && error.code === 'busy')) throw error;
    return await messages.release(message.runId, message.address);
  }
  await messages.forget(message.runId, message.address);
}

/** A run whose process was killed: what it found up to then is kept, but no report came of it. */
export function toInterruptedCard({ title, startedAt, again }: RunMessage): Card {
  return {
    tone: 'unknown',
    status: 'interrupted',
    title: plain(title),
    blocks: [
      {
        kind: 'text',
        line: line(
          'Samaritan was stopped while this ran. Started ',
          time(startedAt),
          again === '' ? '. Where no answer stands here, ask again.' : '.',
        ),
      },
    ],
    actions: again === '' ? [] : [button('Run again', again, true)],
    summary: `${title}: interrupted`,
  };
}
