import type { Logger } from 'pino';
import type { Timers } from '../../core/model/time/clock.ts';
import { Lookout } from '../../core/model/time/lookout.ts';

export interface RepeatOptions {
  name: string;
  everyMs: number;
  timers: Timers;
  log: Logger;
}

/** Does `work` now and then every `everyMs` after it ended, while the process runs; what fails is tried again. */
export function repeat({ name, everyMs, timers, log }: RepeatOptions, work: () => Promise<void>): Lookout {
  const repeated = new Lookout({
    timers,
    look: async () => {
      await work();
      return everyMs;
    },
    afterFaultMs: everyMs,
    onFault: (err) => log.error({ work: name, err }, 'repeated work failed'),
    onMended: () => log.info({ work: name }, 'repeated work goes on'),
  });
  void repeated.wake();
  return repeated;
}
