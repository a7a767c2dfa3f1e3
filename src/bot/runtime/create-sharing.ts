import type { BatchQueue } from '../../core/diagnosis/sweep/batch-queue.ts';
import { BatchWorker, type BatchWorkerParts } from '../../core/diagnosis/sweep/batch-worker.ts';
import type { OpenSpread } from '../../core/diagnosis/sweep/spread-tests.ts';

/** Joins the queue when it is first needed, and takes part in it; see `Runtime`. */
export function createSharing(
  openQueue: (() => Promise<BatchQueue | undefined>) | undefined,
  toParts: (queue: BatchQueue) => BatchWorkerParts,
): { spread: OpenSpread; stopSharing: (withinMs: number) => Promise<void> } {
  let worker: BatchWorker | undefined;
  const open: OpenSpread = async () => {
    const queue = await openQueue?.();
    if (!queue) return undefined;
    const parts = toParts(queue);
    worker = new BatchWorker(parts);
    worker.start();
    return { queue, timers: parts.timers, now: () => parts.clock.monotonicMs() };
  };
  let opening: ReturnType<OpenSpread> | undefined;
  const spread: OpenSpread = () => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  return {
    spread,
    stopSharing: async (withinMs) => {
      await opening?.catch(() => {});
      await worker?.stop(withinMs);
    },
  };
}
