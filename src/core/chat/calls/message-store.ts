import type { MessageAddress } from '../../cards/messenger.ts';

/** A message that shows a run in progress, kept so that it doesn't say `running` for ever when this process is killed. */
export interface RunMessage {
  runId: string;
  platform: string;
  /** `workspaceKey` of where it is; null for a direct message. */
  workspace: string | null;
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
