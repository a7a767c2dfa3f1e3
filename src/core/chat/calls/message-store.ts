import type { MessageAddress } from '../../cards/messenger.ts';
import type { ChatRequest, Reply } from './chat-request.ts';

/**
 * A message that shows a run in progress, kept so that it doesn't say `running` for ever when this process is killed; or a
 * call that nothing was shown for yet, which bears its own id.
 */
export interface RunMessage {
  runId: string;
  platform: string;
  /** Who may see what comes of it, as they were when they asked. Null for a call, and in what an older version kept. */
  asked: (ChatRequest & Pick<Reply, 'audience'>) | null;
  address: MessageAddress;
  /** The action that runs the same again; empty where there is none. */
  again: string;
  title: string;
  startedAt: number;
}

export type KeptCall = Pick<RunMessage, 'runId' | 'address'>;

export interface MessageStore {
  /** `instead` is no longer kept: the same message under another address, or the call that brought it. */
  keep(message: RunMessage, instead?: KeptCall): Promise<void>;
  /** The run has ended and its message says so. */
  forget(runId: string, address: MessageAddress): Promise<void>;
  /** What was to be shown in a kept message could not be: it is an orphan from now on, of this process too. */
  release(runId: string, address: MessageAddress): Promise<void>;
  /** Messages of processes that are gone, and what was released. They stay until they are forgotten. */
  orphans(): Promise<RunMessage[]>;
}
