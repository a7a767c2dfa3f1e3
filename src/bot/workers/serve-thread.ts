import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { systemCodeOf } from '../../core/model/text/system-code.ts';
import type { FromThread, ToThread } from './thread-messages.ts';

export type ThreadTask = (parts: readonly unknown[]) => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;

const LOW_PRIORITY = 10;

/** The life of a worker thread: collects the parts of a piece of work, does it, and hands the result over uncopied. */
export function serveThread(task: ThreadTask): void {
  const port = parentPort;
  if (!port) throw new Error('this module only runs as a worker thread');
  giveWay();
  const reply = (message: FromThread, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  let parts: unknown[] = [];
  port.on('message', async (message: ToThread) => {
    const { id } = message;
    if ('part' in message) {
      parts.push(message.part);
      return;
    }
    const all = parts;
    parts = [];
    try {
      const content = await task(all);
      reply({ id, content }, [content.buffer]);
    } catch (error) {
      reply({ id, fault: toFault(error) });
    }
  });
}

/** On Linux a thread has a priority of its own, so that the one that answers goes before those that work for long. */
function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(LOW_PRIORITY);
  } catch (error) {
    // What the system refuses, as a sandbox may: the threads share then.
    if (systemCodeOf(error) !== 'ERR_SYSTEM_ERROR') throw error;
  }
}

function toFault(error: unknown): { message: string; stack?: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  return { message: error.message, ...(error.stack === undefined ? {} : { stack: error.stack }) };
}
