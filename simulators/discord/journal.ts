import type { Breach } from './rules/breach.ts';

export interface RequestRecord {
  readonly method: string;
  /** Decoded, without `/api/v10` and without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Whether it carried a bot token. */
  readonly authorized: boolean;
  readonly body: unknown;
  readonly files: readonly string[];
  /** Of the stand-in's clock. */
  readonly at: number;
  /** Set when it is answered; 0 when the connection was cut instead. */
  status: number | undefined;
  /** Discord's error code, where the answer was an error. */
  code: number | undefined;
}

export interface Violation extends Breach {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** The first answer to an interaction that Discord accepted. */
export interface Acknowledgement {
  readonly interactionId: string;
  /** The command's name, or the custom_id. */
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly data: unknown;
  /** From the dispatch on the gateway to the arrival of the callback. */
  readonly ms: number;
}

/** Everything the bot did, in order. */
export interface Journal {
  readonly requests: RequestRecord[];
  readonly violations: Violation[];
  readonly acknowledgements: Acknowledgement[];
}
