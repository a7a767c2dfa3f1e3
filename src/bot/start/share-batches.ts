import type { Logger } from 'pino';
import type { Runtime } from '../runtime/create-runtime.ts';
import { systemTimers } from '../system-timers.ts';
import { repeat } from './repeat.ts';
import type { Stops } from './stops.ts';

export interface SharingOptions {
  runtime: Pick<Runtime, 'desk' | 'spread' | 'stopSharing'>;
  log: Logger;
  stops: Stops;
}

const LOOK_MS = 5000;
/** What takes longer is given back, and tested by another at once. */
export const FINISHES_WITHIN_MS = 3000;

/**
 * Leads the runs to their end that another process left, and takes batches while no worker is there. Gives back who
 * tests, in words, undefined on a file; whenever that changes the log says so.
 */
export async function shareBatches({ runtime, log, stops }: SharingOptions): Promise<string | undefined> {
  const { desk } = runtime;
  const spread = await runtime.spread();
  if (!spread) return undefined;
  const { queue } = spread;
  let workers = await queue.workers();
  stops.add('batches', () => runtime.stopSharing(FINISHES_WITHIN_MS));
  const looking = repeat({ name: 'runs left by others', everyMs: LOOK_MS, timers: systemTimers, log }, async () => {
    const now = await queue.workers();
    if (now !== workers) log.info({ workers: now }, now === 0 ? 'no worker runs: start tests itself' : 'workers test');
    workers = now;
    for (let run = await desk.adopt(); run; run = await desk.adopt())
      log.info({ run: run.runId, connection: run.order.connection }, 'goes on with a run that another process left');
  });
  stops.add('runs left by others', () => looking.stop());
  return workers === 0 ? 'sweeps by itself, since no worker runs' : `sweeps on workers (${workers} now)`;
}
