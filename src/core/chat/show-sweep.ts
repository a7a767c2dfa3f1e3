import type { Card } from '../cards/card.ts';
import { toNoticeCard, toProblemCard } from '../cards/plain-cards.ts';
import { toProgressCard } from '../cards/progress-card.ts';
import type { Report } from '../report/report.ts';
import type { Progress } from '../sweep/progress.ts';
import type { SweepOrder } from '../sweep/sweep-desk.ts';
import { formatDuration } from '../text/format.ts';
import { toSafeText } from '../text/safe-text.ts';
import { answer, type CallContext } from './chat-parts.ts';

/** How often a card in progress is edited at most. Teams and Discord both allow it. */
const EDIT_EVERY_MS = 2000;

export interface ShowSweepOptions {
  title?: string;
  /** The button that runs the same again, should this process be killed. */
  again: string;
  toResult: (report: Report) => Card | Promise<Card>;
}

/** Starts or joins a sweep, shows its progress in one message, and then its result. */
export async function showSweep(
  context: CallContext,
  order: Omit<SweepOrder, 'by' | 'workspaceId'>,
  { title, again, toResult }: ShowSweepOptions,
): Promise<void> {
  const { parts, request, reply } = context;
  const { clock, desk, messages } = parts;
  const by = toSafeText(request.person.name, { maxLength: 40 }) || request.person.id;
  const started = desk.start({ ...order, by, workspaceId: request.place.workspaceId });
  if (started.kind === 'refused') return answer(context, tooMany(started.running));
  const { sweep, joined } = started;
  const note = joined ? joinedNote(sweep.order.by, clock.now() - sweep.startedAt) : undefined;
  const card = (progress: Progress): Card => toProgressCard({ runId: sweep.runId, progress, note, title });

  await reply.show(card(sweep.progress()));
  const address = reply.address();
  if (address !== undefined) {
    const { platform } = request.person;
    const shown = title ?? `Testing tokens · connection ${order.entry.name}`;
    await messages.keep({ runId: sweep.runId, platform, address, again, title: shown, startedAt: sweep.startedAt });
  }
  let shownAt = clock.monotonicMs();
  let showing = false;
  const unwatch = sweep.watch((progress) => {
    if (showing || progress.phase === 'done' || clock.monotonicMs() - shownAt < EDIT_EVERY_MS) return;
    shownAt = clock.monotonicMs();
    showing = true;
    void reply.show(card(progress)).finally(() => {
      showing = false;
    });
  });
  try {
    const outcome = await sweep.done.finally(unwatch);
    if (outcome.kind === 'usage') await answer(context, toProblemCard(outcome.problems));
    else {
      await answer(context, await toResult(outcome.report));
      if (outcome.keptProblem !== undefined) await reply.showPrivately(notKept(outcome.keptProblem));
    }
  } finally {
    if (address !== undefined) await messages.forget(sweep.runId, reply.address() ?? address);
  }
}

function joinedNote(by: string, agoMs: number): string {
  return `This was already running: ${by} started it ${formatDuration(agoMs)} ago. You see the same sweep.`;
}

function tooMany(running: number): Card {
  return toNoticeCard(
    'warn',
    'not now',
    `There are already ${running} sweeps under way here, which is as many as may run at once.`,
    ['Try again when one of them has ended.'],
  );
}

/** The answer is right, but buttons on it will not find it. Storage errors speak to the technician. */
function notKept(problem: unknown): Card {
  const reason = problem instanceof Error && problem.name === 'StorageError' ? problem.message : 'a fault of ours';
  return toNoticeCard('warn', 'not kept', 'This run could not be kept, so its buttons will not work.', [
    toSafeText(reason, { maxLength: 300 }),
  ]);
}
