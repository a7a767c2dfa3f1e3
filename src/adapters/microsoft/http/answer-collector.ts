import type { Dispatcher } from 'undici';

export interface HttpResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Answers beyond this are not worth keeping in memory; the largest real page is a tenth of it. */
const MOST_BODY_BYTES = 16 * 1024 * 1024;

/** Gathers one answer of undici's dispatch and gives it, or the error that ended it, exactly once. */
export class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #done: (outcome: HttpResponse | Error) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: HttpResponse['headers'] = {};
  #chunks: Buffer[] = [];
  #size = 0;
  #ended = false;
  /** Set when the time limit ended the request. */
  timedOut = false;

  constructor(done: (outcome: HttpResponse | Error) => void) {
    this.#done = done;
  }

  /** Ends the request where it has begun; connecting has a time limit of its own. */
  timeOut(): boolean {
    if (!this.#controller) return false;
    this.timedOut = true;
    this.#controller.abort(new Error('time limit'));
    return true;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: HttpResponse['headers']): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > MOST_BODY_BYTES) controller.abort(new Error('the answer is larger than 16 MiB'));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [only] = this.#chunks;
    const body =
      this.#chunks.length === 1 && only ? only.toString('utf8') : Buffer.concat(this.#chunks).toString('utf8');
    this.#end({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.#end(error);
  }

  #end(outcome: HttpResponse | Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#chunks = [];
    this.#controller = undefined;
    this.#done(outcome);
  }
}
