import { createRequire } from 'node:module';
import type { LookupFunction } from 'node:net';
import type * as Undici from 'undici';
import { AnswerCollector, type CollectedAnswer, type Ended } from './answer-collector.ts';
import type { HttpResponse } from './http-response.ts';
import { isLinkLocal, isLoopback } from './loopback.ts';
import { NoAnswer } from './no-answer.ts';
import { VERIFIED_TLS } from './verified-tls.ts';

/** undici by its parts: all of it is four times as many files, for caches, mocks and a browser's interface. */
const require = createRequire(import.meta.url);
const Pool = require('undici/lib/dispatcher/pool.js') as typeof Undici.Pool;

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute: https, or http on loopback. */
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array | undefined;
  /** Longest wait for this one's whole answer. */
  timeoutMs?: number;
  mostBytes?: number;
  /** Called when it goes out: what takes time is better done from then on. */
  onSent?: (() => void) | undefined;
}

export interface HttpAnswer extends HttpResponse {
  /** The body as it came. */
  bytes: Uint8Array;
}

export interface HttpClientOptions {
  /** With the sandbox, the one origin that stands in for every host that is not loopback itself. */
  sandboxUrl?: string | undefined;
  /** Most connections to one host. Without it as many as are asked for. */
  connections?: number;
  /** Longest wait for a whole answer. */
  timeoutMs: number;
  /** Largest answer that is taken. Default 16 MiB, ten times Graph's largest page. */
  mostBytes?: number;
  /** Looks names up, and may refuse where they lead. Not asked behind a proxy. */
  lookup?: LookupFunction;
  /** Proxy settings of the environment are honoured (HTTPS_PROXY, NO_PROXY), but not with the sandbox. */
  useProxy: boolean;
  /** Asks where Azure tells a machine of its own identity as well: over http, and past any proxy. */
  asksMachine?: true;
}

const MOST_BYTES = 16 * 1024 * 1024;

/**
 * The last step of every request that is ours: one undici pool per host, a time limit over the whole answer, a limit of
 * its size, no redirects, no second try. With the sandbox only the origin is rewritten here, so that everything above
 * sees the real addresses. It uses undici's own dispatch: streams and abort signals would cost more than the rest of a
 * request together.
 */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #dispatchers = new Map<string, Undici.Dispatcher>();
  readonly #limits = new Map<number, TimeLimit>();

  constructor(options: HttpClientOptions) {
    this.#options = options;
  }

  /** The answer, or why there is none. Never rejects; throws a TypeError for an address that nothing is sent to. */
  send(request: HttpRequest): Promise<HttpAnswer | NoAnswer> {
    const { sandboxUrl, timeoutMs: usualMs, mostBytes: usualBytes = MOST_BYTES, asksMachine = false } = this.#options;
    const { host, origin, path } = splitUrl(request.url, asksMachine);
    const { method, headers = {}, body = null, timeoutMs = usualMs, mostBytes = usualBytes } = request;
    const target = sandboxUrl === undefined || isLoopback(host) ? origin : sandboxUrl;
    return new Promise((resolve) => {
      const limit = this.#limit(timeoutMs);
      const done = (outcome: CollectedAnswer | Ended): void => {
        limit.remove(collector);
        resolve(toAnswer(outcome, host, { timeoutMs, mostBytes }));
      };
      const collector = new AnswerCollector(mostBytes, done, request.onSent);
      limit.add(collector);
      try {
        this.#dispatcher(target, host).dispatch({ origin: target, path, method, headers, body }, collector);
      } catch (error) {
        collector.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  /** The answer. Throws `NoAnswer` where there is none. */
  async ask(request: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.send(request);
    if (answer instanceof NoAnswer) throw answer;
    return answer;
  }

  /** Drops every connection; what is in flight fails. */
  async close(): Promise<void> {
    for (const limit of this.#limits.values()) limit.stop();
    await Promise.all([...this.#dispatchers.values()].map((dispatcher) => dispatcher.destroy()));
  }

  #limit(timeoutMs: number): TimeLimit {
    const limit = this.#limits.get(timeoutMs) ?? new TimeLimit(timeoutMs);
    this.#limits.set(timeoutMs, limit);
    return limit;
  }

  #dispatcher(origin: string, host: string): Undici.Dispatcher {
    const existing = this.#dispatchers.get(origin);
    if (existing) return existing;
    const { connections = null, timeoutMs, useProxy, sandboxUrl, lookup, asksMachine = false } = this.#options;
    const settings = {
      connections,
      connectTimeout: timeoutMs,
      connect: { ...VERIFIED_TLS, ...(lookup && { lookup }) },
      requestTls: VERIFIED_TLS,
      proxyTls: VERIFIED_TLS,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 30_000,
    };
    const isProxied = useProxy && sandboxUrl === undefined && !(asksMachine && isLinkLocal(host));
    const dispatcher = isProxied ? new (loadUndici().EnvHttpProxyAgent)(settings) : new Pool(origin, settings);
    this.#dispatchers.set(origin, dispatcher);
    return dispatcher;
  }
}

/** What speaks through a proxy finds its methods where all of it is loaded. */
function loadUndici(): typeof Undici {
  return require('undici');
}

function toAnswer(
  outcome: CollectedAnswer | Ended,
  host: string,
  { timeoutMs, mostBytes }: { timeoutMs: number; mostBytes: number },
): HttpAnswer | NoAnswer {
  if (outcome === 'late') return NoAnswer.late(host, timeoutMs);
  if (outcome instanceof Error) return NoAnswer.from(outcome, host);
  if (outcome.bytes === undefined) return NoAnswer.tooLarge(host, mostBytes, outcome);
  const { status, headers, bytes } = outcome;
  // A file of a megabyte is wanted as its bytes alone.
  let text: string | undefined;
  return {
    ...{ status, headers, bytes },
    get body() {
      text ??= bytes.toString('utf8');
      return text;
    },
  };
}

interface Target {
  host: string;
  origin: string;
  path: string;
}

/** The parts of an address. For most a pattern is enough, and far cheaper than `URL`. */
function splitUrl(url: string, asksMachine: boolean): Target {
  const [, origin, host, path] = /^(https:\/\/([^/?#:@]+))(\/[^#]*)$/.exec(url) ?? [];
  if (origin && host && path) return { origin, host, path };
  const parsed = /^https?:\/\/[^/?#@]+\//i.test(url) ? URL.parse(url) : null;
  const isOwn = (host: string): boolean => isLoopback(host) || (asksMachine && isLinkLocal(host));
  if (parsed && (parsed.protocol === 'https:' || isOwn(parsed.hostname)))
    return { origin: parsed.origin, host: parsed.hostname, path: `${parsed.pathname}${parsed.search}` };
  throw new TypeError('only absolute https addresses with a path are sent, and http to this machine');
}

/** What can be ended for taking too long. False when it has not begun yet. */
interface Limited {
  timeOut(): boolean;
}

/** One timer for every request in flight: requests start in order, so only the oldest have to be looked at. */
class TimeLimit {
  readonly #limitMs: number;
  readonly #startedAt = new Map<Limited, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  add(one: Limited): void {
    this.#startedAt.set(one, performance.now());
    this.#timer ??= setInterval(() => this.#check(), Math.min(250, this.#limitMs / 4)).unref();
  }

  remove(one: Limited): void {
    this.#startedAt.delete(one);
    if (this.#startedAt.size === 0) this.stop();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #check(): void {
    const expired = performance.now() - this.#limitMs;
    for (const [one, startedAt] of this.#startedAt) {
      if (startedAt > expired) return;
      if (one.timeOut()) this.#startedAt.delete(one);
    }
  }
}
