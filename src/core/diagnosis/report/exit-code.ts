import { isNoAnswer } from '../../model/causes/cause.ts';
import { isBad } from '../../model/causes/evidence.ts';
import { isFoundation } from '../../model/checks/check.ts';
import type { Report } from './report.ts';

/** Exit codes of the terminal: a contract with scripts. */
export const EXIT = { fine: 0, findings: 1, usage: 2, refused: 3, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a report means for a script. An accepted failure is no failure. */
export function exitCodeOf(report: Report): ExitCode {
  const { partner, tenants, run } = report;
  if (run.status === 'interrupted') return EXIT.interrupted;
  const bad = partner.checks.filter((check) => isBad(check.status));
  if (bad.some((check) => check.id === 'credentials.shape' && check.status === 'fail')) return EXIT.usage;
  // Only what is understood is a refusal: an answer that nobody understands is a finding.
  const stopped = bad.find((check) => isFoundation(check.id) && check.status === 'fail');
  if (stopped && tenants.length === 0 && !isNoAnswer(stopped.cause)) return EXIT.refused;
  const { fail, unknown } = report.totals;
  return bad.length > 0 || fail > 0 || unknown > 0 ? EXIT.findings : EXIT.fine;
}
