import type { ChildProcess } from 'node:child_process';
import { startSamaritan } from '../run-samaritan.ts';

/** A process of the product that runs until it is told to end. */
export interface Running {
  pid: number;
  /** Everything it wrote so far. */
  output: () => string;
  /** Resolves with its exit code; null where a signal ended it. */
  ended: Promise<number | null>;
  /** Sends a signal and waits for its end. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
  /** Closes our end of its standard error and output, as a reader does that dies. */
  stopReading: () => void;
}

/** Starts `samaritan start`; resolves when it says that it runs, and rejects with its output where it ends before. */
export function startProcess(environment: Record<string, string>, cwd: string): Promise<Running> {
  const child = startSamaritan(['start'], environment, cwd);
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return new Promise((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      if (output.includes('Samaritan runs')) resolve(toRunning(child, () => output, ended));
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    void ended.then((code) => reject(new Error(`samaritan start ended with ${code}: ${output}`)));
  });
}

function toRunning(child: ChildProcess, output: () => string, ended: Running['ended']): Running {
  const stop = (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  const stopReading = (): void => {
    for (const stream of [child.stdout, child.stderr]) stream?.destroy();
  };
  return { pid: child.pid ?? 0, output, ended, stop, stopReading };
}
