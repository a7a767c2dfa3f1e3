import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PATIENCE_MS } from '../patience.ts';

/** A process that a test started, what it wrote so far, and the way it ends. */
export interface Program {
  pid: number;
  stdout: () => string;
  stderr: () => string;
  /** Both, in the order in which they came. */
  output: () => string;
  /** Writes a line to its standard input. */
  say: (line: string) => void;
  /**
   * Waits until it writes this line, or something like this: gives the pattern's first group, or all it matched.
   * Rejects with everything it wrote where it ends before.
   */
  says: (wanted: string | RegExp) => Promise<string>;
  /** Resolves with its exit code once its output is closed; null where a signal ended it. */
  ended: Promise<number | null>;
  /** Sends a signal and waits for its end. A process that doesn't heed it is forced to end after a while. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
  /** Closes our end of its standard error and output, as a reader does that dies. */
  stopReading: () => void;
}

export interface ProgramOptions {
  /** All of its environment but the path, where code is kept compiled, and the folder it runs in as its home. */
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** Its whole standard input; null leaves it open for `say`. Without it, it is closed at once. */
  input?: string | Buffer | null;
  onOutput?: (text: string) => void;
  /** So many files it may have open at once; not on Windows. */
  mostFiles?: number;
}

const FIND_QUICKLY = new URL('find-quickly.ts', import.meta.url);

/** Starts Node with these arguments; an address stands for the file that it names. One of TypeScript finds imports quickly. */
export function startProgram(
  args: readonly (string | URL)[],
  { env = {}, cwd, input = '', onOutput = () => {}, mostFiles }: ProgramOptions = {},
): Program {
  const all = /\.ts$/.test(`${args[0]}`) ? ['--import', FIND_QUICKLY, ...args] : args;
  const words = all.map((one) => (one instanceof URL ? fileURLToPath(one) : one));
  const line = [process.execPath, ...words];
  // The limit is a matter of the shell, which then becomes the program.
  const [file = '', ...rest] = mostFiles ? ['/bin/sh', '-c', `ulimit -n ${mostFiles}; exec "$0" "$@"`, ...line] : line;
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(file, rest, { env: { PATH, NODE_COMPILE_CACHE, HOME: cwd, ...env }, cwd });
  const read = { stdout: '', stderr: '', output: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      read[name] += text;
      read.output += text;
      onOutput(text);
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // A program that has read enough closes its end.
  child.stdin.on('error', () => {});
  if (input !== null) child.stdin.end(input);

  return {
    pid: child.pid ?? 0,
    stdout: () => read.stdout,
    stderr: () => read.stderr,
    output: () => read.output,
    say: (line) => void child.stdin.write(`${line}\n`),
    says: (wanted) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = find(read.output, wanted);
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        void ended.then((code) => reject(new Error(`it ended with ${code} before it wrote ${wanted}: ${read.output}`)));
        look();
      }),
    ended,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      const forced = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      return await ended.finally(() => clearTimeout(forced));
    },
    stopReading: () => {
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
    },
  };
}

function find(output: string, wanted: string | RegExp): string | undefined {
  if (typeof wanted === 'string') return `\n${output}`.includes(`\n${wanted}\n`) ? wanted : undefined;
  const found = wanted.exec(output);
  return found ? (found[1] ?? found[0]) : undefined;
}
