import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { compileCacheVariables } from '../../adapters/storage/engine/compile-cache-variables.ts';
import { NotNow } from '../../core/model/text/not-now.ts';
import type { Timers } from '../../core/model/time/clock.ts';
import { nextTurn } from '../../core/model/time/next-turn.ts';
import type { FromProcess, ToProcess } from './serve-process.ts';
import { WorkerError } from './worker-error.ts';

export interface WorkerProcessOptions {
  /** A module that calls `serveProcess`. */
  module: URL;
  timers: Timers;
  /** From the first part to the result; milliseconds. */
  timeoutMs: number;
  /** Pieces of work that may wait besides the one under way. */
  mostWaiting: number;
  /** What may be alive in it; beyond that it dies. */
  mostMegabytes: number;
}

/** What it may say before it dies, as V8 does where memory ends; characters. */
const MOST_SAID = 2000;

export const TOO_MANY = 'Too many texts, files and pictures are being worked on at once. Try again in a minute.';

interface Job {
  id: number;
  parts: Iterable<unknown>;
  settle: (result: Uint8Array<ArrayBuffer> | WorkerError) => void;
}

/**
 * A process of its own for one kind of work, one piece after the other. It starts with the first piece, stays, and is
 * replaced when it died or had to be ended. While it waits it does not keep the one that started it alive.
 *
 * Not a thread: all threads of a process put work aside for V8 behind one lock, and one of low priority that holds it keeps
 * the event loop waiting for as long as it waits for a processor itself (docs/adr/0080).
 */
export class WorkerProcess {
  readonly #options: WorkerProcessOptions;
  readonly #waiting: Job[] = [];
  #current: Job | undefined;
  #child: ChildProcess | undefined;
  #lastId = 0;
  #closed = false;

  constructor(options: WorkerProcessOptions) {
    this.#options = options;
  }

  /**
   * Hands the parts over, one in each turn of the event loop, so that a large work blocks no longer than its largest
   * part. Rejects with a `WorkerError`, or with `NotNow` where too much waits already.
   */
  run(parts: Iterable<unknown>): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#closed) return Promise.reject(new WorkerError('closed'));
    if (this.#waiting.length >= this.#options.mostWaiting) return Promise.reject(new NotNow(TOO_MANY));
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      const settle: Job['settle'] = (result) => (result instanceof WorkerError ? reject(result) : resolve(result));
      this.#waiting.push({ id: this.#lastId, parts, settle });
      this.#next();
    });
  }

  /** Gives up what waits and what is under way, and ends the process. Twice is the same as once. */
  async close(): Promise<void> {
    this.#closed = true;
    const jobs = [...(this.#current ? [this.#current] : []), ...this.#waiting.splice(0)];
    this.#current = undefined;
    for (const { settle } of jobs) settle(new WorkerError('closed'));
    await this.#end();
  }

  #next(): void {
    if (this.#current) return;
    const job = this.#waiting.shift();
    if (!job) {
      if (this.#child) keepAlive(this.#child, false);
      return;
    }
    const child = this.#child ?? this.#start();
    keepAlive(child, true);
    const cancel = this.#options.timers.after(this.#options.timeoutMs, () => {
      // The process is in the middle of the work: only its end stops it.
      void this.#end();
      this.#settle(job, new WorkerError('timed-out'));
    });
    const { settle } = job;
    job.settle = (result) => {
      cancel();
      settle(result);
    };
    this.#current = job;
    void this.#send(child, job);
  }

  async #send(child: ChildProcess, { id, parts }: Job): Promise<void> {
    const send = (message: ToProcess): void => void child.send(message);
    try {
      for (const part of parts) {
        send({ id, part });
        await nextTurn();
        if (this.#current?.id !== id) return;
      }
      send({ id, end: true });
    } catch (error) {
      // What can't be cloned. The process may have half of it.
      if (this.#current?.id !== id) return;
      void this.#end();
      this.#settle(this.#current, new WorkerError('failed', error));
    }
  }

  #start(): ChildProcess {
    const { module, mostMegabytes } = this.#options;
    // Neither our secrets nor the flags of this process have any business there. Times are told in the zone of this one.
    const { TZ } = process.env;
    const child = fork(fileURLToPath(module), {
      env: { ...compileCacheVariables(), ...(TZ === undefined ? {} : { TZ }) },
      execArgv: [`--max-old-space-size=${mostMegabytes}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    child.on('message', (message: FromProcess) => {
      const job = this.#current;
      if (!job || job.id !== message.id || this.#child !== child) return;
      const result = 'content' in message ? message.content : new WorkerError('failed', toError(message.fault));
      this.#settle(job, result);
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(0, MOST_SAID);
    });
    const gone = (cause: Error): void => {
      if (this.#child !== child) return;
      this.#child = undefined;
      if (this.#current) this.#settle(this.#current, new WorkerError('died', cause));
    };
    child.on('error', gone);
    child.on('close', (code, signal) => gone(new Error(`it ended with ${signal ?? code}: ${said.trim()}`)));
    return child;
  }

  #settle(job: Job, result: Uint8Array<ArrayBuffer> | WorkerError): void {
    if (this.#current !== job) return;
    this.#current = undefined;
    job.settle(result);
    this.#next();
  }

  async #end(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child?.kill('SIGKILL')) return;
    child.ref();
    await once(child, 'exit');
  }
}

function keepAlive(child: ChildProcess, wanted: boolean): void {
  for (const handle of [child, child.channel, child.stderr as Socket | null]) {
    if (wanted) handle?.ref();
    else handle?.unref();
  }
}

function toError({ message, stack }: { message: string; stack?: string }): Error {
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
