import type { WrittenHome } from './renew-connection.ts';
import type { RenewalEntry, RenewalStep } from './renewal-journal.ts';
import steps from './renewal-steps.json' with { type: 'json' };

const STEPS: Readonly<Record<RenewalStep, string>> = steps;
const WHAT: Partial<Record<RenewalStep, string>> = { 'setting-up': 'set-up', 'sealing-anew': 'change' };

/** What a renewal was doing when its process was killed, for whoever comes next. */
export function describeInterrupted(
  { connection, step, startedAt }: RenewalEntry,
  formatTime: (time: number) => string,
): string {
  const what = WHAT[step] ?? (step.endsWith('-secret') ? 'rotation of the client secret' : 'renewal');
  return `A ${what} of ${connection} that was begun at ${formatTime(startedAt)} was cut off ${STEPS[step]}.`;
}

/** Whether the home of the secrets holds the new token too, and what is left to do there. */
export function describeHome({ label, fault }: WrittenHome): string {
  return fault
    ? `The ${label} still holds the token before, which CIPP goes on with: ${fault.reason} ${fault.wayOut}`
    : `The ${label} holds it too, as a new version. CIPP takes it up when its function app is restarted: connections restart-cipp, or by hand as troubleshoot guide-token-cache says.`;
}

/** Why a new token was tried in no customer's tenant; ends a sentence. */
export function whyNowhere(unconsented: string | null): string {
  return unconsented === null
    ? '; the customer list names nobody to try it at'
    : ', and no customer has consented to the app yet, which the first sweep says more of';
}
