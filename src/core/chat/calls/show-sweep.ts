import type { Card } from '../../cards/card.ts';
import { type NameChoice, toNoticeCard, toProblemCard } from '../../cards/plain-cards.ts';
import { toReportCard } from '../../diagnosis/report/report-card.ts';
import type { FollowedReport } from '../../diagnosis/sweep/follow-waiting.ts';
import { createFaultReferences } from '../../diagnosis/sweep/internal-faults.ts';
import { type Progress, toProgressView } from '../../diagnosis/sweep/progress.ts';
import { toAskedCard, toProgressCard } from '../../diagnosis/sweep/progress-card.ts';
import { LostRun } from '../../diagnosis/sweep/spread-tests.ts';
import type { RunningSweep } from '../../diagnosis/sweep/sweep-desk.ts';
import { countOf, formatDuration, toSafeText } from '../../model/text/format.ts';
import { answer, type CallContext, cardContext } from './chat-parts.ts';
import { choiceOf } from './choice-of.ts';
import type { SweepAnswer } from './command.ts';
import type { RunMessage } from './message-store.ts';
import { NewestShow } from './newest-show.ts';
import { ProgressPacer } from './progress-pacer.ts';

/** Starts or joins a sweep, shows its progress in one message, and then its result. */
export async function showSweep(
  context: CallContext,
  { order, title, again, toResult }: SweepAnswer,
  toChoiceCard?: (choice: NameChoice) => Card,
): Promise<void> {
  const { parts, request, reply } = context;
  const { clock, desk } = parts;
  const by = toSafeText(request.person.name, { maxLength: 40 }) || request.person.id;
  const isProgram = request.person.platform === 'api';
  const started = desk.start({
    ...order,
    by,
    workspaceId: request.place.workspaceId,
    ...(isProgram ? { patienceMs: 0 } : {}),
  });
  if (started.kind === 'refused') {
    const card = started.why === 'stopping' ? STOPPING : tooMany(started.running);
    return reply.showPrivately(card, { final: true });
  }
  const { sweep, joined } = started;
  const note = joined ? joinedNote(sweep.order.by, clock.now() - sweep.startedAt) : undefined;
  const testsPartner = order.retest === undefined;
  const options = (progress: Progress) => ({ runId: sweep.runId, progress, note, title, testsPartner });

  const kept = await keepMessage(context, {
    runId: sweep.runId,
    again,
    title: title ?? `Testing tokens · connection ${order.connection}`,
    startedAt: sweep.startedAt,
  });
  let isPlaced = reply.isPlaced?.() ?? true;
  const newest = new NewestShow<() => Progress>({
    pacer: new ProgressPacer(clock),
    timers: parts.timers,
    thread: sweep.runId,
    deliver: async (read) => {
      const progress = read();
      if (progress.phase === 'done') return;
      const card = isPlaced ? toProgressCard(options(progress)) : toAskedCard(options(progress), sweep.startedAt);
      await reply.show(card);
      await kept.shown();
    },
  });
  await newest.show(sweep.progress);
  if (!isPlaced) void newest.show(sweep.progress);
  isPlaced = true;
  const unwatch = sweep.watch(() => void newest.show(sweep.progress));
  let goesOn = false;
  let isReport = false;
  try {
    const outcome = await sweep.done.finally(unwatch).finally(() => newest.end());
    if (outcome.kind === 'usage') {
      const choice = choiceOf(outcome.ambiguous);
      return await answer(context, choice && toChoiceCard ? toChoiceCard(choice) : toProblemCard(outcome.problems));
    }
    const show = async ({ report }: FollowedReport): Promise<void> =>
      answer(context, await (toResult?.(report) ?? toReportCard(report, cardContext(parts, order.connection))));
    isReport = true;
    await show(outcome);
    if (outcome.keptProblem !== undefined) await reply.showPrivately(notKept(context, outcome.keptProblem));
    // A program is answered once, and told what is not tested yet.
    let next: FollowedReport | undefined = isProgram ? undefined : await outcome.rest;
    for (; next; next = await next.rest) {
      await show(next);
      goesOn = next.left === true;
    }
  } catch (error) {
    if (!(error instanceof LostRun)) throw error;
    // Whoever leads it now has the message too; a program waits for this answer alone.
    goesOn = true;
    if (isProgram) await reply.show(GOES_ON, { final: true });
  } finally {
    // A report that the chat does not take now is shown when it does.
    if (!goesOn) await (isReport && reply.owes?.() ? kept.release() : kept.forget());
  }
}

/**
 * Keeps where the message is, before it is shown and whenever it has moved, so that it doesn't say `running` for ever should this
 * process be killed. What goes wrong with it is reported and costs nobody the answer.
 */
async function keepMessage(
  { parts, request, reply, taken }: CallContext,
  message: Omit<RunMessage, 'platform' | 'asked' | 'address'>,
): Promise<Record<'shown' | 'forget' | 'release', () => Promise<void>>> {
  const { messages, reportInternal } = parts;
  const refer = createFaultReferences(reportInternal);
  let known = taken;
  const note = async (): Promise<void> => {
    const address = reply.address();
    if (address === undefined || (known?.runId === message.runId && known.address === address)) return;
    const before = known;
    known = { runId: message.runId, address };
    const asked = { ...request, audience: reply.audience };
    await messages.keep({ ...message, platform: request.person.platform, asked, address }, before).catch(refer);
  };
  await note();
  return {
    shown: note,
    forget: async () => {
      // It may have moved since.
      const places = new Set([known?.address, reply.address()]);
      for (const one of places) if (one !== undefined) await messages.forget(message.runId, one).catch(refer);
    },
    release: async () => {
      await note();
      if (known) await messages.release(known.runId, known.address).catch(refer);
    },
  };
}

function joinedNote(by: string, agoMs: number): string {
  return `This was already running: ${by} started it ${formatDuration(agoMs)} ago. You see the same sweep.`;
}

function tooMany(running: readonly RunningSweep[]): Card {
  const title =
    running.length === 0
      ? 'As many sweeps are under way here as may run at once.'
      : `${countOf(running.length, 'sweep')} ${running.length === 1 ? 'is' : 'are'} under way here, which is as many as may run at once.`;
  const each = running.map(
    ({ order, progress }) => `${order.by}: connection ${order.connection}, ${toProgressView(progress()).line}.`,
  );
  return toNoticeCard('warn', 'not now', title, [...each, 'Try again when one of them has ended.']);
}

const STOPPING = toNoticeCard('warn', 'not now', 'Samaritan is being stopped, so nothing new is started.', [
  'Try again when it runs again, usually within a minute.',
]);

const GOES_ON = toNoticeCard('warn', 'goes on', 'Samaritan is being stopped; the sweep goes on without this process.', [
  'Ask for the history in a few minutes: its report is there once it has ended.',
]);

/** The answer is right, but buttons on it may not find it. Storage errors speak to the technician. */
function notKept({ parts }: CallContext, problem: unknown): Card {
  const known = problem instanceof Error && problem.name === 'StorageError';
  const reason = known
    ? problem.message
    : `Reference ${createFaultReferences(parts.reportInternal)(problem)}; the same reference is in the log.`;
  return toNoticeCard(
    'warn',
    'not kept',
    'This run could not be kept: its buttons may not work, and later runs are not compared with it.',
    [toSafeText(reason, { maxLength: 300 })],
  );
}
