import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** How many connections may be open. */
export interface CrowdLimits {
  all: number;
  /** From one address. A proxy before us is one, and opens as many again as it needs. */
  anAddress: number;
}

export const CROWD_LIMITS: CrowdLimits = { all: 500, anAddress: 250 };

/**
 * Keeps connections that say nothing from keeping others out. Where one too many comes, the oldest goes that has not sent
 * a whole request, of that address or of all; where each has, the new one goes. Node's own limit refuses whoever comes
 * last, which is the honest caller.
 */
export function controlCrowd(server: Server, { all, anAddress }: CrowdLimits = CROWD_LIMITS): void {
  // In the order in which they fell silent.
  const silent = new Set<Socket>();
  const open = new Map<Socket, string>();
  const counts = new Map<string, number>();
  const count = (address: string, by: number): number => {
    const now = (counts.get(address) ?? 0) + by;
    if (now === 0) counts.delete(address);
    else counts.set(address, now);
    return now;
  };
  const forget = (socket: Socket): void => {
    const address = open.get(socket);
    if (address === undefined) return;
    open.delete(socket);
    silent.delete(socket);
    count(address, -1);
  };
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    open.set(socket, address);
    socket.once('close', () => forget(socket));
    const ofAddress = count(address, 1) > anAddress;
    if (ofAddress || open.size > all) {
      const oldest = [...silent].find((one) => !ofAddress || open.get(one) === address) ?? socket;
      forget(oldest);
      oldest.destroy();
    }
    if (open.has(socket)) silent.add(socket);
  });
  server.on('request', (request: IncomingMessage, response) => {
    const { socket, headers } = request;
    const speaks = (): boolean => silent.delete(socket);
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) speaks();
    else request.once('end', speaks);
    response.once('close', () => {
      if (open.has(socket)) silent.add(socket);
    });
  });
}
