import { type ResourceLimits, Worker } from 'node:worker_threads';
import { compileCacheVariables } from '../../adapters/storage/engine/compile-cache-variables.ts';
import { nextTurn } from '../../core/model/time/next-turn.ts';
import type { Timers } from '../../core/model/time/timers.ts';
import { liftLimits } from '../limit-memory.ts';
import type { FromThread, ToThread } from './thread-messages.ts';
import { WorkerError } from './worker-error.ts';

export interface WorkerThreadOptions {
  /** A module that calls `serveThread`. */
  module: URL;
  timers: Timers;
  /** From the first part to the result; milliseconds. */
  timeoutMs: number;
  /** Pieces of work that may wait besides the one under way. */
  mostWaiting: number;
  /** Beyond them the thread dies, and not the process. */
  limits: ResourceLimits;
}

interface Job {
  id: number;
  parts: Iterable<unknown>;
  timeoutMs: number;
  settle: (result: Uint8Array<ArrayBuffer> | WorkerError) => void;
}

/**
 * One thread for one kind of work, one piece after the other. It starts with the first piece, stays, and is replaced
 * when it died or had to be ended. While it waits it does not keep the process alive.
 */
export class WorkerThread {
  readonly #options: WorkerThreadOptions;
  readonly #waiting: Job[] = [];
  #current: Job | undefined;
  #worker: Worker | undefined;
  #lastId = 0;
  #closed = false;

  constructor(options: WorkerThreadOptions) {
    this.#options = options;
  }

  /**
   * Hands the parts over, one in each turn of the event loop, so that a large work blocks no longer than its largest
   * part. `timeoutMs`: in place of the usual one. Rejects with a `WorkerError`.
   */
  run(parts: Iterable<unknown>, timeoutMs = this.#options.timeoutMs): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#closed) return Promise.reject(new WorkerError('closed'));
    if (this.#waiting.length >= this.#options.mostWaiting) return Promise.reject(new WorkerError('busy'));
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      const settle: Job['settle'] = (result) => (result instanceof WorkerError ? reject(result) : resolve(result));
      this.#waiting.push({ id: this.#lastId, parts, timeoutMs, settle });
      this.#next();
    });
  }

  /** Gives up what waits and what is under way, and ends the thread. Twice is the same as once. */
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
      this.#worker?.unref();
      return;
    }
    const worker = this.#worker ?? this.#start();
    worker.ref();
    const cancel = this.#options.timers.after(job.timeoutMs, () => {
      // The thread is in the middle of the work: only its end stops it.
      void this.#end();
      this.#settle(job, new WorkerError('timed-out'));
    });
    const { settle } = job;
    job.settle = (result) => {
      cancel();
      settle(result);
    };
    this.#current = job;
    void this.#send(worker, job);
  }

  async #send(worker: Worker, { id, parts }: Job): Promise<void> {
    const send = (message: ToThread): void => worker.postMessage(message);
    try {
      for (const part of parts) {
        send({ id, part });
        await nextTurn();
        if (this.#current?.id !== id) return;
      }
      send({ id, end: true });
    } catch (error) {
      // What can't be cloned. The thread may have half of it.
      if (this.#current?.id !== id) return;
      void this.#end();
      this.#settle(this.#current, new WorkerError('failed', error));
    }
  }

  #start(): Worker {
    const { module, limits } = this.#options;
    liftLimits();
    // Neither our secrets nor the flags of the process have any business there.
    const worker = new Worker(module, { env: compileCacheVariables(), execArgv: [], resourceLimits: limits });
    this.#worker = worker;
    worker.on('message', (message: FromThread) => {
      const job = this.#current;
      if (!job || job.id !== message.id || this.#worker !== worker) return;
      const result = 'content' in message ? message.content : new WorkerError('failed', toError(message.fault));
      this.#settle(job, result);
    });
    let cause: unknown;
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      if (this.#current) this.#settle(this.#current, new WorkerError('died', cause));
    });
    return worker;
  }

  #settle(job: Job, result: Uint8Array<ArrayBuffer> | WorkerError): void {
    if (this.#current !== job) return;
    this.#current = undefined;
    job.settle(result);
    this.#next();
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

function toError({ message, stack }: { message: string; stack?: string }): Error {
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
