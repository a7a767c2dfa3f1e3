import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CROWD_LIMITS, type CrowdLimits, controlCrowd } from './crowd-control.ts';

export interface BoundServer {
  /** `http://127.0.0.1:3978`, with the port that was really taken. */
  origin: string;
  port: number;
  /**
   * Takes no more connections, lets answers under way be finished for at most `limitMs`, then cuts what is left. Twice
   * is the same as once.
   */
  close(limitMs?: number): Promise<void>;
}

/** Slow or silent clients hold a connection no longer than this; milliseconds. */
export interface TimeLimits {
  headersTimeout: number;
  requestTimeout: number;
  keepAliveTimeout: number;
  /** Node looks only so often; the limits above are worth nothing without it. */
  connectionsCheckingInterval: number;
}

export const TIME_LIMITS: TimeLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
};

const MOST_HEADER_BYTES = 16 * 1024;
const MOST_HEADERS = 100;
const MOST_REQUESTS_PER_SOCKET = 1000;
const CLOSE_LIMIT_MS = 5_000;

/** Listens. Rejects where the address can't be had, with Node's own error (`EADDRINUSE`, `EACCES`). */
export async function bindServer(
  listener: RequestListener,
  host: string,
  port: number,
  timeLimits: TimeLimits = TIME_LIMITS,
  crowdLimits: CrowdLimits = CROWD_LIMITS,
): Promise<BoundServer> {
  let closing: Promise<void> | undefined;
  const limits = { ...timeLimits, maxHeaderSize: MOST_HEADER_BYTES, requireHostHeader: true };
  const server = createServer(limits, (request, response) => {
    // A connection that was busy when we began to close is kept alive by nobody.
    response.once('close', () => {
      if (closing) setImmediate(() => server.closeIdleConnections());
    });
    listener(request, response);
  });
  server.maxHeadersCount = MOST_HEADERS;
  controlCrowd(server, crowdLimits);
  server.maxRequestsPerSocket = MOST_REQUESTS_PER_SOCKET;
  // No answer of ours takes a change of protocol.
  server.on('upgrade', (_request, socket) => socket.destroy());
  server.listen({ host, port });
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    origin: `http://${name}:${address.port}`,
    port: address.port,
    close: (limitMs = CLOSE_LIMIT_MS) => {
      closing ??= closeServer(server, limitMs);
      return closing;
    },
  };
}

async function closeServer(server: Server, limitMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), limitMs);
  await closed;
  clearTimeout(timer);
}
