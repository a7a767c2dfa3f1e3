import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
  tookMs: number;
}

const ENTRY = fileURLToPath(new URL('../../src/bot/samaritan.mjs', import.meta.url));

/** Runs the program as a user does. `input` is piped in; without it standard input is closed at once. */
export function runSamaritan(
  args: readonly string[],
  { input, nodeArgs = [] }: { input?: string | Buffer; nodeArgs?: readonly string[] } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, [...nodeArgs, ENTRY, ...args], {
      env: { PATH: process.env.PATH, NO_COLOR: '1' },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr, tookMs: performance.now() - start }));
    // A program that has read enough closes its end.
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}
