import type { Logger } from 'pino';
import type { Timers } from '../../core/model/time/timers.ts';

/** Something done again and again while the process runs. Never twice at once; what fails is tried again, and logged once for as long as it fails alike. */
export interface Repeated {
  /** Begins no more, and waits for the one under way. */
  stop(): Promise<void>;
}

export interface RepeatOptions {
  name: string;
  everyMs: number;
  timers: Timers;
  log: Logger;
}

/** Does `work` now and then every `everyMs` after it ended. */
export function repeat({ name, everyMs, timers, log }: RepeatOptions, work: () => Promise<void>): Repeated {
  let stopped = false;
  let cancel = (): void => {};
  let failing: string | undefined;
  const turn = async (): Promise<void> => {
    try {
      await work();
      if (failing !== undefined) log.info({ work: name }, 'repeated work goes on');
      failing = undefined;
    } catch (error) {
      if (String(error) !== failing) log.error({ work: name, err: error }, 'repeated work failed');
      failing = String(error);
    }
    if (stopped) return;
    cancel = timers.after(everyMs, () => {
      underWay = turn();
    });
  };
  let underWay = turn();
  return {
    stop: async () => {
      stopped = true;
      cancel();
      await underWay;
    },
  };
}
