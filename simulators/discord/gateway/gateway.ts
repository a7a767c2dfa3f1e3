import type { IncomingMessage, Server } from 'node:http';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Changes } from '../changes.ts';
import type { Journal } from '../journal.ts';
import { breach } from '../rules/breach.ts';
import type { Json } from '../wire.ts';
import type { Places } from '../world/places.ts';
import { toGuildCreate, toReady } from './payloads.ts';
import { createSession, OP, type Session } from './session.ts';

const HEARTBEAT_MS = 41_250;
/** events/gateway.mdx: a longer payload is answered with close code 4002. */
const LONGEST_PAYLOAD = 4096;
/** Guild members, presences and message content: Discord must have approved them. */
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);
const CLOSE = { decodeError: 4002, notAuthenticated: 4003, badToken: 4004, disallowedIntents: 4014 } as const;

const frame = z.object({ op: z.number(), d: z.unknown() });
const identify = z.object({
  token: z.string(),
  intents: z.number(),
  shard: z.tuple([z.number(), z.number()]).default([0, 1]),
});
const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.number() });

export interface Identify {
  readonly intents: number;
  readonly shard: readonly [number, number];
}

export interface Resume {
  readonly accepted: boolean;
  /** How many events it got again. */
  readonly replayed: number;
}

export interface Gateway {
  readonly identifies: readonly Identify[];
  readonly resumes: readonly Resume[];
  heartbeats(): number;
  connected(): boolean;
  /** Sends an event to the shard it belongs to; a session without a connection gets it on RESUME. */
  dispatch(type: string, data: Json, guildId: string | null): void;
  /** Cuts every connection; resolves when the bot is back, with how. */
  drop(how: { readonly resumable: boolean; readonly code?: number }): Promise<'resumed' | 'identified'>;
  close(): void;
}

export interface GatewayParts {
  readonly server: Server;
  readonly url: () => string;
  readonly botId: string;
  readonly places: Places;
  readonly journal: Journal;
  readonly changes: Changes;
  readonly accepts: (token: string) => boolean;
}

export function createGateway(parts: GatewayParts): Gateway {
  const sockets = new WebSocketServer({ server: parts.server, path: '/gateway' });
  const sessions = new Map<string, Session>();
  const identifies: Identify[] = [];
  const resumes: Resume[] = [];
  let heartbeats = 0;
  let named = 0;

  const begin = (socket: WebSocket, data: unknown): Session | undefined => {
    const asked = identify.safeParse(data);
    if (!asked.success) return refuse(socket, CLOSE.decodeError, 'IDENTIFY lacks token or intents');
    const { token, intents, shard } = asked.data;
    if (!parts.accepts(token)) return refuse(socket, CLOSE.badToken);
    if ((intents & PRIVILEGED) !== 0) return refuse(socket, CLOSE.disallowedIntents, `privileged intents: ${intents}`);
    for (const old of sessions.values()) if (!old.connected && old.shard[0] === shard[0]) sessions.delete(old.id);
    const session = createSession(`session-${++named}`, intents, shard);
    sessions.set(session.id, session);
    session.attach(socket);
    identifies.push({ intents, shard });
    const guilds = parts.places.guilds.filter((guild) => session.wants(guild.id));
    session.dispatch('READY', toReady(parts.botId, guilds, session.id, shard, parts.url()));
    for (const guild of guilds) session.dispatch('GUILD_CREATE', toGuildCreate(guild, parts.places, parts.botId));
    return session;
  };

  const takeUp = (socket: WebSocket, data: unknown): Session | undefined => {
    const asked = resume.safeParse(data);
    const session = asked.success ? sessions.get(asked.data.session_id) : undefined;
    if (!asked.success || session === undefined || !parts.accepts(asked.data.token)) {
      resumes.push({ accepted: false, replayed: 0 });
      socket.send(JSON.stringify({ op: OP.invalidSession, d: false }));
      return undefined;
    }
    session.attach(socket);
    resumes.push({ accepted: true, replayed: session.replay(asked.data.seq) });
    session.dispatch('RESUMED', {});
    return session;
  };

  const refuse = (socket: WebSocket, code: number, reason?: string): undefined => {
    if (reason !== undefined)
      parts.journal.violations.push({ ...breach('gateway', reason), method: 'GATEWAY', path: '/', body: undefined });
    socket.close(code);
  };

  sockets.on('connection', (socket: WebSocket, _request: IncomingMessage) => {
    let session: Session | undefined;
    socket.send(JSON.stringify({ op: OP.hello, d: { heartbeat_interval: HEARTBEAT_MS } }));
    socket.on('message', (raw: RawData) => {
      const text = raw.toString();
      const { data } = frame.safeParse(parseJson(text));
      if (data === undefined || text.length > LONGEST_PAYLOAD)
        return refuse(socket, CLOSE.decodeError, `payload of ${text.length} bytes that Discord doesn't take`);
      if (data.op === OP.heartbeat) {
        heartbeats += 1;
        socket.send(JSON.stringify({ op: OP.heartbeatAck }));
      } else if (data.op === OP.identify) session = begin(socket, data.d);
      else if (data.op === OP.resume) session = takeUp(socket, data.d);
      else if (session === undefined) refuse(socket, CLOSE.notAuthenticated, `op ${data.op} before IDENTIFY`);
      parts.changes.notify();
    });
    socket.on('close', (code) => {
      if (session?.socket() !== socket) return;
      session.detach();
      // A client that says goodbye ends its session; any other end can be resumed.
      if (code === 1000 || code === 1001) sessions.delete(session.id);
      parts.changes.notify();
    });
    socket.on('error', () => socket.terminate());
  });

  return {
    identifies,
    resumes,
    heartbeats: () => heartbeats,
    connected: () => [...sessions.values()].some((session) => session.connected),
    dispatch(type, data, guildId) {
      const shards = [...sessions.values()].filter((session) => session.wants(guildId));
      if (shards.length === 0) throw new Error('No bot is logged in: nothing can be dispatched');
      for (const session of shards) session.dispatch(type, data);
    },
    drop({ resumable, code }) {
      const before = { identified: identifies.length, resumed: accepted(resumes) };
      for (const session of sessions.values()) {
        const socket = session.socket();
        session.detach();
        if (!resumable) sessions.delete(session.id);
        if (code === undefined) socket?.terminate();
        else socket?.close(code);
      }
      const back = () => {
        if (accepted(resumes) > before.resumed) return 'resumed' as const;
        return identifies.length > before.identified ? ('identified' as const) : undefined;
      };
      return parts.changes.until(back, () => 'the bot to come back after its connection was dropped');
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function accepted(resumes: readonly Resume[]): number {
  return resumes.filter((one) => one.accepted).length;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
