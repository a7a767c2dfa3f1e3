import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const SAMARITAN = fileURLToPath(new URL('../../src/bot/samaritan.mjs', import.meta.url));

export interface Finished {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A folder of its own for one test, gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the product as a user does, with nothing of this process's environment but the path. */
export function startSamaritan(
  args: readonly string[],
  environment: Record<string, string>,
  cwd: string,
): ChildProcess {
  return spawn(process.execPath, [SAMARITAN, ...args], {
    cwd,
    // A key that is made stays in the test's own folder.
    env: { PATH: process.env.PATH ?? '', HOME: cwd, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function finished(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, stdout, stderr };
}

export async function runSamaritan(
  args: readonly string[],
  environment: Record<string, string> = {},
  cwd = temporaryFolder(),
): Promise<Finished> {
  return await finished(startSamaritan(args, environment, cwd));
}
