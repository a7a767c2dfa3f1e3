import { Readable, Writable } from 'node:stream';
import { main } from '../../src/bot/main.ts';
import { type Finished, temporaryFolder } from './run-samaritan.ts';

interface CommandLineOptions {
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** The whole of standard input. */
  input?: string | Buffer;
}

let turn: Promise<unknown> = Promise.resolve();

/**
 * One command line to its end, in this process: what the product says and writes without the cost of a start. The folder
 * it runs in is its home; one at a time, since a process has one folder. For tests whose file has a process of its own.
 */
export function runCommandLine(
  args: readonly string[],
  { env = {}, cwd = temporaryFolder(), input = '' }: CommandLineOptions = {},
): Promise<Finished> {
  const run = turn.then(async () => {
    const [stdout, stderr] = [new Written(), new Written()];
    const stands = { folder: process.cwd(), home: process.env.HOME };
    process.chdir(cwd);
    process.env.HOME = cwd;
    try {
      const exitCode = await main({
        argv: args,
        env: { PATH: process.env.PATH, HOME: cwd, ...env },
        stdin: Readable.from([Buffer.from(input)]),
        stdout: stdout.asStream(),
        stderr: stderr.asStream(),
        signal: new AbortController().signal,
        isUnread: () => false,
      });
      return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
    } finally {
      process.chdir(stands.folder);
      if (stands.home === undefined) delete process.env.HOME;
      else process.env.HOME = stands.home;
    }
  });
  turn = run.catch(() => {});
  return run;
}

/** A standard stream that is no terminal and keeps what is written to it. */
class Written extends Writable {
  readonly #chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  asStream(): NodeJS.WriteStream {
    return Object.assign(this as unknown as NodeJS.WriteStream, { isTTY: false });
  }
}
