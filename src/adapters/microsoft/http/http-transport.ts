import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import type { Fault } from '../../../core/model/cloud/microsoft-cloud.ts';
import { AnswerCollector, type HttpResponse } from './answer-collector.ts';
import { TimeLimit } from './time-limit.ts';
import { toTransportFault } from './transport-fault.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  /** Absolute https address on the real cloud's host. */
  url: string;
  headers: Record<string, string>;
  body?: string;
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

/**
 * The last step of every request: one undici pool per host, one time limit over the whole answer, no redirects.
 * With the sandbox only the origin is rewritten here, so that everything above sees the real cloud's addresses.
 * It uses undici's own dispatch: streams and abort signals would cost more than the rest of a request together.
 */
export class HttpTransport {
  readonly #options: HttpTransportOptions;
  readonly #dispatchers = new Map<string, Dispatcher>();
  readonly #limit: TimeLimit;

  constructor(options: HttpTransportOptions) {
    this.#options = options;
    this.#limit = new TimeLimit(options.timeoutMs);
  }

  send(request: HttpRequest): Promise<HttpResult> {
    const { hostname, origin, path } = splitUrl(request.url);
    const target = this.#options.sandboxUrl ?? origin;
    return new Promise((resolve) => {
      const collector = new AnswerCollector((outcome) => {
        this.#limit.remove(collector);
        if (outcome instanceof Error) resolve({ ok: false, fault: this.#toFault(outcome, collector, hostname) });
        else resolve({ ok: true, response: outcome });
      });
      this.#limit.add(collector);
      const { method, headers, body = null } = request;
      try {
        this.#dispatcher(target).dispatch({ origin: target, path, method, headers, body }, collector);
      } catch (error) {
        collector.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  /** Drops every connection; what is in flight fails. */
  async close(): Promise<void> {
    this.#limit.stop();
    await Promise.all([...this.#dispatchers.values()].map((dispatcher) => dispatcher.destroy()));
  }

  #toFault(error: Error, collector: AnswerCollector, host: string): Fault {
    if (!collector.timedOut) return toTransportFault(error, host);
    return { kind: 'timeout', detail: `${host} did not answer within ${this.#options.timeoutMs / 1000} seconds` };
  }

  #dispatcher(origin: string): Dispatcher {
    const existing = this.#dispatchers.get(origin);
    if (existing) return existing;
    const { connections, timeoutMs, useProxy } = this.#options;
    const settings = {
      connections,
      connectTimeout: timeoutMs,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 30_000,
    };
    const dispatcher = useProxy ? new EnvHttpProxyAgent(settings) : new Pool(origin, settings);
    this.#dispatchers.set(origin, dispatcher);
    return dispatcher;
  }
}

/** The parts of an https address. Far cheaper than `URL`, which every caller has been through before. */
function splitUrl(url: string): { hostname: string; origin: string; path: string } {
  const [, origin, hostname, path] = /^(https:\/\/([^/?#:@]+))(\/[^#]*)$/.exec(url) ?? [];
  if (!origin || !hostname || !path) throw new TypeError('only absolute https addresses with a path are sent');
  return { hostname, origin, path };
}
