import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Program, type ProgramOptions, startProgram } from './start-program.ts';

const SAMARITAN = new URL('../../src/bot/samaritan.mjs', import.meta.url);

export interface Finished {
  /** Null where a signal ended it. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions extends ProgramOptions {
  /** Arguments for Node itself. */
  nodeArgs?: readonly string[];
}

/** A folder of its own for one test, gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the product as a user does, with nothing of this process's environment but the path: in no folder that has a .env. */
export function startSamaritan(
  args: readonly string[],
  { nodeArgs = [], ...options }: RunOptions & { cwd: string },
): Program {
  return startProgram([...nodeArgs, SAMARITAN, ...args], options);
}

/** Runs the product to its end, in a folder of its own unless told otherwise. */
export async function runSamaritan(
  args: readonly string[],
  { cwd = temporaryFolder(), ...options }: RunOptions = {},
): Promise<Finished> {
  return await finished(startSamaritan(args, { ...options, cwd }));
}

/** Waits for its end, which a signal may ask for. */
export async function finished(program: Program, signal?: NodeJS.Signals): Promise<Finished> {
  const exitCode = await (signal ? program.stop(signal) : program.ended);
  return { exitCode, stdout: program.stdout(), stderr: program.stderr() };
}

/** Starts `samaritan start`; resolves when it says that it runs, and rejects with its output where it ends before. */
export async function startService(env: Record<string, string>, cwd: string): Promise<Program> {
  const program = startSamaritan(['start'], { env, cwd });
  await program.says(/Samaritan runs/);
  return program;
}
