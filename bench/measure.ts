import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface Measured {
  exitCode: number | null;
  wallMs: number;
  /** User and system time of the process. */
  cpuMs: number;
  peakMb: number;
  firstLineMs: number;
  stdout: string;
}

/**
 * Runs a command as a user would and takes the operating system's own account of it. Peak memory and CPU time come
 * from a hook inside the process at its end, so that nothing has to be installed.
 */
export async function measure(
  args: readonly string[],
  environment: Record<string, string>,
  usageFile: string,
): Promise<Measured> {
  const startedAt = performance.now();
  const hook = new URL('./report-usage.mjs', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', hook, ...args], {
    env: {
      PATH: process.env.PATH ?? '',
      // A key that is made stays with what is measured.
      HOME: dirname(usageFile),
      ...environment,
      BENCH_USAGE_FILE: usageFile,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let firstLineMs = Number.POSITIVE_INFINITY;
  let stdout = '';
  const errors = createWriteStream('/dev/null');
  child.stderr.on('data', () => {
    firstLineMs = Math.min(firstLineMs, performance.now() - startedAt);
  });
  child.stderr.pipe(errors);
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const wallMs = performance.now() - startedAt;
  const usage = JSON.parse(await readFile(usageFile, 'utf8')) as { cpuMs: number; peakMb: number };
  return { exitCode, wallMs, ...usage, firstLineMs, stdout };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
