import type { createLogUpdate } from 'log-update';
import { type Progress, progressBar, toProgressView } from '../../core/diagnosis/sweep/progress.ts';

export interface ProgressDisplay {
  show(progress: Progress): void;
  stop(): void;
}

const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 2000;

/** A bar that redraws itself on a terminal, a plain line every two seconds elsewhere. Writes to the stream given. */
export function createProgressDisplay(stream: NodeJS.WriteStream, now: () => number): ProgressDisplay {
  return stream.isTTY ? createBar(stream, now) : createLines(stream, now);
}

function createBar(stream: NodeJS.WriteStream, now: () => number): ProgressDisplay {
  let draw: ReturnType<typeof createLogUpdate> | undefined;
  let stopped = false;
  // Only a terminal needs it, and a start must not wait for it.
  void import('log-update').then(({ createLogUpdate }) => {
    if (!stopped) draw = createLogUpdate(stream);
  });
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    show(progress) {
      if (!draw || now() - drawnAt < BAR_EVERY_MS) return;
      drawnAt = now();
      const view = toProgressView(progress);
      const bar = view.share === null ? '' : `${progressBar(view.share)}  `;
      draw(`${view.title}\n${bar}${view.line}`);
    },
    stop: () => {
      stopped = true;
      draw?.clear();
    },
  };
}

function createLines(stream: NodeJS.WriteStream, now: () => number): ProgressDisplay {
  let writtenAt = Number.NEGATIVE_INFINITY;
  let title = '';
  return {
    show(progress) {
      if (now() - writtenAt < LINE_EVERY_MS) return;
      writtenAt = now();
      const view = toProgressView(progress);
      if (view.title !== title) stream.write(`${view.title}\n`);
      title = view.title;
      stream.write(`${view.line}\n`);
    },
    stop: () => {},
  };
}
