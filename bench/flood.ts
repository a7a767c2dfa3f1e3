import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { DiscordStandIn } from '../simulators/discord/create-discord-stand-in.ts';
import { textOf } from '../simulators/discord/read-message.ts';
import { APP_ID, message, TENANT_ID } from '../simulators/teams/activities.ts';
import { createFakeAuthority } from '../simulators/teams/fake-authority.ts';
import { createFakeConnector } from '../simulators/teams/fake-connector.ts';
import { sendAuthentic } from '../simulators/teams/send-activity.ts';
import { APPLICATION, CHANNEL, GUILD, loopHook, openDiscord, startProduct, stop } from './acknowledge.ts';
import { freePort } from './own-postgres.ts';
import { startSandbox } from './sandbox-process.ts';

const TEXTS = Number(process.env.TEXTS ?? 10_000);
const SOCKETS = Number(process.env.SOCKETS ?? 5_000);
const PERSONS = 500;
const GIVES_WAY = 10;
const AT_ONCE = 24;
const MEGABYTE = 1_000_000;
/** Of these addresses the loopback network has as many as wanted. */
const ADDRESSES = 20;
const QUIET_MS = 15_000;
const ADMIN = 'cccccccc-0000-4000-8000-000000000010';

/** What a megabyte is filled with: a log, secrets, marks, and what makes every rule begin. */
const KINDS = [
  '2026-11-29T10:00:00 ERROR tenant 7: AADSTS50076: use multi-factor authentication to access it. status: 403\n',
  'password=aB3dE6gH9 client_secret="xyz8Q~0123456789abcdefghij" -p Winter2026! ',
  'pass the key, log in with a token to change it to ',
  'kY2QTTRDdE6lNt4zQ1bV8x ',
  '[{"error":{"code":"\\"Authorization_RequestDenied',
  'aB3_',
];
const texts = KINDS.map((kind) => Buffer.from(kind.repeat(Math.ceil(MEGABYTE / kind.length)).slice(0, MEGABYTE)));

interface Health {
  asked: number;
  longestMs: number;
}

/** Asks /healthz all the time, as a probe does, in a thread that does nothing else. Where it isn't well, the thread fails. */
function watchHealth(port: number): () => Promise<Health> {
  const thread = new Worker(new URL(import.meta.url), { workerData: port });
  const ended = once(thread, 'message');
  ended.catch(() => {});
  return async () => {
    thread.postMessage('end');
    return (await ended)[0] as Health;
  };
}

async function askHealth(port: number): Promise<void> {
  // A thread begins with the priority of the one that started it, and only an administrator may take it back.
  if (process.getuid?.() === 0) setPriority(0);
  const seen: Health = { asked: 0, longestMs: 0 };
  let running = true;
  parentPort?.once('message', () => {
    running = false;
  });
  while (running) {
    const startedAt = performance.now();
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { headers: { connection: 'close' } });
    if (!answer.ok) throw new Error(`/healthz answered ${answer.status}`);
    await answer.text();
    seen.longestMs = Math.max(seen.longestMs, performance.now() - startedAt);
    seen.asked += 1;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  parentPort?.postMessage(seen);
}

/** Holds so many connections that say nothing, and opens each anew where it is cut. */
function holdSockets(port: number, count: number): () => void {
  const sockets = new Set<Socket>();
  let running = true;
  const open = (number: number): void => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: `127.0.0.${2 + (number % ADDRESSES)}` });
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => {
      sockets.delete(socket);
      if (running) setTimeout(() => running && open(number), 10_000);
    });
  };
  for (let number = 0; number < count; number += 1) open(number);
  return () => {
    running = false;
    for (const socket of sockets) socket.destroy();
  };
}

/** Hands over the texts, `AT_ONCE` under way, each person's in turn; gives what became of them. Discord takes no answer after three seconds. */
async function pasteAll(standIn: DiscordStandIn): Promise<{ explained: number; putOff: number; late: number }> {
  const counts = { explained: 0, putOff: 0, late: 0 };
  let next = 0;
  const paste = async (): Promise<void> => {
    for (let number = next++; number < TEXTS; number = next++) {
      const handle = standIn.slash({
        ...{ guildId: GUILD, channelId: CHANNEL, command: 'explain' },
        user: { id: personOf(number % PERSONS), name: `Person ${number % PERSONS}` },
        options: { file: { filename: 'pasted.log', content: texts[number % texts.length] ?? '' } },
      });
      const ended = await handle.waitFor(
        ({ ack, original, refusals }) =>
          (original !== undefined && textOf(original) !== '') || (ack === undefined && refusals.length > 0),
        120_000,
      );
      const said = ended.original && textOf(ended.original);
      if (said === undefined) counts.late += 1;
      else if (/busy|a moment|too many|again (?:in|later)/i.test(said)) counts.putOff += 1;
      else counts.explained += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, paste));
  return counts;
}

const personOf = (number: number): string => String(1400000000000000000n + BigInt(number));

/** Ends by itself with the signal that ends the product. */
const IDLE = `setInterval(() => {}, 1000); process.once('SIGTERM', () => process.exit(0));`;

interface Blocks {
  longestBlockMs: number;
  longestBlockCpuMs: number;
  longestHeldMs: number;
}

async function readBlocks(file: string): Promise<Blocks> {
  return JSON.parse(await readFile(file, 'utf8')) as Blocks;
}

async function flood(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'samaritan-flood-'));
  const sandbox = await startSandbox({ tenants: 40, latencyMs: 80 });
  const [authority, connector] = await Promise.all([
    createFakeAuthority(),
    createFakeConnector({ accepts: () => true }),
  ]);
  const standIn = await openDiscord();
  const persons = Array.from({ length: PERSONS }, (_, number) => `discord:user:${personOf(number)}`);
  const ownPort = await freePort();
  const [loopFile, idleFile] = [join(folder, 'loop.json'), join(folder, 'idle.json')];
  const product = await startProduct(
    {
      ...sandbox.environment,
      ...{
        SAMARITAN_DATABASE: join(folder, 'samaritan.db'),
        SAMARITAN_MASTER_KEY_FILE: join(folder, 'key/master.key'),
      },
      ...{
        SAMARITAN_PORT: '0',
        SAMARITAN_METRICS_PORT: String(ownPort),
        SAMARITAN_ADMINS: [...persons, `teams:user:${ADMIN}`].join(','),
      },
      ...{ DISCORD_TOKEN: 'benchmark-token', DISCORD_APPLICATION_ID: APPLICATION, DISCORD_GUILD_IDS: GUILD },
      ...{ DISCORD_API_URL: standIn.origin, MICROSOFT_APP_ID: APP_ID, MICROSOFT_APP_PASSWORD: 'benchmark-password' },
      ...{ MICROSOFT_APP_TENANT_ID: TENANT_ID, TEAMS_OPENID_METADATA_URL: authority.openIdMetadataUrl },
    },
    loopFile,
  );
  const idle = spawn(process.execPath, ['--import', loopHook(idleFile), '--eval', IDLE], { stdio: 'ignore' });
  try {
    // Whoever attacks has a machine of his own, and takes none of this one's time.
    setPriority(GIVES_WAY);
    const port = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(product.output())?.[1]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const { pid } of [product.child, idle]) process.kill(pid as number, 'SIGUSR2');
    const letGo = holdSockets(port, SOCKETS);
    // Where the attackers are, and where nobody else may come.
    const watchBoth = (): (() => Promise<Health[]>) => {
      const ends = [watchHealth(port), watchHealth(ownPort)];
      return () => Promise.all(ends.map((end) => end()));
    };
    const whileHeld = watchBoth();
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const held = await whileHeld();
    const whilePasted = watchBoth();
    const startedAt = performance.now();
    const body = `explain ${texts[0]?.toString('utf8').slice(0, 190_000)}`;
    const [pasted, answers] = await Promise.all([
      pasteAll(standIn),
      Promise.all(
        Array.from({ length: 20 }, () =>
          sendAuthentic(`http://127.0.0.1:${port}`, message(connector.serviceUrl, body), authority),
        ),
      ),
    ]);
    const minutes = (performance.now() - startedAt) / 60_000;
    const busy = await whilePasted();
    letGo();
    await Promise.all([stop(product.child), stop(idle)]);
    const [loop, beside] = await Promise.all([loopFile, idleFile].map(readBlocks));
    const ms = (value: number): string => `${value.toFixed(0)} ms`;
    const told = (seen: readonly Health[]): string =>
      `health ${seen.map(({ longestMs }) => ms(longestMs)).join(' there and ')} on its own port at most, asked ${seen[0]?.asked} times`;
    process.stdout.write(
      [
        `${SOCKETS} silent connections of ${ADDRESSES} addresses: ${told(held)}`,
        `and ${TEXTS} texts of 1 MB by ${PERSONS} persons in ${minutes.toFixed(1)} minutes: ${pasted.explained} explained, ${pasted.putOff} put off, ${pasted.late} answered too late for Discord; Teams took ${answers.filter(({ status }) => status < 300).length} of 20 of 190 KB beside them`,
        told(busy),
        `longest block of the event loop ${ms(loop?.longestBlockMs ?? 0)} by the clock, ${ms(loop?.longestHeldMs ?? 0)} less its waits for a processor, ${ms(loop?.longestBlockCpuMs ?? 0)} of its own work`,
        `of a process beside it that does nothing ${ms(beside?.longestBlockMs ?? 0)} by the clock`,
        '',
      ].join('\n'),
    );
  } finally {
    for (const child of [product.child, idle]) child.kill('SIGKILL');
    await Promise.all([standIn.close(), authority.close(), connector.close(), sandbox.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

await (isMainThread ? flood() : askHealth(workerData as number));
