import { readdirSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { setPriority } from 'node:os';
import { systemCodeOf } from '../../core/model/text/system-code.ts';

export type ToProcess = { id: number; part: unknown } | { id: number; end: true };

export type FromProcess =
  | { id: number; content: Uint8Array<ArrayBuffer> }
  | { id: number; fault: { message: string; stack?: string } };

export type ProcessTask = (parts: readonly unknown[]) => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;

const LOW_PRIORITY = 10;

/** The life of a process that works for another: collects the parts of a piece of work, does it, and hands the result over. */
export function serveProcess(task: ProcessTask): void {
  const send = process.send?.bind(process);
  if (!send) throw new Error('this module only runs as a process that another one started');
  giveWay();
  // Whoever started it says when it ends, also where a terminal or a service manager tells all of them at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
  const reply = (message: FromProcess): void => void send(message);
  let parts: unknown[] = [];
  let isKept = false;
  process.on('message', async (message: ToProcess) => {
    const { id } = message;
    if ('part' in message) {
      parts.push(message.part);
      return;
    }
    const all = parts;
    parts = [];
    try {
      reply({ id, content: await task(all) });
    } catch (error) {
      reply({ id, fault: toFault(error) });
    }
    // By now all is loaded. Node keeps what it compiled when a process ends by itself, and this one is ended.

    if (!isKept) flushCompileCache();
    isKept = true;
  });
}

/** Those that answer go before those that work for long. On Linux each thread has a priority of its own, V8's helpers too. */
function giveWay(): void {
  const threads = process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [0];
  try {
    for (const thread of threads) setPriority(thread, LOW_PRIORITY);
  } catch (error) {
    // What the system refuses, as a sandbox may: the processes share then.
    if (systemCodeOf(error) !== 'ERR_SYSTEM_ERROR') throw error;
  }
}

function toFault(error: unknown): { message: string; stack?: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  return { message: error.message, ...(error.stack === undefined ? {} : { stack: error.stack }) };
}
