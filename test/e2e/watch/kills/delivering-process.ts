// As in the product: discord.js sends files through Node's own client.
import '../../../../src/adapters/http/node-client-first.ts';
import { createSecretKey } from 'node:crypto';
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { ulid } from 'ulid';
import { loadArticles } from '../../../../src/adapters/articles/load-articles.ts';
import { cron } from '../../../../src/adapters/cron/create-cron.ts';
import { createDiscordChat } from '../../../../src/adapters/discord/create-discord-chat.ts';
import { HttpClient } from '../../../../src/adapters/http/http-client.ts';
import { createSecretBox } from '../../../../src/adapters/secrets/create-secret-box.ts';
import { parseServerAddress } from '../../../../src/adapters/storage/engine/server-address.ts';
import { StorageError } from '../../../../src/adapters/storage/engine/storage-error.ts';
import { openStorage } from '../../../../src/adapters/storage/open-storage.ts';
import { createTeamsMessenger } from '../../../../src/adapters/teams/chat/teams-messenger.ts';
import { createBotFramework } from '../../../../src/adapters/teams/outbound/bot-framework.ts';
import { createTeamsConnector } from '../../../../src/adapters/teams/outbound/create-teams-connector.ts';
import { startRoutes } from '../../../../src/bot/start/start-routes.ts';
import { systemClock } from '../../../../src/bot/system-clock.ts';
import { systemTimers } from '../../../../src/bot/system-timers.ts';
import type { Messenger } from '../../../../src/core/cards/messenger.ts';
import { toNoticeCard } from '../../../../src/core/cards/plain-cards.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { createEntryCards } from '../../../../src/core/watch/notifications/cards/entry-cards.ts';
import { Delivery } from '../../../../src/core/watch/notifications/delivery.ts';
import type { RouteParts } from '../../../../src/core/watch/notifications/event-sink.ts';
import { tellReports } from '../../../../src/core/watch/reports/tell-reports.ts';
import type { ChatOrder, LifeOrder, RouteOrder } from './rig.ts';

// A process that delivers what is in the outbox and ends when nothing is left, or is killed. It loads everything first and
// begins when it is told how to live, on standard input.

const library = loadArticles();
// Written at the end as a rule, which a process that is killed never reaches.
flushCompileCache();
const [line] = (await once(process.stdin, 'data')) as [Buffer];
const order = JSON.parse(line.toString('utf8')) as LifeOrder;
process.stdin.destroy();

let steps = 0;
/** Dies before the step whose number it was given, as if the machine had lost its power. */
function step(): void {
  steps += 1;
  if (steps === order.dieAtStep) process.kill(process.pid, 'SIGKILL');
}

/** The same part, with a step before and after each of its calls. */
function stepping<T extends object>(part: T): T {
  return new Proxy(part, {
    get: (whole, name) => {
      const value: unknown = Reflect.get(whole, name);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        step();
        const result: unknown = await value.apply(whole, args);
        step();
        return result;
      };
    },
  });
}

const address = order.database.startsWith('postgres:') ? parseServerAddress(order.database) : undefined;
if (address && 'problem' in address) throw new Error(address.problem);
const storage = await openStorage({ file: address ?? order.database, clock: systemClock, cron });
while (order.inPlace && !(await isTaken())) await pause(20);
const messengers = await startChats();
const routes = order.routes && (await serveRoutes(order.routes));
const delivery = new Delivery({
  outbox: stepping(storage.outbox),
  subscriptions: storage.subscriptions,
  messengers: new Map(messengers.map((messenger) => [messenger.platform, stepping(messenger)])),
  ...(routes && { routes }),
  reports: async ({ report }) => ({
    card: toNoticeCard('neutral', 'report', `Report ${report}`),
    files: [{ name: `${report}.csv`, type: 'text/csv', content: new TextEncoder().encode(report) }],
  }),
  cards: createEntryCards({
    mayHear: async () => () => true,
    store: storage.incidents,
    runs: storage.runs,
    settings: storage.settings,
    clock: systemClock,
    library,
    subjectOf: () => ({}),
  }),
  clock: systemClock,
  timers: systemTimers,
  newId: () => ulid(),
  random: Math.random,
  onEvent: (event) => {
    if (event.kind === 'delivered' || event.kind === 'moot') return;
    process.stderr.write(`${JSON.stringify(event, (_, value) => (value instanceof Error ? value.message : value))}\n`);
  },
});
if (order.reports)
  await tellReports({ store: stepping(storage.standingReports), clock: systemClock, newId: () => ulid() });
delivery.wake();
while ((await storage.outbox.depth()).waiting > 0) await pause(20);
await delivery.stop(5000);
process.exit(0);

async function isTaken(): Promise<boolean> {
  try {
    await storage.acquireInstanceLock();
    return true;
  } catch (error) {
    if (error instanceof StorageError && error.code === 'in-use') return false;
    throw error;
  }
}

async function startChats(): Promise<Messenger[]> {
  if (!order.chats) return [];
  const { token, applicationId, guildId, discordUrl, teams } = order.chats;
  const discord = createDiscordChat({
    token: new Secret(token),
    applicationId,
    guildIds: [guildId],
    apiUrl: discordUrl,
    chat: { plan: nobody, run: nobody, suggest: nobody },
    log: () => {},
    clock: systemClock,
    seal: { seal: (text) => text, open: (text) => text },
  });
  await discord.start();
  return [discord.messenger, ...(teams ? [await createTeams(teams)] : [])];
}

/** In conversations that the bot was written to before. */
async function createTeams({ serviceUrl, conversations }: NonNullable<ChatOrder['teams']>): Promise<Messenger> {
  const { references } = storage;
  for (const conversationId of conversations) {
    const kept = {
      channelId: 'msteams',
      serviceUrl,
      conversationId,
      conversationType: 'channel',
      botId: 'b',
      tenantId: 't',
    };
    await references.keep({ conversationId, teamId: null, personId: null, reference: JSON.stringify(kept) });
  }
  const http = new HttpClient({ sandboxUrl: serviceUrl, timeoutMs: 15_000, useProxy: false });
  const common = { appId: '', sandbox: true, clock: systemClock };
  const framework = createBotFramework({ ...common, http });
  const sleep = async (ms: number) => void (await pause(ms));
  const connector = createTeamsConnector({ ...common, framework, sleep, random: Math.random });
  return createTeamsMessenger({ connector, references, clock: systemClock });
}

async function serveRoutes({ masterKey, mailPort }: RouteOrder): Promise<RouteParts> {
  const box = createSecretBox(createSecretKey(Buffer.from(masterKey, 'base64')));
  const mail = { host: '127.0.0.1', port: mailPort, tls: 'none', from: 'samaritan@msp.example' } as const;
  const { sink } = await startRoutes(storage, box, mail);
  return { sink: stepping(sink), facts: storage.incidents.facts, now: systemClock.now };
}

function nobody(): never {
  throw new Error('nobody asks anything here');
}
