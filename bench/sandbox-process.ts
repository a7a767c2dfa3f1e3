import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface SandboxProcess {
  origin: string;
  environment: Record<string, string>;
  stats(): Promise<{
    requests: { total: number };
    refused: number;
    mostInFlight: number;
    perSecond: { requests: number; refused: number }[];
  }>;
  resetStats(): Promise<void>;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../simulators/microsoft/main.ts', import.meta.url));

/** Starts the sandbox as its own process, so that its work is not counted as ours. */
export async function startSandbox(options: {
  tenants: number;
  latencyMs: number;
  budget?: number;
}): Promise<SandboxProcess> {
  const args = [MAIN, '--tenants', String(options.tenants), '--latency', String(options.latencyMs), '--mix', 'healthy'];
  if (options.budget !== undefined) args.push('--budget', String(options.budget));
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const environment = await readEnvironment(child);
  const origin = environment.SAMARITAN_SANDBOX_URL ?? '';
  return {
    origin,
    environment,
    stats: async () =>
      (await (await fetch(`${origin}/sandbox/stats`)).json()) as Awaited<ReturnType<SandboxProcess['stats']>>,
    resetStats: async () => {
      await fetch(`${origin}/sandbox/stats/reset`, { method: 'POST' });
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** The lines `export NAME='value'` that the sandbox prints, up to the hint that follows them. */
function readEnvironment(child: ChildProcess): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code} before it was ready`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const pairs = [...text.matchAll(/^export (\w+)='([^']*)'$/gm)];
      if (text.includes('npm run samaritan'))
        resolve(Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value])));
    });
  });
}
