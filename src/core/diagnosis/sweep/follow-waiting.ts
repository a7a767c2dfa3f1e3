import type { ArticleLibrary } from '../../guidance/articles/article.ts';
import type { Clock, Timers } from '../../model/time/clock.ts';
import { pause } from '../../model/time/pause.ts';
import { completeReport, cutReport } from '../report/complete-report.ts';
import type { Report } from '../report/report.ts';
import type { ReportOutcome, WaitingTenant } from './sweep-parts.ts';
import type { TestTarget } from './test-tenants.ts';

/** A report that may still wait for tenants. */
export interface FollowedReport extends ReportOutcome {
  /** The same report with the next of them tested, or as cut off. Absent once it waits for none. Never rejects. */
  rest?: Promise<FollowedReport>;
  /** It was cut off because this process stops, and is kept as it waits: the next one may go on with it. */
  left?: true;
}

export interface FollowParts {
  clock: Clock;
  timers: Timers;
  signal: AbortSignal;
  library: () => ArticleLibrary;
  /** Tests them, keeps what is found and tells of it; undefined where they can't be tested any more. */
  retest: (targets: readonly TestTarget[]) => Promise<ReportOutcome | undefined>;
  /** Keeps the report in place of the one before. Never rejects. */
  keep: (report: Report) => Promise<void>;
  onFault: (error: unknown) => void;
}

/** Tenants whose time comes so close together are tested together. */
const TOGETHER_MS = 5000;

/** Sees to it that what a report waits for is tested as soon as Microsoft allows it, and the report completed. */
export function followWaiting(outcome: ReportOutcome, parts: FollowParts): FollowedReport {
  const { waiting = [] } = outcome;
  return waiting.length === 0 ? outcome : { ...outcome, rest: testNext(outcome, waiting, parts) };
}

async function testNext(
  outcome: ReportOutcome,
  waiting: readonly WaitingTenant[],
  parts: FollowParts,
): Promise<FollowedReport> {
  const { clock, timers, library, signal, retest, keep, onFault } = parts;
  const { waiting: _waiting, ...rest } = outcome;
  const ready = Math.min(...waiting.map(({ until }) => until)) + TOGETHER_MS;
  const due = waiting.filter(({ until }) => until <= ready);
  await pause(Math.max(...due.map(({ until }) => until)) - clock.now(), timers, signal);
  let again: ReportOutcome | undefined;
  try {
    again = signal.aborted ? undefined : await retest(due.map(({ target }) => target));
  } catch (error) {
    onFault(error);
  }
  if (!again || again.report.run.status === 'interrupted') {
    const report = cutReport(again ? completeReport(outcome.report, again.report, library()) : outcome.report);
    if (signal.aborted) return { ...rest, report, left: true };
    await keep(report);
    return { ...rest, report };
  }
  const left = [...waiting.filter(({ until }) => until > ready), ...(again.waiting ?? [])];
  const whole = completeReport(outcome.report, again.report, library());
  if (left.length === 0) {
    await keep(whole);
    return { ...rest, report: whole };
  }
  const report = { ...whole, waitingUntil: Math.max(...left.map(({ until }) => until)) };
  await keep(report);
  return followWaiting({ ...rest, report, waiting: left }, parts);
}
