import { encodeAction } from '../../cards/action-id.ts';
import { type Block, button, type Card } from '../../cards/card.ts';
import { line, plain, time } from '../../cards/inline.ts';
import { toNoticeCard } from '../../cards/plain-cards.ts';
import { capitalize } from '../../model/text/format.ts';
import { type Progress, toProgressView } from './progress.ts';

export interface ProgressCardOptions {
  runId: string;
  progress: Progress;
  /** Said above the bar: that this sweep was already running, or was started by a schedule. */
  note?: string | undefined;
  title?: string | undefined;
  /** Whether the partner connection is tested too. Default true; testing again leaves it alone. */
  testsPartner?: boolean | undefined;
}

/** What stands there while its message can't be found again: it stays true whatever becomes of the sweep, and of us. */
export function toAskedCard({ runId, progress, title }: ProgressCardOptions, at: number): Card {
  const what = title ?? toProgressView(progress).title;
  return {
    ...toNoticeCard('neutral', 'asked', what, [
      line(
        'Asked for ',
        time(at),
        '. How it goes is shown here. If nothing is, what came of it is told in another message.',
      ),
    ]),
    actions: [button('Cancel', encodeAction('cancel', runId))],
  };
}

/** A sweep under way: bar, counts, failures so far, time left, and a way to stop it. */
export function toProgressCard({ runId, progress, note, title, testsPartner = true }: ProgressCardOptions): Card {
  const view = toProgressView(progress);
  const blocks: Block[] = [];
  if (note !== undefined) blocks.push({ kind: 'text', line: plain(note) });
  if (view.share !== null) blocks.push({ kind: 'bar', share: view.share });
  blocks.push({ kind: 'text', line: plain(capitalize(view.line)) });
  // No tenant is tested without that token.
  if (testsPartner && progress.phase !== 'partner')
    blocks.push({ kind: 'text', line: plain('Partner token: fine'), subtle: true });
  return {
    tone: 'neutral',
    status: 'running',
    title: line(title ?? view.title),
    blocks,
    actions: [button('Cancel', encodeAction('cancel', runId))],
    summary: `${title ?? view.title}: ${view.line}`,
  };
}
