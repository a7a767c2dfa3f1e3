import { startWorker } from '../worker/start-worker.ts';
import type { HostCall } from './host-call.ts';
import { runServer } from './start.ts';

/** `samaritan worker`: tests batches of sweeps until Ctrl-C or SIGTERM. */
export async function runWorker(call: HostCall<'worker'>): Promise<number> {
  return await runServer(call, 'samaritan.worker/1', async (parts) => await startWorker(parts));
}
