import type { RenewalEntry, RenewalStep } from './renewal-journal.ts';

const STEPS: Readonly<Record<RenewalStep, string>> = {
  'signing-in': 'while somebody signed in: nothing was changed',
  proving: 'while the new token was proved: it was not kept, and nothing was changed',
  storing: 'while the new token was stored: it is used, or the one before is, and both work',
};

/** What a renewal was doing when its process was killed, for whoever comes next. */
export function describeInterrupted(
  { connection, step, startedAt }: RenewalEntry,
  formatTime: (time: number) => string,
): string {
  return `A renewal of ${connection} that was begun at ${formatTime(startedAt)} was cut off ${STEPS[step]}.`;
}
