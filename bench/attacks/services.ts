import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { DiscordStandIn } from '../../simulators/discord/create-discord-stand-in.ts';
import { textOf } from '../../simulators/discord/read-message.ts';
import { cron } from '../../src/adapters/cron/create-cron.ts';
import { openStorage } from '../../src/adapters/storage/open-storage.ts';
import { newWebhookSecret } from '../../src/adapters/webhooks/sign-webhook.ts';
import { parseConfig } from '../../src/bot/config/parse-config.ts';
import { readEnvironment } from '../../src/bot/config/read-environment.ts';
import { openBox } from '../../src/bot/runtime/open-box.ts';
import { systemClock } from '../../src/bot/system-clock.ts';
import type { RouteKind } from '../../src/core/watch/notifications/route.ts';
import { RouteBook } from '../../src/core/watch/notifications/route-book.ts';
import { CHANNEL, GUILD } from '../acknowledge.ts';
import { type Attacker, isQuiet } from './attacker.ts';

/** What signs in with them, and is told to nobody else. */
const CANARY = 'hush-3b9dQ7-do-not-tell';
const MARKUP = '@everyone <script>alert(1)</script> \u202e\u0007\u001b[31m [x](javascript:alert(1))';
const WAITED_MS = 12_000;

const json = (response: ServerResponse, body: unknown, status = 200): unknown =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const whole = (body: string | Buffer, headers: Record<string, string> = {}, status = 200): RequestListener => {
  return (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
};
/** Bytes that are no answer of HTTP, or one that nobody ends. */
const bytes = (text: string | Buffer): RequestListener => {
  return ({ socket }) => void socket.end(text);
};
async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
const echo = (status: number): RequestListener => {
  return async (request, response) => {
    const said = `${JSON.stringify(request.headers)} ${request.url} ${await bodyOf(request)}`;
    json(response, { message: said, errors: [said], error: said, id: said }, status);
  };
};

/** What a service may answer to whoever posts to it, or asks it. */
const ANSWERS: Readonly<Record<string, RequestListener>> = {
  'a redirect to the metadata of a cloud': whole('', { location: 'http://169.254.169.254/latest/meta-data/' }, 307),
  'a redirect to a file': whole('', { location: 'file:///etc/passwd' }, 302),
  'ten megabytes': whole('a'.repeat(10_000_000)),
  'a bomb of gzip': whole(gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' }),
  'JSON a hundred thousand deep': whole('['.repeat(100_000) + ']'.repeat(100_000)),
  'ids that are markup and paths': (_request, response) =>
    json(response, {
      ...{ id: MARKUP, itemId: '../../x', access_token: `${MARKUP}\r\nx: y`, expires_in: -1 },
      ...{ tickets: [{ id: '../../admin?x#' }], items: [{ id: { $ne: 1 }, status: MARKUP }] },
    }),
  'a token that never ends': (_request, response) =>
    json(response, { access_token: 'x'.repeat(100_000), expires_in: 1e308, tickets: [], id: 1, items: [] }),
  'a prototype': whole('{"__proto__":{"id":1},"constructor":{"prototype":{"isOpen":true}},"id":{"__proto__":null}}'),
  'a refusal that repeats what was sent': echo(401),
  'a fault that repeats what was sent': echo(500),
  'words with markup': (_request, response) => json(response, { message: MARKUP, errors: [MARKUP] }, 400),
  'come again in a thousand years': whole('{}', { 'retry-after': '31536000000' }, 429),
  'come again at once': whole('{}', { 'retry-after': '-1' }, 503),
  'a thousand cookies': whole(
    '{}',
    Object.fromEntries(Array.from({ length: 400 }, (_, nth) => [`x-${nth}`, MARKUP.slice(0, 9)])),
  ),
  'no HTTP': bytes('SSH-2.0-OpenSSH_9.6\r\n'),
  'half an answer': bytes('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"id":'),
  'two answers at once': bytes(
    `HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]`,
  ),
  'a header of a megabyte': bytes(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(1_000_000)}\r\n\r\n`),
  'a thousand times 100': bytes('HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000)),
};

/** What a mail server may say: its greeting, and its answer to each line. */
const MAILS: Readonly<Record<string, { greets: string; answers?: (line: string) => string | undefined }>> = {
  'no SMTP': { greets: 'HTTP/1.1 200 OK\r\n\r\n' },
  'a refusal at the door': { greets: `554 ${MARKUP}\r\n` },
  'a greeting of two megabytes': { greets: `220 ${'a'.repeat(2_000_000)}` },
  'a greeting of 100,000 lines': { greets: `${'220-x\r\n'.repeat(100_000)}220 x\r\n` },
  'a number that is none': { greets: '99999 x\r\n' },
  'no sign-in offered': { greets: '220 x\r\n', answers: (line) => (/^EHLO/i.test(line) ? '250 x\r\n' : '250 ok\r\n') },
  'a hundred thousand abilities': {
    greets: '220 x\r\n',
    answers: after(/^EHLO/i, `${'250-x\r\n'.repeat(100_000)}250 x\r\n`),
  },
  'every line back': { greets: '220 x\r\n', answers: (line) => `250 ${line} ${MARKUP}\r\n` },
  'a sender that is refused with markup': { greets: '220 x\r\n', answers: after(/^MAIL/i, `550 ${MARKUP}\r\n`) },
  'a recipient that is refused for ever': { greets: '220 x\r\n', answers: after(/^RCPT/i, `550 5.1.1 ${MARKUP}\r\n`) },
  'a content that is repeated': { greets: '220 x\r\n', answers: after(/^DATA/i, `554 ${CANARY} ${MARKUP}\r\n`) },
  'an answer to what was not asked': { greets: `220 x\r\n${'250 ok\r\n'.repeat(2000)}`, answers: after(/^$/, '') },
  'an end in the middle': { greets: '220 x\r\n', answers: after(/^MAIL/i, '421 bye\r\n') },
  'the port of another network': {
    greets: '220 x\r\n',
    answers: after(/^EHLO/i, `250-${MARKUP}\r\n250 AUTH PLAIN LOGIN XOAUTH2\r\n`),
  },
};

function after(step: RegExp, answer: string): (line: string) => string {
  return (line) =>
    step.test(line)
      ? answer
      : /^EHLO/i.test(line)
        ? '250-x\r\n250 AUTH PLAIN\r\n'
        : /^AUTH/i.test(line)
          ? '235 ok\r\n'
          : '250 ok\r\n';
}
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  halopsa: { 'client-id': 'a', 'client-secret': CANARY, client: '1', 'ticket-type': '1', 'closed-status': '1' },
  connectwise: {
    ...{ 'company-id': 'a', 'public-key': 'b', 'private-key': CANARY, 'client-id': 'c' },
    ...{ client: '1', board: '1', 'closed-status': '1' },
  },
  autotask: {
    ...{ 'user-name': 'a', secret: CANARY, 'integration-code': `${CANARY}-code` },
    ...{ client: '1', queue: '1', 'new-status': '1', 'closed-status': '2', priority: '1' },
  },
};
const KINDS: readonly RouteKind[] = ['webhook', 'halopsa', 'connectwise', 'autotask'];

export interface HostileServices {
  /** The settings of the mail server. */
  environment: Readonly<Record<string, string>>;
  attack(attacker: Attacker, standIn: DiscordStandIn, environment: NodeJS.ProcessEnv, admin: string): Promise<void>;
  close(): void;
}

/** Services that Samaritan writes to, and that answer to harm it. They have to stand before it starts. */
export async function openHostileServices(): Promise<HostileServices> {
  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  const listen = async (server: Server): Promise<number> => {
    servers.push(server);
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const asked = new Set<string>();
  const web = await listen(
    createServer((request, response) => {
      const [, name = ''] = /^\/([\w-]+)/.exec(request.url ?? '') ?? [];
      asked.add(name);
      response.on('error', () => {});
      void ANSWERS[Object.keys(ANSWERS)[Number(/\d+$/.exec(name)?.[0])] ?? '']?.(request, response);
    }),
  );
  let mail = '';
  const smtp = await listen(
    createTcpServer((socket) => {
      asked.add(mail);
      const { greets, answers } = MAILS[mail] ?? { greets: '421 not now\r\n' };
      socket.write(greets);
      let rest = '';
      socket.on('data', (chunk) => {
        const lines = `${rest}${chunk}`.split('\r\n');
        rest = lines.pop() ?? '';
        for (const line of lines) socket.write(answers?.(line) ?? '');
      });
    }),
  );
  return {
    environment: {
      ...{ SAMARITAN_SMTP_HOST: '127.0.0.1', SAMARITAN_SMTP_PORT: `${smtp}`, SAMARITAN_SMTP_TLS: 'none' },
      SAMARITAN_SMTP_FROM: 'samaritan@msp.example',
    },
    attack: async (attacker, standIn, environment, admin) => {
      const put = await openBook(environment);
      const say = async (command: string, options: Record<string, string> = {}): Promise<string> => {
        const user = { id: admin, name: 'Ada' };
        const handle = standIn.slash({ guildId: GUILD, channelId: CHANNEL, user, command, options });
        const seen = await handle.waitFor(({ original }) => original !== undefined && textOf(original) !== '', 15_000);
        return seen.original ? JSON.stringify(seen.original) : '';
      };
      const send = (title: string, kind: RouteKind, name: string, url: string, mark: string) =>
        attacker.attack(`service: ${title}`, async () => {
          await put.route(name, kind, url);
          const sent = await say('routes test', { name });
          const until = performance.now() + WAITED_MS;
          while (!asked.has(mark) && performance.now() < until) await pause(50);
          await pause(250);
          const [health, told] = [await attacker.get('/healthz'), await say('routes list')];
          await put.remove(name);
          const quiet =
            isQuiet(told) &&
            ![CANARY, 'response=', '\u202e', '\\u202e', '\u001b', '\\u001b', 'root:'].some(
              (bad) => told.includes(bad) || sent.includes(bad),
            );
          return [
            asked.has(mark) && health.status === 200 && quiet && !/(?<!\\)@everyone/.test(told),
            `${asked.has(mark) ? 'asked' : 'never asked'}, health ${health.status}, told ${told.length} characters`,
          ];
        });
      for (const kind of KINDS)
        for (const [nth, title] of Object.keys(ANSWERS).entries())
          await send(
            `${kind} answers with ${title}`,
            kind,
            `${kind}-${nth}`,
            `http://127.0.0.1:${web}/${kind}-${nth}`,
            `${kind}-${nth}`,
          );
      for (const [nth, title] of Object.keys(MAILS).entries()) {
        mail = title;
        await send(`mail says ${title}`, 'mail', `desk-${nth}`, 'mailto:noc@msp.example', title);
      }
      mail = '';
      await put.close();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      for (const server of servers) server.close();
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The routes of the running start, written as `routes add` writes them. */
async function openBook(environment: NodeJS.ProcessEnv) {
  const parsed = parseConfig(readEnvironment(environment));
  if (!parsed.ok) throw new Error(parsed.faults.join(' '));
  const storage = await openStorage({ file: parsed.config.database, clock: systemClock, cron });
  const box = await openBox(parsed.config.masterKey, storage.secrets);
  const book = new RouteBook(storage.secrets, storage.settings);
  return {
    route: async (name: string, kind: RouteKind, url: string): Promise<void> => {
      const secrets = kind === 'webhook' ? [{ value: newWebhookSecret(), until: null }] : [];
      const fields = FIELDS[kind];
      const route = {
        name,
        kind,
        host: kind === 'mail' ? url.slice(7) : '127.0.0.1',
        createdAt: systemClock.now(),
        createdBy: 'bench',
      };
      await book.put(route, { kind, url, mayBePrivate: true, secrets, ...(fields && { fields }) }, box);
    },
    remove: async (name: string): Promise<void> => {
      await book.remove(name);
    },
    close: () => storage.close(),
  };
}
