import type { MessageAddress } from '../../cards/messenger.ts';
import type { ChatRequest, Reply } from './chat-request.ts';

/** A message that shows a run in progress, kept so that it doesn't say `running` for ever when this process is killed. */
export interface RunMessage {
  runId: string;
  platform: string;
  /** Who may see what comes of it, as they were when they asked. Null in what an older version kept: then nobody may. */
  asked: (ChatRequest & Pick<Reply, 'audience'>) | null;
  address: MessageAddress;
  /** The action that runs the same again. */
  again: string;
  title: string;
  startedAt: number;
}

export interface MessageStore {
  /** With `instead` the same message is no longer kept under that address. */
  keep(message: RunMessage, instead?: MessageAddress): Promise<void>;
  /** The run has ended and its message says so. */
  forget(runId: string, address: MessageAddress): Promise<void>;
  /** Messages of processes that are gone. They stay until they are forgotten. */
  orphans(): Promise<RunMessage[]>;
}
