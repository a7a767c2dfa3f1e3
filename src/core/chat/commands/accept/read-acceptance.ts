import { SIGN_IN } from '../../../diagnosis/report/accepted-store.ts';
import { tenantCheckIds } from '../../../model/checks/check.ts';
import { toSafeText } from '../../../model/text/format.ts';
import { momentProblem, parseMoment } from '../../../model/time/parse-time.ts';
import { choice } from '../../calls/arguments.ts';

/** Characters of the reason for which a failure is accepted. */
export const LONGEST_REASON = 200;

/** Why and until when something is accepted, as a command or a form has it; null for good. The reason is cleaned already. */
export function readAcceptance(
  typed: { reason: string; until: string | undefined },
  now: number,
): { reason: string; until: number | null } | { problem: string } {
  const until = typed.until === undefined ? null : parseMoment(typed.until, now);
  if (until === undefined) return { problem: momentProblem('until', typed.until ?? '') };
  if (until !== null && until <= now) return { problem: '“until” is over already. Name a time to come.' };
  const reason = toSafeText(typed.reason, { maxLength: LONGEST_REASON });
  if (reason === '') return { problem: 'A reason is needed: whoever reads “accepted” next year wants to know why.' };
  return { reason, until };
}

export const checkArgument = choice(
  'check',
  [...new Set([...tenantCheckIds(), ...tenantCheckIds(undefined, 'app-only')]), SIGN_IN],
  'Only this check; otherwise all of the tenant. sign-in: it is not signed in to at all.',
);
