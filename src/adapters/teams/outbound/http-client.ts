import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { isLoopbackUrl } from './service-url.ts';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array | undefined;
  /** Longest wait for this one's whole answer. */
  timeoutMs?: number | undefined;
  /** Largest answer. Default 2 MiB; the largest that is usual is the list of signing keys, about 100 KB. */
  mostBytes?: number | undefined;
}

export interface HttpAnswer {
  status: number;
  /** Names in lower case; of a repeated header the first value. */
  headers: Record<string, string>;
  body: string;
  /** The body as it came. */
  bytes: Uint8Array;
}

/** Sends one request and gives its answer, whatever the status. Never follows a redirect, never tries again. */
export interface HttpClient {
  /** Throws `TransportFault` where there was no whole answer. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Drops every connection; what is in flight fails. */
  close(): Promise<void>;
}

/** No whole answer came. `reached` tells whether the request can have arrived. Holds no part of the request. */
export class TransportFault extends Error {
  override readonly name = 'TransportFault';
  readonly reached: 'no' | 'maybe';
  readonly host: string;
  readonly isTooLarge: boolean;

  constructor(host: string, code: string) {
    super(`${host}: ${code}`);
    this.host = host;
    this.isTooLarge = code === TOO_LARGE;
    this.reached = NEVER_SENT.has(code) || FOREIGN_CERTIFICATE.test(code) ? 'no' : 'maybe';
  }
}

export interface HttpClientOptions {
  /** With the sandbox, the one loopback origin that stands in for every host that is not loopback itself. */
  sandboxUrl?: string | undefined;
  /** Longest wait for a whole answer. */
  timeoutMs: number;
  /** Proxy settings of the environment are honoured (HTTPS_PROXY, NO_PROXY). */
  useProxy: boolean;
}

const MOST_BODY_BYTES = 2 * 1024 * 1024;
const TOO_LARGE = 'the answer is too large';

const NEVER_SENT: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const FOREIGN_CERTIFICATE =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT_|HOSTNAME_MISMATCH)/;

/** The last step of every request of this adapter, on undici. With the sandbox the origin is rewritten here, nowhere else. */
export function createHttpClient({ sandboxUrl, timeoutMs, useProxy }: HttpClientOptions): HttpClient {
  const settings = { connect: { timeout: timeoutMs }, headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
  const dispatcher: Dispatcher = useProxy ? new EnvHttpProxyAgent(settings) : new Agent(settings);
  return {
    send: async ({ method, url, headers = {}, body = null, mostBytes = MOST_BODY_BYTES, timeoutMs: own }) => {
      const { origin, host, path } = toTarget(url, sandboxUrl);
      try {
        const limits = own === undefined ? {} : { headersTimeout: own, bodyTimeout: own };
        const signal = AbortSignal.timeout(own ?? timeoutMs);
        const answer = await dispatcher.request({ origin, path, method, headers, body, signal, ...limits });
        const bytes = await readBody(answer.body, host, mostBytes);
        return {
          status: answer.statusCode,
          headers: toHeaders(answer.headers),
          body: bytes.toString('utf8'),
          bytes,
        };
      } catch (error) {
        throw error instanceof TransportFault ? error : new TransportFault(host, codeOf(error));
      }
    },
    close: () => dispatcher.destroy(),
  };
}

function toTarget(url: string, sandboxUrl: string | undefined): { origin: string; host: string; path: string } {
  const { origin, host, pathname, search } = new URL(url);
  const target = sandboxUrl === undefined || isLoopbackUrl(url) ? origin : new URL(sandboxUrl).origin;
  return { origin: target, host, path: `${pathname}${search}` };
}

function toHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const single = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]);
  return Object.fromEntries(single.filter(([, value]) => value !== undefined));
}

async function readBody(body: AsyncIterable<Buffer>, host: string, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > mostBytes) throw new TransportFault(host, TOO_LARGE);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The innermost code that an error bears, or its name: never its message, which may quote the request. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  if (inner instanceof Error) return codeOf(inner);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
