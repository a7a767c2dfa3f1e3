import type { Tone } from '../../cards/card.ts';
import { suspectIn } from '../../guidance/articles/judge-case.ts';
import { isBad } from '../../model/causes/evidence.ts';
import { GROUPS } from '../../model/checks/catalogue.ts';
import { allOf, capitalize, countOf, formatNumber, inSentence } from '../../model/text/format.ts';
import type { CauseSummary, Report } from './report.ts';
import { isOfApp, situationOf } from './situation-of.ts';

function stoppingCause(report: Report): CauseSummary | undefined {
  const stopped = report.partner.checks.find((check) => isBad(check.status) && check.cause !== undefined);
  if (report.tenants.length > 0 || !stopped) return undefined;
  return report.causes.find((cause) => cause.id === stopped.cause);
}

/** How a report stands as a whole. */
export function toneOfReport({ totals, partner, run, notTested = [] }: Report): Tone {
  if (totals.fail > 0 || partner.status === 'fail') return 'bad';
  if (totals.unknown > 0 || partner.status === 'unknown') return 'unknown';
  // Nothing was tested, so nothing is known.
  if (run.status === 'interrupted' && totals.tenants === totals.skipped) return 'unknown';
  const unsure = totals.warn > 0 || totals.skipped > 0 || notTested.some(({ status }) => status !== 'pass');
  return unsure || partner.status === 'warn' ? 'warn' : 'good';
}

/** What a report comes to, in one line. */
export function reportVerdict(report: Report): string {
  const { totals, run, part } = report;
  const stopped = stoppingCause(report);
  if (stopped)
    return `Nothing can be tested: ${stopped.confidence === 'likely' ? 'most likely ' : ''}${inSentence(stopped.title)}`;
  const whole = wholeOf(totals.tenants, part !== undefined);
  const parts = badCounts(totals, whole);
  if (totals.accepted > 0) parts.push(`${formatNumber(totals.accepted)} accepted`);
  const excluded = report.tenants.filter((tenant) => tenant.excluded).length;
  if (totals.fail === 0 && totals.unknown === 0) {
    const works = totals.pass + totals.warn;
    if (totals.tenants === 0)
      return run.status === 'interrupted'
        ? 'Interrupted before any tenant was tested'
        : withPartner('There is no customer tenant to test', report);
    if (totals.accepted === totals.tenants)
      return withPartner(
        totals.tenants === 1
          ? 'The only failure is accepted'
          : `${capitalize(allOf(totals.tenants, 'failure'))} are accepted`,
        report,
      );
    // Of what was not asked nothing is known.
    const where = run.only === undefined ? '' : ` at ${GROUPS[run.only].title}`;
    parts.unshift(`${workingCount(works, totals.tenants, part !== undefined)}${where}`);
  }
  const failedBefore = report.notTested?.filter(({ status }) => status === 'fail').length ?? 0;
  if (failedBefore > 0) parts.push(`${formatNumber(failedBefore)} failed where nothing was tested now`);
  if (excluded > 0) parts.push(`${formatNumber(excluded)} excluded`);
  const waiting = report.tenants.filter((tenant) => tenant.waiting).length;
  if (waiting > 0) parts.push(`${formatNumber(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for Microsoft`);
  if (run.status === 'interrupted') parts.push(`interrupted, ${formatNumber(totals.skipped - excluded)} not tested`);
  return withPartner(parts.join(', '), report);
}

/** `12 tenants`; `your 12 tenants` of who sees only some. */
export function wholeOf(all: number, yours = false): string {
  return `${yours ? 'your ' : ''}${countOf(all, 'tenant')}`;
}

/** `9 of 12 tenants work`, `All 12 tenants work`, `The tenant works`. */
export function workingCount(works: number, all: number, yours = false): string {
  if (works < all) return `${formatNumber(works)} of ${wholeOf(all, yours)} ${works === 1 ? 'works' : 'work'}`;
  if (all === 1) return `${yours ? 'Your' : 'The'} tenant works`;
  return `${capitalize(allOf(all, yours ? 'of your tenant' : 'tenant'))} work`;
}

/** `9 of 12 tenants fail` and `1 is unknown`, as far as there are any; the whole is named once. */
export function badCounts({ fail, unknown }: { fail: number; unknown: number }, whole: string): string[] {
  const parts = fail === 0 ? [] : [`${formatNumber(fail)} of ${whole} ${fail === 1 ? 'fails' : 'fail'}`];
  if (unknown === 0) return parts;
  const subject = fail === 0 ? `${formatNumber(unknown)} of ${whole}` : formatNumber(unknown);
  return [...parts, `${subject} ${unknown === 1 ? 'is' : 'are'} unknown`];
}

function withPartner(verdict: string, report: Report): string {
  const { partner, causes } = report;
  const suspect = suspectOf(report);
  if (suspect) return `${verdict}, most likely ${suspect}`;
  // What tenants show can be ours although our own tokens pass.
  if (causes.some((cause) => cause.owner === 'partner' && cause.tenantIds.length > 0)) return verdict;
  const isAlone = isOfApp(report);
  if (partner.status === 'pass')
    return `${verdict} · ${isAlone ? 'the app gets its token' : 'our own tokens are fine'}`;
  if (partner.status !== 'warn') return verdict;
  return `${verdict} · ${isAlone ? 'the app gets its token' : 'our own tokens work'}, with a warning`;
}

/** What of ours is at the root of the cause that the most tenants show. */
function suspectOf(report: Report): string | undefined {
  const [widest] = [...report.causes].sort((a, b) => b.tenantIds.length - a.tenantIds.length);
  if (!widest) return undefined;
  const tenants = widest.tenantIds.map((tenantId) => ({ tenantId }));
  return suspectIn(widest.id, situationOf(report, widest, tenants));
}
