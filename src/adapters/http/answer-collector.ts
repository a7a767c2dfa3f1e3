import type { Dispatcher } from 'undici';
import type { HttpResponse } from './http-response.ts';

/** What ended a request without a whole answer: undici's error, or one of our own limits. */
export type Ended = Error | 'late' | BegunAnswer;

/** How an answer began that was too large to be taken. */
export type BegunAnswer = Pick<HttpResponse, 'status' | 'headers'> & { bytes?: never };

export interface CollectedAnswer extends Pick<HttpResponse, 'status' | 'headers'> {
  bytes: Buffer;
}

/** Gathers one answer of undici's dispatch and gives it, or what ended it, exactly once. */
export class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #mostBytes: number;
  readonly #done: (outcome: CollectedAnswer | Ended) => void;
  readonly #onSent: (() => void) | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: HttpResponse['headers'] = {};
  #chunks: Buffer[] = [];
  #size = 0;
  #limit: 'late' | 'too-large' | undefined;
  #ended = false;

  constructor(mostBytes: number, done: (outcome: CollectedAnswer | Ended) => void, onSent?: () => void) {
    this.#mostBytes = mostBytes;
    this.#done = done;
    this.#onSent = onSent;
  }

  /** Ends the request where it has begun; connecting has a time limit of its own. */
  timeOut(): boolean {
    return this.#abort('late');
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#onSent?.();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: HttpResponse['headers']): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#mostBytes) this.#abort('too-large');
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [only] = this.#chunks;
    const bytes = this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks);
    this.#end({ status: this.#status, headers: this.#headers, bytes });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    const [status, headers] = [this.#status, this.#headers];
    this.#end(this.#limit === 'too-large' ? { status, headers } : (this.#limit ?? error));
  }

  #abort(limit: 'late' | 'too-large'): boolean {
    if (!this.#controller) return false;
    this.#limit = limit;
    this.#controller.abort(new Error(limit));
    return true;
  }

  #end(outcome: CollectedAnswer | Ended): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#chunks = [];
    this.#controller = undefined;
    this.#done(outcome);
  }
}
