import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import {
  type AddressInfo,
  createServer as createDoor,
  type Server as Door,
  type ListenOptions,
  type Socket,
} from 'node:net';
import type { Duplex } from 'node:stream';
import { mostConnections } from '../../adapters/http/open-file-limit.ts';
import { systemCodeOf } from '../../core/model/text/system-code.ts';
import { isLongTurn, laterTurn } from '../../core/model/time/next-turn.ts';

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
/**
 * Node takes one connection of a queue in each turn of the event loop, and whoever asks waits for as many turns as there are
 * before him: so there are several queues. Other systems than Linux don't share connections out among those of one port.
 */
const MOST_DOORS = process.platform === 'linux' ? 16 : 1;
/** A door takes a descriptor itself, which whoever comes would want where there are few. */
const CONNECTIONS_A_DOOR = 60;

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
  refuseInTurns(server);
  server.maxRequestsPerSocket = MOST_REQUESTS_PER_SOCKET;
  // No answer of ours takes a change of protocol.
  server.on('upgrade', (_request, socket) => socket.destroy());
  const doors = await openDoors(server, host, port);
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    origin: `http://${name}:${address.port}`,
    port: address.port,
    close: (limitMs = CLOSE_LIMIT_MS) => {
      closing ??= closeServer(server, doors, limitMs);
      return closing;
    },
  };
}

/** The server's own, and those that hand it what comes in. */
async function openDoors(server: Server, host: string, port: number): Promise<Door[]> {
  const most = (mostConnections() ?? Number.POSITIVE_INFINITY) / CONNECTIONS_A_DOOR;
  const count = Math.max(1, Math.min(MOST_DOORS, Math.floor(most)));
  const isShared = count > 1;
  // What shares a port shares it with everyone who does: whether another process has it is asked without.
  if (isShared && port !== 0) {
    const probe = await open(createDoor(), { host, port });
    await new Promise((resolve) => probe.close(resolve));
  }
  const first = await open(server, { host, port, backlog: MOST_WAITING, reusePort: isShared });
  const taken = first.address() as AddressInfo;
  const others = await Promise.allSettled(
    Array.from({ length: count - 1 }, () =>
      open(
        createDoor({ allowHalfOpen: true, noDelay: true }, (socket) => void server.emit('connection', socket)),
        { host: taken.address, port: taken.port, backlog: MOST_WAITING, reusePort: true },
      ),
    ),
  );
  // One that can't be had, for want of descriptors, is a queue fewer.
  return [first, ...others.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))];
}

async function open<T extends Door>(door: T, options: ListenOptions): Promise<T> {
  door.listen(options);
  await once(door, 'listening');
  return door;
}

async function closeServer(server: Server, doors: readonly Door[], limitMs: number): Promise<void> {
  const closed = Promise.all(doors.map((door) => new Promise((resolve) => door.close(resolve))));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), limitMs);
  await closed;
  clearTimeout(timer);
}

/** What Node answers where it can't read a request; 400 for the rest. */
const REFUSALS: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

/** As Node does it, but not all at once: hundreds may have been too slow, which is found out in one turn of the event loop. */
function refuseInTurns(server: Server): void {
  const answers = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }, response) => answers.set(socket, response));
  server.on('clientError', async (error, socket) => {
    while (isLongTurn()) await laterTurn();
    const answer = answers.get(socket);
    const status = REFUSALS[systemCodeOf(error) ?? ''] ?? 400;
    // Beside an answer that has begun it would be read as a part of it.
    if (socket.writable && (!answer?.headersSent || answer.writableFinished))
      socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
    socket.destroy();
  });
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
