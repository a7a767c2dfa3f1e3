import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import type { Fault } from '../../../core/ports/microsoft-cloud.ts';
import { toTransportFault } from './transport-fault.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  /** Absolute https address on the real cloud's host. */
  url: string;
  headers: Record<string, string>;
  body?: string;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export type HttpResult = { ok: true; response: HttpResponse } | { ok: false; fault: Fault };

export interface HttpTransportOptions {
  /** With the sandbox, the one origin that stands in for every host. */
  sandboxUrl?: string | undefined;
  /** Most connections to one host. */
  connections: number;
  /** Longest wait for a whole answer. */
  timeoutMs: number;
  /** Proxy settings of the environment are honoured (HTTPS_PROXY, NO_PROXY). */
  useProxy: boolean;
}

/** Answers beyond this are not worth keeping in memory; the largest real page is a tenth of it. */
const MOST_BODY_BYTES = 16 * 1024 * 1024;

/**
 * The last step of every request: one undici pool per host, one time limit over the whole answer, no redirects.
 * With the sandbox only the origin is rewritten here, so that everything above sees the real cloud's addresses.
 */
export class HttpTransport {
  readonly #options: HttpTransportOptions;
  readonly #dispatchers = new Map<string, Dispatcher>();

  constructor(options: HttpTransportOptions) {
    this.#options = options;
  }

  async send(request: HttpRequest): Promise<HttpResult> {
    const url = new URL(request.url);
    const origin = this.#options.sandboxUrl ?? url.origin;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), this.#options.timeoutMs);
    try {
      const answer = await this.#dispatcher(origin).request({
        origin,
        path: `${url.pathname}${url.search}`,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        signal: abort.signal,
      });
      const body = await readBody(answer.body);
      return { ok: true, response: { status: answer.statusCode, headers: answer.headers, body } };
    } catch (error) {
      const timedOut = abort.signal.aborted;
      const seconds = this.#options.timeoutMs / 1000;
      return {
        ok: false,
        fault: timedOut
          ? { kind: 'timeout', detail: `${url.host} did not answer within ${seconds} seconds` }
          : toTransportFault(error, url.host),
      };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Drops every connection; what is in flight fails. */
  async close(): Promise<void> {
    await Promise.all([...this.#dispatchers.values()].map((dispatcher) => dispatcher.destroy()));
  }

  #dispatcher(origin: string): Dispatcher {
    const existing = this.#dispatchers.get(origin);
    if (existing) return existing;
    const { connections, timeoutMs, useProxy } = this.#options;
    const settings = { connections, connectTimeout: timeoutMs, headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 30_000 };
    const dispatcher = useProxy ? new EnvHttpProxyAgent(settings) : new Pool(origin, settings);
    this.#dispatchers.set(origin, dispatcher);
    return dispatcher;
  }
}

async function readBody(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BODY_BYTES) throw new Error('the answer is larger than 16 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
