import { Worker } from 'node:worker_threads';
import { compileCacheVariables } from '../../adapters/storage/engine/compile-cache-variables.ts';
import type {
  AnswerTo,
  Fault,
  MicrosoftCloud,
  MicrosoftCloudFactory,
  OpenCloudOptions,
  PaceReading,
  Question,
  QuestionId,
  Service,
} from '../../core/model/cloud/microsoft-cloud.ts';
import type { SentRequest } from '../../core/model/cloud/sent-request.ts';
import type { Timers } from '../../core/model/time/clock.ts';
import { liftLimits } from '../limit-memory.ts';
import {
  type CloudThreadSettings,
  carry,
  type FromCloudThread,
  type ToCloudThread,
  takeAnswer,
} from './cloud-messages.ts';
import { createPost } from './create-post.ts';
import { WorkerError } from './worker-error.ts';

export interface CloudThreadOptions extends Omit<CloudThreadSettings, 'compileCache'> {
  timers: Timers;
  onRequest?: (facts: SentRequest) => void;
  /** The most that may be alive in the thread; beyond it the thread dies, and not the process. Megabytes. */
  mostMb?: number;
}

export interface CloudThread extends MicrosoftCloudFactory {
  /** Starts the thread before the first run, and keeps nothing alive by it. */
  warm(): void;
  close(): Promise<void>;
}

const MOST_MB = 256;
/** Three times what ADR 5 allows a process: V8 counts both halves of the new space and its nursery for large objects. */
const YOUNG_MB = 96;
/** A cloud that is not closed so long after it was told to give up is in a thread that hangs. */
const GIVES_UP_WITHIN_MS = 15_000;
const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];
const DIED = 'The thread that asks Microsoft ended before it was done.';

/**
 * Microsoft's cloud, asked from one thread beside the event loop of the chats, for every run at once. It starts with the
 * first run, or is warmed before it, and stays. Where it dies, what it was asked is a fault of ours, the runs are told that their cloud is lost,
 * and the next run gets a new thread (docs/adr/0031).
 */
export function createCloudThread(options: CloudThreadOptions): CloudThread {
  const clouds = new Map<number, ThreadCloud>();
  let worker: Worker | undefined;
  let lastId = 0;

  const start = (): Worker => {
    const { sandboxUrl, useProxy, mostMb = MOST_MB } = options;
    const settings: CloudThreadSettings = { sandboxUrl, useProxy };
    liftLimits();
    const started = new Worker(new URL('./cloud-thread.ts', import.meta.url), {
      workerData: settings,
      // Secrets reach it with their connection, and the flags of the process are not for it.
      env: { ...compileCacheVariables(), ...(useProxy ? pick(process.env, PROXY_VARIABLES) : {}) },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: mostMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    let cause: unknown;
    started.on('message', (messages: FromCloudThread[]) => {
      for (const message of messages) {
        if ('sent' in message) options.onRequest?.(message.sent);
        else clouds.get(message.cloud)?.hear(message);
      }
    });
    started.on('error', (error) => {
      cause = error;
    });
    started.on('exit', () => {
      if (worker === started) worker = undefined;
      for (const cloud of [...clouds.values()])
        if (cloud.worker === started) cloud.lose(new WorkerError('died', cause));
    });
    return started;
  };

  return {
    open: (cloudOptions) => {
      worker ??= start();
      const its = worker;
      its.ref();
      lastId += 1;
      const id = lastId;
      const cloud = new ThreadCloud(id, its, cloudOptions, {
        timers: options.timers,
        ended: () => {
          clouds.delete(id);
          if (clouds.size === 0) its.unref();
        },
      });
      clouds.set(id, cloud);
      return cloud;
    },
    warm: () => {
      worker ??= start();
      if (clouds.size === 0) worker.unref();
    },
    close: async () => void (await worker?.terminate()),
  };
}

interface Waiting {
  id: QuestionId;
  onPage: Question<'graph.customers'>['onPage'];
  settle: (answer: AnswerTo<QuestionId>) => void;
}

/** The near end of one cloud. */
class ThreadCloud implements MicrosoftCloud {
  readonly worker: Worker;
  readonly #id: number;
  readonly #post: (message: ToCloudThread) => void;
  readonly #options: OpenCloudOptions;
  readonly #waiting = new Map<number, Waiting>();
  readonly #parts: { timers: Timers; ended: () => void };
  readonly #closed = Promise.withResolvers<void>();
  #lastAsk = 0;
  #pace: PaceReading = { waiting: 0, throttled: 0, requests: 0 };
  #fault: Fault | undefined;
  #cancelLimit = (): void => {};

  constructor(id: number, worker: Worker, options: OpenCloudOptions, parts: { timers: Timers; ended: () => void }) {
    this.#id = id;
    this.worker = worker;
    this.#options = options;
    this.#parts = parts;
    this.#post = createPost(
      (messages) => worker.postMessage(messages),
      (message, error) => {
        if ('ask' in message) this.#settle(message.ask, failed({ kind: 'internal', error }));
        return undefined;
      },
    );
    const { connection, concurrency, signal } = options;
    this.#post({ cloud: id, open: { connection: carry(connection), concurrency } });
    if (signal.aborted) this.#giveUp();
    else signal.addEventListener('abort', this.#giveUp, { once: true });
  }

  ask<I extends QuestionId>(question: Question<I>): Promise<AnswerTo<I>> {
    if (this.#fault) return Promise.resolve(failed(this.#fault));
    // A function stays on this side.
    const { onPage, ...asked } = question as Question<'graph.customers'>;
    return new Promise((resolve) => {
      this.#lastAsk += 1;
      this.#waiting.set(this.#lastAsk, { id: question.id, onPage, settle: resolve as Waiting['settle'] });
      this.#post({ cloud: this.#id, ask: this.#lastAsk, question: carry(asked) });
    });
  }

  extendDeadline(...deadline: Parameters<MicrosoftCloud['extendDeadline']>): void {
    if (!this.#fault) this.#post({ cloud: this.#id, extendDeadline: deadline });
  }

  hold(service: Service, forMs: number): void {
    if (!this.#fault) this.#post({ cloud: this.#id, hold: { service, forMs } });
  }

  /** As it was with the latest answer. */
  pace(): PaceReading {
    return this.#pace;
  }

  async close(): Promise<void> {
    this.#options.signal.removeEventListener('abort', this.#giveUp);
    if (!this.#fault) {
      this.#limit();
      this.#post({ cloud: this.#id, close: true });
    }
    await this.#closed.promise;
  }

  hear(message: Exclude<FromCloudThread, { sent: unknown }>): void {
    if ('held' in message) {
      this.#options.onHeld?.(message.held.service, message.held.forMs);
      return;
    }
    if ('closed' in message) {
      this.#end({ kind: 'aborted' });
      return;
    }
    const { id, onPage } = this.#waiting.get(message.ask) ?? {};
    if ('page' in message) {
      onPage?.(message.page);
      return;
    }
    this.#pace = message.pace;
    if (id) this.#settle(message.ask, takeAnswer(id, message.answer));
  }

  /** The thread is gone. */
  lose(error: WorkerError): void {
    this.#options.onLost?.();
    this.#end({ kind: 'internal', error, detail: DIED });
  }

  #giveUp = (): void => {
    this.#limit();
    this.#post({ cloud: this.#id, abort: true });
  };

  #limit(): void {
    this.#cancelLimit();
    this.#cancelLimit = this.#parts.timers.after(GIVES_UP_WITHIN_MS, () => void this.worker.terminate());
  }

  #settle(ask: number, answer: AnswerTo<QuestionId>): void {
    const waiting = this.#waiting.get(ask);
    this.#waiting.delete(ask);
    waiting?.settle(answer);
  }

  #end(fault: Fault): void {
    this.#fault = fault;
    this.#cancelLimit();
    for (const ask of [...this.#waiting.keys()]) this.#settle(ask, failed(fault));
    this.#parts.ended();
    this.#closed.resolve();
  }
}

function failed(fault: Fault): { ok: false; fault: Fault; attempts: number; durationMs: number } {
  return { ok: false, fault, attempts: 0, durationMs: 0 };
}

function pick(environment: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}
