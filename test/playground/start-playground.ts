import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';

/** As `playground.yml` has them. */
export const PLAYGROUND_TENANT = '11111111-1111-4111-8111-111111111111';
export const PLAYGROUND_USER = '00000000-0000-4000-8000-000000000020';

const SAMARITAN = fileURLToPath(new URL('../../src/bot/samaritan.mjs', import.meta.url));
const CONFIG = fileURLToPath(new URL('./playground.yml', import.meta.url));
const READY_WITHIN_MS = 60_000;

export interface PlaygroundOptions {
  /** Of the Teams client's page, if it is free; Samaritan's own port is any. */
  port: number;
  tenants?: number;
  latencyMs?: number;
  /** Where the channel's results may be seen by everybody, as `access channel on` takes it. */
  boundChannels?: readonly string[];
  onOutput?: (text: string) => void;
}

export interface RunningPlayground {
  /** The page to open. */
  url: string;
  sandbox: Sandbox;
  close(): Promise<void>;
}

/**
 * A simulated Microsoft cloud, Samaritan as `samaritan start` runs it, and Microsoft's Agents Playground as the Teams
 * client in front of it. Nothing needs an account. The playground listens on every interface of the machine.
 */
export async function startPlayground(options: PlaygroundOptions): Promise<RunningPlayground> {
  const { port, tenants = 40, latencyMs = 120, boundChannels = [], onOutput = () => {} } = options;
  const folder = await mkdtemp(join(tmpdir(), 'samaritan-playground-'));
  const sandbox = await createSandbox({ tenants, mix: 'demo', latencyMs });
  const children: ChildProcess[] = [];
  const close = async (): Promise<void> => {
    for (const child of children.reverse()) await end(child);
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const environment = {
      PATH: process.env.PATH ?? '',
      ...sandbox.environment(),
      SAMARITAN_DATABASE: join(folder, 'samaritan.db'),
      SAMARITAN_MASTER_KEY_FILE: join(folder, 'key', 'master.key'),
      SAMARITAN_PORT: '0',
      SAMARITAN_ADMINS: `teams:user:${PLAYGROUND_USER}`,
      TEAMS_ALLOW_ANONYMOUS: 'true',
      TEAMS_ALLOWED_TENANTS: PLAYGROUND_TENANT,
    };
    for (const channel of boundChannels) {
      const bind = spawn(process.execPath, [SAMARITAN, 'access', 'channel', 'on', channel], {
        env: environment,
        cwd: folder,
      });
      const code = await new Promise((resolve) => bind.once('close', resolve));
      if (code !== 0) throw new Error(`the channel ${channel} could not be bound`);
    }
    const bot = spawn(process.execPath, [SAMARITAN, 'start'], { env: environment, cwd: folder });
    children.push(bot);
    const origin = await outputOf(bot, /HTTP on (http:\/\/[\d.]+:\d+)/, onOutput);
    const playground = spawn(
      process.execPath,
      [
        playgroundEntry(),
        'start',
        '-e',
        `${origin}/api/messages`,
        '-c',
        'msteams',
        '-p',
        String(port),
        '--disable-telemetry',
      ],
      {
        env: { ...process.env, TEAMSAPPTESTER_BROWSER: 'none', M365_AGENTS_PLAYGROUND_CONFIG_PATH: CONFIG },
        cwd: folder,
      },
    );
    children.push(playground);
    // Where its port is taken it chooses another one, and says so.
    const taken = await outputOf(playground, /Listening on (\d+)/, onOutput);
    await untilReady(`http://127.0.0.1:${taken}/_debug/ping`);
    return { url: `http://localhost:${taken}/`, sandbox, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function playgroundEntry(): string {
  const require = createRequire(import.meta.url);
  const manifestFile = require.resolve('@microsoft/m365agentsplayground/package.json');
  const { bin } = require(manifestFile) as { bin: Record<string, string> };
  return join(dirname(manifestFile), bin.agentsplayground ?? '');
}

/** Waits for what a process says, and gives back the first group. */
function outputOf(child: ChildProcess, pattern: RegExp, onOutput: (text: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const take = (chunk: Buffer): void => {
      const text = chunk.toString('utf8');
      onOutput(text);
      output += text;
      const found = pattern.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('close', (code) => reject(new Error(`a process ended with ${code}: ${output}`)));
  });
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await pause(200);
  }
  throw new Error('the Agents Playground did not answer within a minute');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), 12_000);
  await ended;
  clearTimeout(forced);
}
