import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InteractionResponseType } from 'discord.js';
import { createDiscordStandIn, type DiscordStandIn } from '../simulators/discord/create-discord-stand-in.ts';
import { textOf } from '../simulators/discord/read-message.ts';
import type { WireCommand } from '../simulators/discord/wire.ts';
import { toApplicationCommands } from '../src/adapters/discord/commands/to-application-commands.ts';
import { commandsFor } from '../src/core/chat/commands/registry.ts';
import { startSandbox } from './sandbox-process.ts';

const TENANTS = 2000;
const LATENCY_MS = 80;
/** Many people of one provider in the morning, and more than any have. */
export const PACES = { calm: { interactions: 300, everyMs: 200 }, crowd: { interactions: 200, everyMs: 20 } };
type Pace = (typeof PACES)[keyof typeof PACES];
/** The type of an answer to what is being typed. */
const LIST = InteractionResponseType.ApplicationCommandAutocompleteResult;

export const APPLICATION = '1300000000000000001';
export const GUILD = '1300000000000000100';
export const CHANNEL = '1300000000000000200';
const ADMIN = { id: '1300000000000000301', name: 'Ada Admin' };
const HERE = { guildId: GUILD, channelId: CHANNEL, user: ADMIN };
const SAMARITAN = fileURLToPath(new URL('../src/bot/samaritan.mjs', import.meta.url));

export interface Acknowledged {
  pace: Pace;
  /** How many sweeps it took to have one under way all the time. */
  sweeps: number;
  /** Milliseconds from the dispatch on the gateway to the arrival of the first answer. */
  p50: number;
  p99: number;
  max: number;
  /** The 99th percentile of the lists that are answered while somebody types: they alone wait for the database. */
  listsP99: number;
  /** The longest that the product's event loop did not turn meanwhile; by the clock others' time counts too. */
  longestBlockMs: number;
  longestBlockCpuMs: number;
}

/**
 * How soon Discord has its first answer while a sweep runs in the same process: commands, buttons and autocompletion in
 * turn, the product as a process of its own, as are the stand-in for Discord and the simulated Microsoft.
 */
export async function measureAcknowledgement(pace: Pace): Promise<Acknowledged> {
  const folder = await mkdtemp(join(tmpdir(), 'samaritan-acknowledge-'));
  const sandbox = await startSandbox({ tenants: TENANTS, latencyMs: LATENCY_MS });
  const standIn = await openDiscord();
  const loopFile = join(folder, 'loop.json');
  const { child } = await startProduct(
    {
      ...sandbox.environment,
      SAMARITAN_DATABASE: join(folder, 'samaritan.db'),
      SAMARITAN_MASTER_KEY_FILE: join(folder, 'key/master.key'),
      SAMARITAN_PORT: '0',
      SAMARITAN_ADMINS: `discord:user:${ADMIN.id}`,
      SAMARITAN_COMMANDS_PER_MINUTE: '1000',
      DISCORD_TOKEN: 'benchmark-token',
      DISCORD_APPLICATION_ID: APPLICATION,
      DISCORD_GUILD_IDS: GUILD,
      DISCORD_API_URL: standIn.origin,
    },
    loopFile,
  );
  try {
    const report = await sweepOnce(standIn);
    // From here on the loop is watched: the first sweep compiles, and a service runs for long.
    child.kill('SIGUSR2');
    const sweeps = await interactWhileSweeping(standIn, report, pace);
    await stop(child);
    if (standIn.violations.length > 0) throw new Error(standIn.violations[0]?.reason);
    const blocks = JSON.parse(await readFile(loopFile, 'utf8')) as Pick<
      Acknowledged,
      'longestBlockMs' | 'longestBlockCpuMs'
    >;
    const times = measuredTimes(standIn);
    const lists = measuredTimes(standIn, LIST);
    const at = (share: number, of = times): number => of[Math.ceil(of.length * share) - 1] ?? 0;
    const told = { p50: at(0.5), p99: at(0.99), max: at(1), listsP99: at(0.99, lists) };
    if (times.length !== pace.interactions) throw new Error(`${times.length} of ${pace.interactions} were answered`);
    return { pace, sweeps, ...told, ...blocks };
  } finally {
    child.kill('SIGKILL');
    await standIn.close();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The id of a message with the buttons of a whole report. */
async function sweepOnce(standIn: DiscordStandIn): Promise<string> {
  const handle = standIn.slash({ ...HERE, command: 'testtokens' });
  const ended = await handle.waitFor(({ original }) => original !== undefined && hasEnded(original), 120_000);
  return ended.original?.id ?? '';
}

/** A report says at its head how long the sweep took. */
const hasEnded = (message: Parameters<typeof textOf>[0]): boolean => /connection default · \d/.test(textOf(message));

/** Sends the interactions one after another, and starts another sweep whenever none is under way. */
async function interactWhileSweeping(standIn: DiscordStandIn, messageId: string, pace: Pace): Promise<number> {
  const sort = [
    () => standIn.slash({ ...HERE, command: 'help' }),
    () => standIn.slash({ ...HERE, command: 'status' }),
    () => standIn.slash({ ...HERE, command: 'explain', options: { text: 'AADSTS50076: multi-factor' } }),
    () => standIn.autocomplete({ ...HERE, command: 'check', option: 'tenant', value: 'a' }),
    () => standIn.button({ messageId, user: ADMIN, label: 'Download' }),
  ];
  let sweep = standIn.slash({ ...HERE, command: 'testtokens' });
  let sweeps = 1;
  const acknowledged = [];
  for (let sent = 0; sent < pace.interactions; sent += 1) {
    const original = sweep.original();
    if (original && hasEnded(original)) {
      sweep = standIn.slash({ ...HERE, command: 'testtokens' });
      sweeps += 1;
    }
    const handle = sort[sent % sort.length]?.();
    if (handle) acknowledged.push(handle.ack);
    await new Promise((resolve) => setTimeout(resolve, pace.everyMs));
  }
  await Promise.all(acknowledged);
  await sweep.waitFor(({ original }) => original !== undefined && hasEnded(original), 120_000);
  return sweeps;
}

/** Of all that was acknowledged but the sweeps themselves, or of one type of these, sorted. */
function measuredTimes(standIn: DiscordStandIn, only?: number): number[] {
  const measured = standIn.acknowledgements.filter(
    ({ name, type }) => name !== 'testtokens' && (only === undefined || type === only),
  );
  return measured.map(({ ms }) => ms).sort((one, other) => one - other);
}

/**
 * From the first SIGUSR2 on, every millisecond at most: how long the loop did not turn: by the clock; by the time its
 * thread really ran; and by the clock less what Linux says that the thread waited for a processor. Written to the file at the end.
 */
export function loopHook(file: string): string {
  const code = `
    import { existsSync, readFileSync, writeFileSync } from 'node:fs';
    const longest = { longestBlockMs: 0, longestBlockCpuMs: 0, longestHeldMs: 0 };
    const kernel = '/proc/thread-self/schedstat';
    const waitedMs = existsSync(kernel) ? () => Number(readFileSync(kernel, 'utf8').split(' ')[1]) / 1e6 : () => 0;
    const cpuMs = () => { const { user, system } = process.threadCpuUsage(); return (user + system) / 1000; };
    let last;
    const turn = () => {
      const next = [performance.now(), cpuMs(), waitedMs()];
      const [clock, cpu, waited] = next.map((value, at) => value - last[at]);
      longest.longestBlockMs = Math.max(longest.longestBlockMs, clock);
      longest.longestBlockCpuMs = Math.max(longest.longestBlockCpuMs, cpu);
      longest.longestHeldMs = Math.max(longest.longestHeldMs, clock - waited);
      last = next;
    };
    process.once('SIGUSR2', () => { last = [performance.now(), cpuMs(), waitedMs()]; setInterval(turn, 1).unref(); });
    process.on('exit', () => writeFileSync(${JSON.stringify(file)}, JSON.stringify(longest)));`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/** Discord with one channel, and the commands of an administrator. */
export async function openDiscord(): Promise<DiscordStandIn> {
  const standIn = await createDiscordStandIn({
    applicationId: APPLICATION,
    guilds: [{ id: GUILD, name: 'Contoso MSP', channels: [{ id: CHANNEL, name: 'alerts' }] }],
    deadlineMs: 120_000,
  });
  const { guild } = toApplicationCommands(commandsFor('chat', 'admin'));
  standIn.registerCommands(GUILD, JSON.parse(JSON.stringify(guild)) as WireCommand[]);
  return standIn;
}

/** `samaritan start` with its loop watched from the first SIGUSR2 on, and what it has said so far. */
export function startProduct(
  environment: Record<string, string>,
  loopFile: string,
): Promise<{ child: ChildProcess; output(): string }> {
  const child = spawn(process.execPath, ['--import', loopHook(loopFile), SAMARITAN, 'start'], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      if (/Samaritan (?:runs|stands by)/.test(output)) resolve({ child, output: () => output });
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('exit', (code) => reject(new Error(`samaritan start ended with ${code}: ${output}`)));
  });
}

export async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

export function toldOf({
  pace,
  sweeps,
  p50,
  p99,
  max,
  listsP99,
  longestBlockMs,
  longestBlockCpuMs,
}: Acknowledged): string {
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  return `${pace.interactions} interactions on Discord, one each ${ms(pace.everyMs)}, during ${sweeps} sweeps of ${TENANTS} tenants: the first answer after ${ms(p50)} (median), ${ms(p99)} (99th percentile; of lists while somebody types ${ms(listsP99)}), ${ms(max)} (worst); longest block of the event loop ${ms(longestBlockMs)} by the clock, ${ms(longestBlockCpuMs)} of its own work.`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const pace of Object.values(PACES)) process.stdout.write(`${toldOf(await measureAcknowledgement(pace))}\n`);
}
