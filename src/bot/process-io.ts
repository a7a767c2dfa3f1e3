import { EXIT } from '../core/diagnosis/report/exit-code.ts';
import { type Life, limitMemory } from './limit-memory.ts';

/** The process as the program sees it: every effect in one place, so that tests and the demo can pass their own. */
export interface ProcessIo {
  /** Without node and the script. */
  argv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** What is piped in; absent where a caller has nothing to give. */
  stdin?: AsyncIterable<Uint8Array | string> & { isTTY?: boolean };
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  /**
   * Aborted at the first Ctrl-C or SIGTERM, and the second one ends the process at once. Where nobody has asked for it the
   * first one does: there is nothing to bring to an end.
   */
  signal: AbortSignal;
  /** Whether the log on standard error can no longer be written. */
  isUnread(): boolean;
  /** See `limitMemory`; gives back what ends it. */
  limitMemory(life: Life): () => void;
}

export function processIo(): ProcessIo {
  const abort = new AbortController();
  let heeded = false;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (!heeded || abort.signal.aborted) process.exit(EXIT.interrupted);
      abort.abort(new Error('interrupted'));
    });
  }
  // Nobody may be there to read (`| head`, a log's reader that died): what was begun goes on, and ends with its own code.
  let unread = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', () => {
      unread ||= stream === process.stderr;
    });
  }
  return {
    argv: process.argv.slice(2),
    env: process.env,
    // Opened when it is asked for: most commands read nothing.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    get signal() {
      heeded = true;
      return abort.signal;
    },
    isUnread: () => unread,
    limitMemory,
  };
}

/** Whether the environment names a proxy for what leaves over HTTPS. */
export function proxyWanted(env: ProcessIo['env']): boolean {
  return Boolean(env.HTTPS_PROXY || env.https_proxy);
}

export function colorWanted(stream: NodeJS.WriteStream, env: ProcessIo['env']): boolean {
  if (env.NO_COLOR) return false;
  return Boolean(env.FORCE_COLOR) || (stream.isTTY && env.TERM !== 'dumb');
}

/** Columns to write in: the terminal's, within what is pleasant to read. */
export function columnsOf(stream: NodeJS.WriteStream): number {
  return Math.min(120, Math.max(60, stream.columns || 100));
}
