import fastify from 'fastify';
import { APP_ID, TENANT_ID } from '../../../../simulators/teams/activities.ts';
import { createFakeAuthority, type FakeAuthority } from '../../../../simulators/teams/fake-authority.ts';
import { listen } from '../../../../simulators/teams/listen.ts';
import { HttpClient } from '../../../../src/adapters/http/http-client.ts';
import {
  createMessagesRouter,
  type MessagesRouter,
} from '../../../../src/adapters/teams/inbound/create-messages-router.ts';
import type { InboundEvent } from '../../../../src/adapters/teams/inbound/inbound-event.ts';
import type { InboundHandler } from '../../../../src/adapters/teams/inbound/inbound-handler.ts';
import type { InboundRefusal } from '../../../../src/adapters/teams/inbound/inbound-refusal.ts';
import type { InvokeReply } from '../../../../src/adapters/teams/inbound/invoke-reply.ts';
import type { MessagesRouterOptions } from '../../../../src/adapters/teams/inbound/messages-router-options.ts';
import type { ReplayLedger } from '../../../../src/adapters/teams/inbound/replay-guard.ts';
import { createBotFramework } from '../../../../src/adapters/teams/outbound/bot-framework.ts';

/** The service URL of the tests: loopback, as the sandbox wants it. Nothing listens there. */
const SHORTEST_LIMIT_MS = 5_000;

export const SERVICE_URL = 'http://127.0.0.1:9/teams/';

export const realClock = { now: () => Date.now(), monotonicMs: () => performance.now() };

/** A ledger on a store that outlives it, as a database outlives the process. */
export function createTestLedger(store: Map<string, number>): ReplayLedger {
  return {
    firstSeen: async (key, keepUntil) => {
      if (store.has(key)) return false;
      store.set(key, keepUntil);
      return true;
    },
  };
}

export interface Bot {
  origin: string;
  authority: FakeAuthority;
  /** What the handler was given, oldest first. */
  events: InboundEvent[];
  late: InvokeReply[];
  refusals: InboundRefusal[];
  faults: unknown[];
  /** Starts the timers that invokes wait for. */
  expire(): void;
  idle: MessagesRouter['idle'];
  close(): Promise<void>;
}

export interface BotOptions {
  /** Answers events. */
  handle?: InboundHandler['handle'];
  options?: Partial<MessagesRouterOptions>;
  store?: Map<string, number>;
  /** Whether botbuilder's own validation is asked too. Default true. */
  confirms?: boolean;
  authority?: FakeAuthority;
}

/** A bot that listens on loopback with real validation, against a fake authority. */
export async function startBot({ handle, options, store, confirms = true, authority }: BotOptions = {}): Promise<Bot> {
  const ownAuthority = authority ?? (await createFakeAuthority());
  const http = new HttpClient({ timeoutMs: 60_000, useProxy: false });
  const { openIdMetadataUrl } = ownAuthority;
  const parts = { appId: APP_ID, http, sandbox: true, clock: realClock, openIdMetadataUrl };
  const framework = createBotFramework(parts);
  const events: InboundEvent[] = [];
  const late: InvokeReply[] = [];
  const refusals: InboundRefusal[] = [];
  const faults: unknown[] = [];
  const timers: (() => void)[] = [];
  const { mount, idle } = createMessagesRouter({
    ...parts,
    allowedTenants: [TENANT_ID],
    host: '127.0.0.1',
    handler: {
      handle: async (event, taken) => {
        events.push(event);
        return handle?.(event, taken);
      },
      deliverLate: async (_event, reply) => {
        late.push(reply);
      },
    },
    ledger: createTestLedger(store ?? new Map()),
    timers: {
      after: (ms, task) => {
        // The pause between two fetches of keys; only what invokes wait for is held until `expire`.
        if (ms < SHORTEST_LIMIT_MS) setImmediate(task);
        else timers.push(task);
        return () => timers.splice(timers.indexOf(task), 1);
      },
    },
    confirm: confirms ? framework.confirms : undefined,
    onRefused: (refusal) => void refusals.push(refusal),
    onFault: (error) => {
      faults.push(error);
      return "That didn't work on our side. Reference 7Q2M-4KX9.";
    },
    ...options,
  });
  const app = fastify();
  mount(app);
  await app.ready();
  const { origin, close } = await listen(app.routing);
  return {
    origin,
    authority: ownAuthority,
    events,
    late,
    refusals,
    faults,
    expire: () => {
      for (const task of timers.splice(0)) task();
    },
    idle,
    close: async () => {
      await close();
      await http.close();
      if (!authority) await ownAuthority.close();
    },
  };
}
