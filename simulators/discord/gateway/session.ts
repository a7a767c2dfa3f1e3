import type { WebSocket } from 'ws';
import type { Json } from '../wire.ts';

/** events/gateway.mdx: the opcodes the stand-in speaks. */
export const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;

/** A bot's session: it outlives its connection, and keeps what was dispatched for a RESUME. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [number, number];
  readonly connected: boolean;
  attach(socket: WebSocket): void;
  detach(): void;
  dispatch(type: string, data: Json): void;
  /** Sends again everything after `seq`; gives how many. */
  replay(seq: number): number;
  /** Whether events of a guild (null: direct messages) go to this shard. */
  wants(guildId: string | null): boolean;
  socket(): WebSocket | undefined;
}

export function createSession(id: string, intents: number, shard: readonly [number, number]): Session {
  const sent: Json[] = [];
  let socket: WebSocket | undefined;

  return {
    id,
    intents,
    shard,
    get connected() {
      return socket !== undefined;
    },
    attach(opened) {
      socket = opened;
    },
    detach() {
      socket = undefined;
    },
    dispatch(type, data) {
      const event = { op: OP.dispatch, t: type, s: sent.length + 1, d: data };
      sent.push(event);
      socket?.send(JSON.stringify(event));
    },
    replay(seq) {
      const missed = sent.slice(seq);
      for (const event of missed) socket?.send(JSON.stringify(event));
      return missed.length;
    },
    wants: (guildId) =>
      guildId === null ? shard[0] === 0 : Number((BigInt(guildId) >> 22n) % BigInt(shard[1])) === shard[0],
    socket: () => socket,
  };
}
