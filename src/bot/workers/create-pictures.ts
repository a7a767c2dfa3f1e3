import { renderHeatMapSvg } from '../../adapters/pictures/render-heat-map-svg.ts';
import type { Timers } from '../../core/model/time/clock.ts';
import type { HistoryPictures } from '../../core/watch/history/history-view.ts';
import { WorkerProcess } from './worker-process.ts';

export interface Pictures extends HistoryPictures {
  close(): Promise<void>;
}

/** Pictures drawn in a process of their own: drawing one takes up to a tenth of a second. */
export function createPictures({ timers }: { timers: Timers }): Pictures {
  const process = new WorkerProcess({
    module: new URL('./picture-process.ts', import.meta.url),
    timers,
    timeoutMs: 10_000,
    mostWaiting: 16,
    mostMegabytes: 96,
  });
  return {
    heatMap: (view) => process.run([renderHeatMapSvg(view)]),
    close: () => process.close(),
  };
}
