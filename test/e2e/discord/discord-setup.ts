import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { createDiscordStandIn } from '../../adapters/discord/stand-in/create-discord-stand-in.ts';
import { runSamaritan } from '../run-samaritan.ts';

export const APPLICATION = '1300000000000000001';
export const GUILD = '1300000000000000100';
/** An administrator bound it: results are seen by everybody. */
export const BOUND = '1300000000000000200';
export const UNBOUND = '1300000000000000201';
export const ADMIN = { id: '1300000000000000301', name: 'Ada Admin' };
export const TECHNICIAN = { id: '1300000000000000302', name: 'Theo Technician' };
export const VIEWER = { id: '1300000000000000303', name: 'Vera Viewer' };
export const STRANGER = { id: '1300000000000000304', name: 'Sam Stranger' };
/** Must never be seen anywhere. */
export const TOKEN = 'canary-discord-token-0123456789';

const SAMARITAN = fileURLToPath(new URL('../../../src/bot/samaritan.mjs', import.meta.url));

export type StandIn = Awaited<ReturnType<typeof createDiscordStandIn>>;

export interface Running {
  child: ChildProcess;
  /** Everything it wrote so far. */
  output: () => string;
  /** Asks it to end and waits. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

export interface DiscordWorld {
  sandbox: Sandbox;
  standIn: StandIn;
  environment: Record<string, string>;
  folder: string;
  /** Starts the product as a service does, and waits until it is logged in. */
  start: () => Promise<Running>;
  run: (...args: string[]) => ReturnType<typeof runSamaritan>;
  close: () => Promise<void>;
}

/** A simulated Microsoft and a stand-in for Discord, with the commands deployed, roles granted and one channel bound. */
export async function createDiscordWorld(sandboxOptions: Parameters<typeof createSandbox>[0]): Promise<DiscordWorld> {
  const sandbox = await createSandbox(sandboxOptions);
  const standIn = await createDiscordStandIn({
    applicationId: APPLICATION,
    guilds: [
      {
        id: GUILD,
        name: 'Contoso MSP',
        channels: [
          { id: BOUND, name: 'alerts' },
          { id: UNBOUND, name: 'general' },
        ],
      },
    ],
  });
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-discord-'));
  const environment = {
    ...sandbox.environment(),
    SAMARITAN_DATABASE: join(folder, 'samaritan.db'),
    SAMARITAN_MASTER_KEY_FILE: join(folder, 'key/master.key'),
    SAMARITAN_PORT: '0',
    SAMARITAN_ADMINS: `discord:user:${ADMIN.id}`,
    DISCORD_TOKEN: TOKEN,
    DISCORD_APPLICATION_ID: APPLICATION,
    DISCORD_GUILD_IDS: GUILD,
    DISCORD_API_URL: standIn.origin,
  };
  const run = (...args: string[]) => runSamaritan(args, environment, folder);
  for (const args of [
    ['discord', 'deploy'],
    ['access', 'grant', `discord:user:${TECHNICIAN.id}`, 'technician'],
    ['access', 'grant', `discord:user:${VIEWER.id}`, 'viewer'],
    ['access', 'channel', 'on', `discord:channel:${BOUND}`],
  ]) {
    const { exitCode, stderr } = await run(...args);
    if (exitCode !== 0) throw new Error(`samaritan ${args.join(' ')} ended with ${exitCode}: ${stderr}`);
  }
  const start = (): Promise<Running> => startProcess(environment, folder);
  const close = async (): Promise<void> => {
    await standIn.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { sandbox, standIn, environment, folder, start, run, close };
}

function startProcess(environment: Record<string, string>, cwd: string): Promise<Running> {
  const child = spawn(process.execPath, [SAMARITAN, 'start'], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return new Promise((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      if (!output.includes('Samaritan runs')) return;
      resolve({
        child,
        output: () => output,
        stop: (signal = 'SIGTERM') => {
          child.kill(signal);
          return ended;
        },
      });
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    void ended.then((code) => reject(new Error(`samaritan start ended with ${code}: ${output}`)));
  });
}
