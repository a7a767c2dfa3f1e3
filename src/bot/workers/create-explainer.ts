import type { ArticleSubject } from '../../core/guidance/articles/article.ts';
import type { Explanation } from '../../core/guidance/explain/explanation.ts';
import { NotNow } from '../../core/model/text/not-now.ts';
import type { Timers } from '../../core/model/time/clock.ts';
import type { ExplainOrder } from './explain-process.ts';
import { TOO_MANY, WorkerProcess } from './worker-process.ts';

export interface Explainer {
  /** A long text's meaning. Rejects with a `WorkerError`, or with `NotNow` before the text is read where too many are under way. */
  explainLong(read: () => Promise<string>, subject: ArticleSubject): Promise<Explanation>;
  close(): Promise<void>;
}

/** A megabyte takes less than half of it. */
const LIMIT_MS = 1000;
/** So many texts are held at once; each is a megabyte at most. */
const MOST = 8;
/** Copied in less than a millisecond. */
const PART = 100_000;

/**
 * Long texts explained in a process of their own, for a second at most: chats have to be answered. Of a text that takes
 * longer its beginning and its end are read, and the answer says so.
 */
export function createExplainer({ timers, limitMs = LIMIT_MS }: { timers: Timers; limitMs?: number }): Explainer {
  let underWay = 0;
  const process = new WorkerProcess({
    module: new URL('./explain-process.ts', import.meta.url),
    timers,
    timeoutMs: 20_000,
    mostWaiting: MOST,
    mostMegabytes: 256,
  });
  return {
    explainLong: async (read, subject) => {
      if (underWay >= MOST) throw new NotNow(TOO_MANY);
      underWay += 1;
      try {
        const explained = await process.run(inParts({ subject, limitMs }, await read()));
        return JSON.parse(new TextDecoder().decode(explained)) as Explanation;
      } finally {
        underWay -= 1;
      }
    },
    close: () => process.close(),
  };
}

function* inParts(order: ExplainOrder, text: string): Generator<ExplainOrder | string> {
  yield order;
  for (let at = 0; at < text.length; at += PART) yield text.slice(at, at + PART);
}
