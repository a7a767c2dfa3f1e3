import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect } from 'vitest';
import { createDiscordStandIn, type DiscordStandIn } from '../../../simulators/discord/create-discord-stand-in.ts';
import type { ChannelInput } from '../../../simulators/discord/options.ts';
import type { StoredMessage } from '../../../simulators/discord/world/messages.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../simulators/microsoft/sandbox.ts';
import type { AppOnlyConnection } from '../../../src/core/model/cloud/connection.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';
import { layTables } from '../../adapters/storage/lay-tables.ts';
import { settleBeside, VirtualTime } from '../../core/virtual-time.ts';
import { readable } from '../discord/drive.ts';
import { CallsUnderWay } from './calls-under-way.ts';
import { type Life, startLife } from './start-life.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const APPLICATION = '1300000000000000001';
export const GUILD = '1300000000000000100';
export const ALERTS = '1300000000000000200';
export const NIGHT = '1300000000000000201';
export const ADMIN = { id: '1300000000000000301', name: 'Ada Admin' };
export const placeOf = (channelId: string): string => `discord:channel:${channelId}`;

const CHANNELS: readonly ChannelInput[] = [
  { id: ALERTS, name: 'alerts' },
  { id: NIGHT, name: 'night' },
];
const TOKEN = 'canary-discord-token-0123456789';

/** The watch put together as `samaritan start` does, over a simulated Microsoft and a stand-in for Discord. */
export interface WatchWorld {
  sandbox: Sandbox;
  standIn: DiscordStandIn;
  time: VirtualTime;
  /** The composition that runs now. */
  life: () => Life;
  /** Stops it, lets time pass and something happen meanwhile, and starts another over the same database. */
  restart: (downMs?: number, meanwhile?: () => void) => Promise<void>;
  /** The file of the database. */
  database: string;
  /** Everything that was logged as warning or worse: its message and data. */
  logged: () => string[];
  close: () => Promise<void>;
}

export interface WatchWorldOptions extends SandboxOptions {
  /** Names of connections; all use the same credentials. */
  connections?: readonly string[];
  /** A connection of this name beside them: an app by itself in the sandbox's first tenant. */
  ownApp?: string;
  /** Called for every heartbeat. */
  heartbeat?: () => Promise<void>;
}

/** Early today, so that hours pass on one day whenever the test runs, and `0 * * * *` is 58 minutes away. */
const startOfTime = (): number => Math.floor(Date.now() / DAY) * DAY + 6 * HOUR + 2 * MINUTE;

export async function createWatchWorld(options: WatchWorldOptions = {}): Promise<WatchWorld> {
  const { connections = ['default'], ownApp: alone, heartbeat = async () => {}, ...cloud } = options;
  const sandbox = await createSandbox({ tenants: 8, ...cloud });
  const guilds = [{ id: GUILD, name: 'Contoso MSP', channels: CHANNELS, members: [ADMIN] }];
  const standIn = await createDiscordStandIn({ applicationId: APPLICATION, guilds, token: TOKEN });
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-watch-'));
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const calls = new CallsUnderWay();
  let life: Life | undefined;
  const time = new VirtualTime(
    startOfTime(),
    () => settleBeside(() => calls.any || (life?.desk.running().length ?? 0) > 0),
    (now) => standIn.setClock(now - Date.now()),
  );
  const environment = {
    ...sandbox.environment(),
    SAMARITAN_DATABASE: join(folder, 'samaritan.db'),
    SAMARITAN_MASTER_KEY_FILE: join(folder, 'key/master.key'),
    SAMARITAN_ADMINS: `discord:user:${ADMIN.id}`,
    SAMARITAN_COMMANDS_PER_MINUTE: '1000',
    DISCORD_TOKEN: TOKEN,
    DISCORD_APPLICATION_ID: APPLICATION,
    DISCORD_GUILD_IDS: GUILD,
    DISCORD_API_URL: standIn.origin,
  };
  await layTables(environment.SAMARITAN_DATABASE);
  const beat = calls.counted({ call: heartbeat });
  const ownApp = alone === undefined ? undefined : ownAppOf(sandbox, alone);
  const begin = async (): Promise<void> => {
    life = await startLife({ environment, connections, ownApp, time, calls, log, heartbeat: beat.call });
    await time.settle();
  };
  await begin();
  const current = (): Life => {
    if (!life) throw new Error('nothing runs');
    return life;
  };
  return {
    sandbox,
    standIn,
    time,
    life: current,
    database: environment.SAMARITAN_DATABASE,
    restart: async (downMs = 0, meanwhile = () => {}) => {
      await current().stop();
      meanwhile();
      if (downMs > 0) await time.leap(downMs);
      await begin();
    },
    logged: () => lines,
    close: async () => {
      await life?.stop();
      await standIn.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ownAppOf(sandbox: Sandbox, name: string): AppOnlyConnection {
  const { applicationId, applicationSecret } = sandbox.ownApp();
  const tenant = sandbox.tenants()[0]?.tenantId ?? '';
  return {
    kind: 'app-only',
    name,
    cloud: 'global',
    applicationId,
    applicationSecret: new Secret(applicationSecret),
    tenant,
  };
}

/** The messages of a channel as a reader sees them. */
export function textsIn({ standIn }: WatchWorld, channelId = ALERTS): string[] {
  return messagesIn({ standIn }, channelId).map(readable);
}

export function messagesIn({ standIn }: Pick<WatchWorld, 'standIn'>, channelId = ALERTS): StoredMessage[] {
  return standIn.messages(channelId).filter((message) => message.author.bot && !message.ephemeral && !message.deleted);
}

/** The only message of a channel that shows this. */
export function messageWith(world: WatchWorld, pattern: RegExp, channelId = ALERTS): StoredMessage {
  const found = messagesIn(world, channelId).filter((message) => pattern.test(readable(message)));
  expect(found, `${pattern} in:\n${textsIn(world, channelId).join('\n---\n')}`).toHaveLength(1);
  const [message] = found;
  if (!message) throw new Error('there is no such message');
  return message;
}

/** The id of the message that this one answers. */
export function answeredBy({ standIn }: WatchWorld, { nonce }: StoredMessage): string | undefined {
  const bodies = standIn.requests.map(({ body }) => body as Partial<Record<string, unknown>> | undefined);
  const reference = bodies.find((body) => body?.nonce === nonce && nonce !== null)?.message_reference;
  return (reference as { message_id?: string } | undefined)?.message_id;
}

/** What every test of the watch ends with. */
export function expectNoViolation({ standIn, sandbox }: WatchWorld): void {
  expect(standIn.violations).toEqual([]);
  expect(sandbox.stats().violations).toEqual([]);
}
