import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { main } from '../../src/bot/main.ts';
import { type Finished, temporaryFolder } from './run-samaritan.ts';
import type { Program } from './start-program.ts';

interface CommandLineOptions {
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** The whole of standard input. */
  input?: string | Buffer;
}

/** A service that was started. */
export type Service = Pick<Program, 'output' | 'stop'>;

let turn: Promise<unknown> = Promise.resolve();

/**
 * One command line to its end, in this process: what the product says and writes without the cost of a start. The folder
 * it runs in is its home; one at a time, since a process has one folder. For tests whose file has a process of its own.
 */
export async function runCommandLine(
  args: readonly string[],
  { env = {}, cwd = temporaryFolder(), input = '' }: CommandLineOptions = {},
): Promise<Finished> {
  const [stdout, stderr] = [new Written(), new Written()];
  const exitCode = await inFolder(cwd, () =>
    main({
      argv: args,
      env: { PATH: process.env.PATH, HOME: cwd, ...env },
      stdin: Readable.from([Buffer.from(input)]),
      stdout: stdout.asStream(),
      stderr: stderr.asStream(),
      signal: new AbortController().signal,
      isUnread: () => false,
      limitMemory: () => () => {},
    }),
  );
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

/**
 * `samaritan start` in this process: for tests of what is answered, not of the process. Resolves when it says that it
 * runs, and rejects with its output where it ends before. It is in the folder only until then. Any signal ends it as
 * SIGTERM does.
 */
export async function startServiceHere(env: Record<string, string>, cwd: string): Promise<Service> {
  const abort = new AbortController();
  const [stdout, stderr] = [new Written(), new Written()];
  const output = () => `${stdout.text()}${stderr.text()}`;
  let ended: Promise<number> = Promise.resolve(0);
  await inFolder(cwd, async () => {
    ended = main({
      argv: ['start'],
      env: { PATH: process.env.PATH, HOME: cwd, ...env },
      stdout: stdout.asStream(),
      stderr: stderr.asStream(),
      signal: abort.signal,
      isUnread: () => false,
      limitMemory: () => () => {},
    });
    const early = ended.then((code) => Promise.reject(new Error(`it ended with ${code}: ${output()}`)));
    await Promise.race([once(stdout, 'written'), early]);
  });
  return {
    output,
    stop: () => {
      abort.abort(new Error('interrupted'));
      return ended;
    },
  };
}

/** One after the other, with this folder as the process's own and as its home. */
function inFolder<T>(cwd: string, work: () => Promise<T>): Promise<T> {
  const run = turn.then(async () => {
    const stands = { folder: process.cwd(), home: process.env.HOME };
    process.chdir(cwd);
    process.env.HOME = cwd;
    try {
      return await work();
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
    this.emit('written');
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  asStream(): NodeJS.WriteStream {
    return Object.assign(this as unknown as NodeJS.WriteStream, { isTTY: false });
  }
}
