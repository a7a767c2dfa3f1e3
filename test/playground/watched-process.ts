import { type ChildProcess, spawn } from 'node:child_process';

export interface WatchedProcess {
  /** Waits for something it writes, and gives back the pattern's first group. Rejects where it ends before. */
  says(pattern: RegExp): Promise<string>;
  /** Resolves with its exit code; null where a signal ended it. */
  ended: Promise<number | null>;
  /** Asks it to end, and forces it after a while. */
  end(): Promise<void>;
}

export interface WatchOptions {
  env: NodeJS.ProcessEnv;
  cwd: string;
  onOutput?: (text: string) => void;
}

const FORCE_AFTER_MS = 12_000;

/** Starts a script of Node that runs until it is told to end. */
export function watchProcess(args: readonly string[], { env, cwd, onOutput }: WatchOptions): WatchedProcess {
  const child: ChildProcess = spawn(process.execPath, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const listeners = new Set<() => void>();
  const take = (chunk: Buffer): void => {
    const text = chunk.toString('utf8');
    output += text;
    onOutput?.(text);
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));

  return {
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(output)?.[1];
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        void ended.then((code) => reject(new Error(`it ended with ${code}: ${output}`)));
        look();
      }),
    ended,
    end: async () => {
      child.kill('SIGTERM');
      const forced = setTimeout(() => child.kill('SIGKILL'), FORCE_AFTER_MS);
      await ended;
      clearTimeout(forced);
    },
  };
}
