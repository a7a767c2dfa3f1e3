import type { Logger } from 'pino';

/** Something done again and again while the process runs. Never twice at once; what fails is logged and tried again. */
export interface Repeated {
  /** Begins no more, and waits for the one under way. */
  stop(): Promise<void>;
}

/** Does `work` now and then every `everyMs` after it ended. */
export function repeat(name: string, everyMs: number, log: Logger, work: () => Promise<void>): Repeated {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const turn = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.error({ work: name, err: error }, 'repeated work failed');
    }
    if (stopped) return;
    timer = setTimeout(() => {
      underWay = turn();
    }, everyMs);
  };
  let underWay = turn();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
