import { type HttpAnswer, HttpClient, type HttpRequest } from '../../../src/adapters/http/http-client.ts';
import type { HttpResponse } from '../../../src/adapters/http/http-response.ts';
import { NoAnswer } from '../../../src/adapters/http/no-answer.ts';
import { Requester } from '../../../src/adapters/microsoft/http/requester.ts';
import { Pacer } from '../../../src/adapters/microsoft/pacing/pacer.ts';
import type { PacingTime } from '../../../src/adapters/microsoft/pacing/pacing-time.ts';

type Reply = NoAnswer | HttpResponse;

/** A request as it would have left. */
interface SentRequest extends HttpRequest {
  headers: Record<string, string>;
  body: string | undefined;
}

/** Answers from a function instead of a network, and keeps what was sent. */
export class FakeTransport extends HttpClient {
  readonly sent: SentRequest[] = [];
  readonly #reply: (request: HttpRequest, index: number) => Reply;

  constructor(reply: (request: HttpRequest, index: number) => Reply) {
    super({ timeoutMs: 1000, useProxy: false });
    this.#reply = reply;
  }

  override async send(request: HttpRequest): Promise<HttpAnswer | NoAnswer> {
    const { headers = {}, body } = request;
    this.sent.push({ ...request, headers, body: body?.toString() });
    const reply = this.#reply(request, this.sent.length - 1);
    return reply instanceof NoAnswer ? reply : { ...reply, bytes: Buffer.from(reply.body) };
  }
}

export function answer(status: number, body: unknown = '', headers: HttpResponse['headers'] = {}): HttpResponse {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

export interface Rig {
  requester: Requester;
  transport: FakeTransport;
  /** What the requester waited between tries, in milliseconds. */
  pauses: number[];
  abort: AbortController;
  /** Time goes by while something waits, and at no other time. */
  now(): number;
}

/** A requester over a fake transport, in a time of its own that never makes anybody wait. */
export function createRig(reply: (request: HttpRequest, index: number) => Reply, deadlineMs = 60_000): Rig {
  let now = 0;
  const pauses: number[] = [];
  const abort = new AbortController();
  const timers = (note: (ms: number) => void): PacingTime => ({
    now: () => now,
    after: (ms, task) => {
      let cancelled = false;
      note(ms);
      setImmediate(() => {
        if (cancelled) return;
        now += ms;
        task();
      });
      return () => {
        cancelled = true;
      };
    },
  });
  const transport = new FakeTransport(reply);
  const requester = new Requester({
    http: transport,
    pacer: new Pacer(
      8,
      timers(() => {}),
    ),
    timers: timers((ms) => pauses.push(ms)),
    signal: abort.signal,
    random: () => 0.5,
  });
  requester.extendDeadline(deadlineMs);
  return { requester, transport, pauses, abort, now: () => now };
}
