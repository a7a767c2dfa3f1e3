import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { ulid } from 'ulid';
import { cron } from '../src/adapters/cron/create-cron.ts';
import { createMailCarrier } from '../src/adapters/mail/mail-carrier.ts';
import { openStorage } from '../src/adapters/storage/open-storage.ts';
import { createDesks } from '../src/adapters/tickets/open-desks.ts';
import { newWebhookSecret } from '../src/adapters/webhooks/sign-webhook.ts';
import { createWebhookCarriers } from '../src/adapters/webhooks/webhook-carriers.ts';
import { systemClock } from '../src/bot/system-clock.ts';
import { systemTimers } from '../src/bot/system-timers.ts';
import { toNoticeCard } from '../src/core/cards/plain-cards.ts';
import { Delivery } from '../src/core/watch/notifications/delivery.ts';
import type { RouteCarrier } from '../src/core/watch/notifications/event-sink.ts';
import { toEntry } from '../src/core/watch/notifications/outbox-writer.ts';
import { type RouteKind, routePlace } from '../src/core/watch/notifications/route.ts';
import type { SealedRoute } from '../src/core/watch/notifications/route-book.ts';
import { median } from './measure.ts';

// What receivers that never end, never answer, redirect or answer with 10 MB, over webhooks, Workflows, mail and a ticket
// system, cost a route that works, in real time, as a table on standard output. A fault is an exit code of 1: more than a second for the last event, or one that came twice.

const EVENTS = 50;
const ROUNDS = 3;
const MOST_MS = 1000;
const TEN_MB = Buffer.alloc(10 * 1024 * 1024, 'x');

/** By what they do to whoever posts to them. */
const HOSTILE: Readonly<Record<string, RequestListener>> = {
  silent: () => {},
  endless: (_request, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write('x'), 50);
    response.on('close', () => clearInterval(drip));
  },
  redirecting: (request, response) => response.writeHead(307, { location: request.url ?? '/' }).end(),
  large: (_request, response) => response.writeHead(200).end(TEN_MB),
  cut: (request) => request.socket.destroy(),
};

const servers: Server[] = [];
const sockets = new Set<Socket>();
async function portOf(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
const listen = async (answer: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await portOf(createServer(answer))}/`;

const received: string[] = [];
let all = (): void => {};
const working = await listen((request, response) => {
  request.resume().on('end', () => {
    received.push(String(request.headers['webhook-id']));
    response.writeHead(204).end();
    if (received.length === EVENTS) all();
  });
});
const secrets = [{ value: newWebhookSecret(), until: null }];
const fields = { 'client-id': 'a', 'client-secret': 'b' };
const sealedOf = (kind: RouteKind, url: string): SealedRoute => ({ kind, url, mayBePrivate: true, secrets, fields });
const hostile = new Map<string, SealedRoute>();
for (const [name, answer] of Object.entries(HOSTILE)) {
  const url = await listen(answer);
  hostile.set(name, sealedOf('webhook', url));
  hostile.set(`workflows-${name}`, sealedOf('workflows', url));
  hostile.set(`halopsa-${name}`, sealedOf('halopsa', url));
}
// Takes the connection, and says nothing for ever: to a handshake of TLS as to a mail client.
const mute = await portOf(createTcpServer(() => {}));
hostile.set('mute-tls', sealedOf('webhook', `https://127.0.0.1:${mute}/`));
hostile.set('mute-mail', sealedOf('mail', 'mailto:somebody@example.com'));

/** How long until the working route has all its events, beside these others. Milliseconds. */
async function run(others: readonly string[]): Promise<number> {
  received.length = 0;
  const routes = new Map([...hostile].filter(([name]) => others.includes(name)));
  routes.set('working', sealedOf('webhook', working));
  const storage = await openStorage({ file: ':memory:', clock: systemClock, cron });
  const { carriers, close } = createWebhookCarriers({ clock: systemClock, renderAdaptiveCard: () => ({}) });
  const desks = createDesks(systemClock);
  const ticket: RouteCarrier = async ({ id }, sealed) => (await desks.open(sealed).find(id, id))?.ref;
  const mail = createMailCarrier({ host: '127.0.0.1', port: mute, tls: 'whole', from: 'samaritan@example.com' });
  const carry = { ...carriers, mail, halopsa: ticket, connectwise: ticket, autotask: ticket };
  const delivery = new Delivery({
    ...{ outbox: storage.outbox, subscriptions: storage.subscriptions, messengers: new Map() },
    cards: async () => toNoticeCard('neutral', 'test', 'An event.'),
    routes: {
      facts: async () => [],
      now: systemClock.now,
      sink: {
        send: async (telling) => {
          const sealed = routes.get(telling.route);
          if (!sealed) throw new Error(`there is no route ${telling.route}`);
          return (await carry[sealed.kind](telling, sealed)) ?? telling.id;
        },
      },
    },
    ...{ clock: systemClock, timers: systemTimers, newId: ulid, random: Math.random },
  });
  // Those that never end come first.
  const places = [...routes.keys()].map(routePlace);
  const at = systemClock.now();
  for (const place of places)
    await storage.outbox.enqueue(
      Array.from({ length: EVENTS }, () => toEntry(place, `place ${place}`, { kind: 'test', by: 'bench' }, at, ulid)),
    );
  const startedAt = performance.now();
  const done = new Promise<void>((resolve) => {
    all = resolve;
  });
  delivery.wake();
  await done;
  const tookMs = performance.now() - startedAt;
  await delivery.stop(20_000);
  await close();
  await desks.close();
  await storage.close();
  return tookMs;
}

console.log(`# Hostile receivers

One run of \`node bench/hostile-receivers.ts\`: ${EVENTS} events for a webhook that works, and as many for each receiver beside it, over
the product's own outbox and client; the median of ${ROUNDS} rounds, until the last event arrived.

| Beside it | Last event, ms | More than alone, ms |
| --- | ---: | ---: |`);
const cases = {
  nobody: [],
  ...Object.fromEntries([...hostile.keys()].map((name) => [name, [name]])),
  all: [...hostile.keys()],
};
let [alone, isBad] = [0, false];
for (const [name, others] of Object.entries(cases)) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    times.push(await run(others));
    if (new Set(received).size !== EVENTS || received.length !== EVENTS) isBad = true;
  }
  const took = median(times);
  if (name === 'nobody') alone = took;
  if (took - alone > MOST_MS) isBad = true;
  console.log(`| ${name} | ${took.toFixed(0)} | ${(took - alone).toFixed(0)} |`);
}
for (const socket of sockets) socket.destroy();
for (const server of servers) server.close();
process.exitCode = isBad ? 1 : 0;
