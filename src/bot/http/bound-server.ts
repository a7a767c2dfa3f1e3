import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

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
/** Where more come at once, the system drops them, and an honest caller asks again a second later. It may allow fewer. */
const MOST_WAITING = 4_096;

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
  server.listen({ host, port, backlog: MOST_WAITING });
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

interface CrowdLimits {
  all: number;
  /** From one address. A proxy before us is one, and opens as many again as it needs. */
  anAddress: number;
}

const CROWD_LIMITS: CrowdLimits = { all: 500, anAddress: 250 };

/**
 * Keeps connections that say nothing from keeping others out. Where one too many comes, the oldest goes that has not sent
 * a whole request, of that address or of all; where each has, the new one goes. Node's own limit refuses whoever comes
 * last, which is the honest caller.
 */
function controlCrowd(server: Server, { all, anAddress }: CrowdLimits = CROWD_LIMITS): void {
  // In the order in which they fell silent: thousands may come at once, and none is looked for among the others.
  const silent = new Set<Socket>();
  const addresses = new Map<string, Address>();
  const open = new Map<Socket, Address>();
  const forget = (socket: Socket): void => {
    const address = open.get(socket);
    if (!address) return;
    open.delete(socket);
    for (const list of [silent, address.silent]) list.delete(socket);
    address.open -= 1;
    if (address.open === 0) addresses.delete(address.name);
  };
  const fallSilent = (socket: Socket): void => {
    for (const list of [silent, open.get(socket)?.silent]) list?.add(socket);
  };
  server.on('connection', (socket: Socket) => {
    const name = socket.remoteAddress ?? '';
    const address = addresses.get(name) ?? { name, open: 0, silent: new Set() };
    addresses.set(name, address);
    address.open += 1;
    open.set(socket, address);
    socket.once('close', () => forget(socket));
    const ofAddress = address.open > anAddress;
    if (ofAddress || open.size > all) {
      const [oldest = socket] = ofAddress ? address.silent : silent;
      forget(oldest);
      oldest.destroy();
    }
    if (open.has(socket)) fallSilent(socket);
  });
  server.on('request', (request: IncomingMessage, response) => {
    const { socket, headers } = request;
    const speaks = (): void => {
      for (const list of [silent, open.get(socket)?.silent]) list?.delete(socket);
    };
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) speaks();
    else request.once('end', speaks);
    response.once('close', () => {
      if (open.has(socket)) fallSilent(socket);
    });
  });
}

interface Address {
  name: string;
  open: number;
  silent: Set<Socket>;
}
