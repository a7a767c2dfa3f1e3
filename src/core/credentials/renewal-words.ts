import type { WrittenHome } from './renew-connection.ts';
import type { RenewalEntry, RenewalStep } from './renewal-journal.ts';

const STEPS: Readonly<Record<RenewalStep, string>> = {
  'signing-in': 'while somebody signed in: nothing was changed',
  proving: 'while the new token was proved: it was not kept, and nothing was changed',
  'writing-home':
    'while the new token was written into the key vault: it is used here, and the vault holds it or the one before',
  'setting-up': 'while it was set up: setup goes on where it stopped, and setup --undo takes away what it added',
  'planning-secret': 'before a client secret was added: nothing was changed',
  'adding-secret':
    'while a client secret was added to the app: if it was, nobody knows its value, and the next rotation removes it',
  'proving-secret':
    'while a new client secret was proved: it was not kept, the one before is used, and the next rotation removes it',
  'storing-secret': 'while a new client secret was stored: it is used, or the one before is, and both work',
  'sealing-anew':
    'while all was sealed under a new one: one key opens everything, and keys rotate makes sure that it is a new one',
  storing: 'while the new token was stored: it is used, or the one before is, and both work',
};

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
