import { networkInterfaces } from 'node:os';
import type { BoundServer } from '../http/bound-server.ts';

/** What a start tells the others of where it serves: for every address of its machine, the first that is not its own. */
export function reachedAt({ origin, port }: Pick<BoundServer, 'origin' | 'port'>): string {
  const { hostname } = new URL(origin);
  if (hostname !== '0.0.0.0' && hostname !== '[::]') return origin;
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  return `http://${outside?.address ?? '127.0.0.1'}:${port}`;
}
