import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiscordStandIn, type DiscordStandIn } from '../../../simulators/discord/create-discord-stand-in.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../simulators/microsoft/sandbox.ts';
import { runDeploy } from '../../../src/adapters/discord/commands/run-deploy.ts';
import { openStorage, type Storage } from '../../../src/adapters/storage/open-storage.ts';
import { systemClock } from '../../../src/bot/system-clock.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';
import { type Finished, runSamaritan } from '../run-samaritan.ts';
import { type Running, startProcess } from './start-process.ts';

export const APPLICATION = '1300000000000000001';
export const GUILD = '1300000000000000100';
/** The bot is in it, but it is not configured. */
export const FOREIGN_GUILD = '1300000000000000101';
/** An administrator bound it: results are seen by everybody. */
export const BOUND = '1300000000000000200';
export const UNBOUND = '1300000000000000201';
export const FOREIGN_CHANNEL = '1300000000000000202';
/** A Discord role, with nothing granted to it. */
export const NIGHT_SHIFT = '1300000000000000400';
export const ADMIN = { id: '1300000000000000301', name: 'Ada Admin' };
export const TECHNICIAN = { id: '1300000000000000302', name: 'Theo Technician' };
export const COLLEAGUE = { id: '1300000000000000305', name: 'Kim Colleague' };
export const VIEWER = { id: '1300000000000000303', name: 'Vera Viewer' };
export const STRANGER = { id: '1300000000000000304', name: 'Sam Stranger' };
/** Must never be seen anywhere. */
export const TOKEN = 'canary-discord-token-0123456789';

export interface DiscordWorld {
  sandbox: Sandbox;
  standIn: DiscordStandIn;
  environment: Record<string, string>;
  database: string;
  /** Everything that processes of the product wrote so far. */
  written: () => string;
  /** Starts the product as a service does, and waits until it is logged in. */
  start: (settings?: Record<string, string>) => Promise<Running>;
  /** Runs another command of the product beside it. */
  run: (args: readonly string[], settings?: Record<string, string>) => Promise<Finished>;
  /** Reads or changes the database beside it. */
  withStorage: <T>(work: (storage: Storage) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

export interface WorldOptions {
  sandbox?: SandboxOptions;
  settings?: Record<string, string>;
}

/** A simulated Microsoft and a stand-in for Discord, with the commands deployed, roles granted and one channel bound. */
export async function createDiscordWorld({ sandbox: options, settings }: WorldOptions = {}): Promise<DiscordWorld> {
  const sandbox = await createSandbox(options);
  const standIn = await createDiscordStandIn({ applicationId: APPLICATION, guilds: GUILDS, token: TOKEN });
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-discord-'));
  const database = join(folder, 'samaritan.db');
  const environment: Record<string, string> = {
    ...sandbox.environment(),
    SAMARITAN_DATABASE: database,
    SAMARITAN_MASTER_KEY_FILE: join(folder, 'key/master.key'),
    SAMARITAN_PORT: '0',
    SAMARITAN_ADMINS: `discord:user:${ADMIN.id}`,
    // The limit has a test of its own; the others press buttons faster than any person.
    SAMARITAN_COMMANDS_PER_MINUTE: '1000',
    DISCORD_TOKEN: TOKEN,
    DISCORD_APPLICATION_ID: APPLICATION,
    DISCORD_GUILD_IDS: GUILD,
    DISCORD_API_URL: standIn.origin,
    ...settings,
  };
  const started: Running[] = [];
  const outputs: string[] = [];
  const withStorage: DiscordWorld['withStorage'] = async (work) => {
    const storage = await openStorage({ file: database, clock: systemClock });
    return work(storage).finally(() => storage.close());
  };
  await deploy(standIn.origin);
  await withStorage(grantRoles);

  return {
    sandbox,
    standIn,
    environment,
    database,
    written: () => [...outputs, ...started.map((running) => running.output())].join('\n'),
    withStorage,
    start: async (more) => {
      const running = await startProcess({ ...environment, ...more }, folder);
      started.push(running);
      return running;
    },
    run: async (args, more) => {
      const finished = await runSamaritan(args, { ...environment, ...more }, folder);
      outputs.push(finished.stdout, finished.stderr);
      return finished;
    },
    close: async () => {
      await Promise.all(started.map((running) => running.stop('SIGKILL')));
      await standIn.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const GUILDS = [
  {
    id: GUILD,
    name: 'Contoso MSP',
    channels: [
      { id: BOUND, name: 'alerts' },
      { id: UNBOUND, name: 'general' },
    ],
    roles: [{ id: NIGHT_SHIFT, name: 'Night shift' }],
    members: [ADMIN, TECHNICIAN, COLLEAGUE, VIEWER, STRANGER],
  },
  { id: FOREIGN_GUILD, name: 'Fabrikam', channels: [{ id: FOREIGN_CHANNEL, name: 'lobby' }] },
];

async function deploy(apiUrl: string): Promise<void> {
  const options = { token: new Secret(TOKEN), applicationId: APPLICATION, guildIds: [GUILD], apiUrl };
  const failed = (await runDeploy(options, 'deploy')).find((result) => result.error !== undefined);
  if (failed) throw new Error(failed.error?.message);
}

async function grantRoles({ access }: Storage): Promise<void> {
  const at = { grantedAt: Date.now(), grantedBy: 'test' };
  await access.grant({ subject: `discord:user:${TECHNICIAN.id}`, role: 'technician', ...at });
  await access.grant({ subject: `discord:user:${COLLEAGUE.id}`, role: 'technician', ...at });
  await access.grant({ subject: `discord:user:${VIEWER.id}`, role: 'viewer', ...at });
  await access.bind({ place: `discord:channel:${BOUND}`, boundAt: Date.now(), boundBy: 'test' });
}
