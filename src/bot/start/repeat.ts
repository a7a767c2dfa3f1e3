import type { Logger } from 'pino';
import type { Timers } from '../../core/model/time/timers.ts';

/** Something done again and again while the process runs. Never twice at once; what fails is logged and tried again. */
export interface Repeated {
  /** Begins no more, and waits for the one under way. */
  stop(): Promise<void>;
}

export interface RepeatOptions {
  /** For the log. */
  name: string;
  everyMs: number;
  timers: Timers;
  log: Logger;
}

/** Does `work` now and then every `everyMs` after it ended. */
export function repeat({ name, everyMs, timers, log }: RepeatOptions, work: () => Promise<void>): Repeated {
  let stopped = false;
  let cancel = (): void => {};
  const turn = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.error({ work: name, err: error }, 'repeated work failed');
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
