import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createSandbox, type Sandbox } from '../../simulators/microsoft/sandbox.ts';
import { cron } from '../../src/adapters/cron/create-cron.ts';
import { openStorage } from '../../src/adapters/storage/open-storage.ts';
import { systemClock } from '../../src/bot/system-clock.ts';
import { PATIENCE_MS } from '../patience.ts';
import { type Program, startProgram } from '../processes/start-program.ts';

/** As `playground.yml` has them. */
const TENANT = '11111111-1111-4111-8111-111111111111';
const USER = '00000000-0000-4000-8000-000000000020';

const SAMARITAN = fileURLToPath(new URL('../../src/bot/samaritan.mjs', import.meta.url));
const CONFIG = fileURLToPath(new URL('./playground.yml', import.meta.url));

export interface PlaygroundOptions {
  /** Of the Teams client's page, if it is free; 0 takes any. Samaritan's own port is any. */
  port: number;
  tenants?: number;
  latencyMs?: number;
  /** Where results may be seen by everybody, as `access channel on` takes it. */
  boundChannels?: readonly string[];
  /** More of Samaritan's settings. */
  settings?: Readonly<Record<string, string>>;
  /** Ends everything, also while it is being started. */
  signal?: AbortSignal;
  onOutput?: (text: string) => void;
}

export interface RunningPlayground {
  /** The page to open. */
  url: string;
  sandbox: Sandbox;
  /** Resolves where Samaritan or the playground ends by itself, with which one it was. */
  failed: Promise<string>;
  /** Twice is the same as once. */
  close(): Promise<void>;
}

/**
 * A simulated Microsoft cloud, Samaritan as `samaritan start` runs it, and Microsoft's Agents Playground as the Teams
 * client in front of it. Nothing needs an account. The playground listens on every interface of the machine.
 */
export async function startPlayground(options: PlaygroundOptions): Promise<RunningPlayground> {
  const { port, tenants = 40, latencyMs = 120, boundChannels = [], settings = {}, signal, onOutput } = options;
  const folder = await mkdtemp(join(tmpdir(), 'samaritan-playground-'));
  const database = join(folder, 'samaritan.db');
  const sandbox = await createSandbox({ tenants, mix: 'demo', latencyMs });
  const started: Program[] = [];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      // The client first: what ends behind it would only make it complain.
      for (const one of started.reverse()) await one.stop();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    })();
    return closing;
  };
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH ?? '',
    ...sandbox.environment(),
    SAMARITAN_DATABASE: database,
    SAMARITAN_MASTER_KEY_FILE: join(folder, 'key', 'master.key'),
    SAMARITAN_PORT: '0',
    SAMARITAN_ADMINS: `teams:user:${USER}`,
    TEAMS_ALLOW_ANONYMOUS: 'true',
    TEAMS_ALLOWED_TENANTS: TENANT,
    ...settings,
  };
  const start = (args: readonly string[], more: NodeJS.ProcessEnv = env): Program => {
    signal?.throwIfAborted();
    const one = startProgram(args, { env: more, cwd: folder, ...(onOutput ? { onOutput } : {}) });
    started.push(one);
    return one;
  };
  signal?.addEventListener('abort', () => void close());
  try {
    const storage = await openStorage({ file: database, clock: systemClock, cron });
    for (const place of boundChannels) await storage.access.bind({ place, boundAt: Date.now(), boundBy: 'playground' });
    await storage.close();
    const bot = start([SAMARITAN, 'start']);
    const origin = await bot.says(/HTTP on (http:\/\/[\d.]+:\d+)/);
    const endpoint = ['-e', `${origin}/api/messages`, '-c', 'msteams', '-p', String(port)];
    const client = start([playgroundEntry(), 'start', ...endpoint, '--disable-telemetry'], {
      ...process.env,
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: CONFIG,
    });
    // Where its port is taken it chooses another one, and says so.
    const taken = await client.says(/Listening on (\d+)/);
    await untilReady(`http://127.0.0.1:${taken}/_debug/ping`);
    const failed = Promise.race([bot.ended.then(() => 'Samaritan'), client.ended.then(() => 'The Agents Playground')]);
    return { url: `http://localhost:${taken}/`, sandbox, failed, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Whether the playground is installed: it is an optional tool under a licence of its own. */
export function hasPlayground(): boolean {
  try {
    return playgroundEntry() !== '';
  } catch {
    return false;
  }
}

function playgroundEntry(): string {
  const require = createRequire(import.meta.url);
  const manifestFile = require.resolve('@microsoft/m365agentsplayground/package.json');
  const { bin } = require(manifestFile) as { bin: Record<string, string> };
  return join(dirname(manifestFile), bin.agentsplayground ?? '');
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await pause(200);
  }
  throw new Error('the Agents Playground did not answer');
}
