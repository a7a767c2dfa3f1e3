import type { MicrosoftCloud } from './microsoft-cloud.ts';

export function withAsk(cloud: MicrosoftCloud, ask: MicrosoftCloud['ask']): MicrosoftCloud {
  return {
    ask,
    extendDeadline: (...until) => cloud.extendDeadline(...until),
    hold: (service, forMs) => cloud.hold(service, forMs),
    pace: () => cloud.pace(),
    close: () => cloud.close(),
  };
}
