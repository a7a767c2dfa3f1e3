import { Readable } from 'node:stream';
import { main } from '../../../../src/bot/main.ts';
import type { Finished } from '../../../processes/run-samaritan.ts';

/**
 * Runs a command of the terminal in this process, which saves the start of one: the same but for the starting. It runs
 * in its home, for a `.env` of this repository is not its own. With `typed` a person sits at the terminal, and types that.
 */
export async function runHere(
  args: readonly string[],
  environment: Record<string, string> & { HOME: string },
  { typed }: { typed?: string } = {},
): Promise<Finished> {
  const [stdout, stderr] = [new Output(), new Output(typed !== undefined)];
  const folder = process.cwd();
  process.chdir(environment.HOME);
  const exitCode = await main({
    argv: args,
    env: environment,
    ...(typed === undefined ? {} : { stdin: Object.assign(Readable.from([typed]), { isTTY: true }) }),
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    signal: new AbortController().signal,
    isUnread: () => false,
    limitMemory: () => () => {},
  }).finally(() => process.chdir(folder));
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** What a command sees of a stream, by default of one that is no terminal. */
class Output {
  readonly isTTY: boolean;
  readonly columns = 120;
  text = '';

  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }

  write(chunk: string | Uint8Array): boolean {
    this.text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    return true;
  }
}
