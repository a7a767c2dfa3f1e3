import { renderHeatMapSvg } from '../../adapters/pictures/render-heat-map-svg.ts';
import type { HistoryPictures } from '../../core/history/history-view.ts';
import type { Timers } from '../../core/ports/timers.ts';
import { WorkerThread } from './worker-thread.ts';

export interface Pictures extends HistoryPictures {
  close(): Promise<void>;
}

/** Pictures drawn in a thread of their own: drawing one takes up to a tenth of a second. */
export function createPictures({ timers }: { timers: Timers }): Pictures {
  const thread = new WorkerThread({
    module: new URL('./picture-thread.ts', import.meta.url),
    timers,
    timeoutMs: 10_000,
    mostWaiting: 16,
    limits: { maxOldGenerationSizeMb: 96 },
  });
  return {
    heatMap: (view) => thread.run([renderHeatMapSvg(view)]),
    close: () => thread.close(),
  };
}
