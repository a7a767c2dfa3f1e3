import { toSafeText } from '../../../model/text/safe-text.ts';
import type { ReportBook, StandingReport } from '../../../watch/reports/standing-report.ts';

/** The report of a name, or one sentence on which there are. */
export async function findStandingReport(
  reports: Pick<ReportBook, 'list'>,
  name: string,
): Promise<StandingReport | string> {
  const all = await reports.list();
  const wanted = name.trim().toLowerCase();
  const names = all.map((one) => one.name).join(', ') || 'none';
  const found = all.find((one) => one.name === wanted);
  return found ?? `There is no report “${toSafeText(name, { maxLength: 40 })}”. There are: ${names}.`;
}
