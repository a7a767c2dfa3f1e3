import type { ArticleSubject } from '../../core/guidance/articles/article.ts';
import type { Explanation } from '../../core/guidance/explain/explanation.ts';
import type { Timers } from '../../core/model/time/clock.ts';
import { WorkerError } from './worker-error.ts';
import { WorkerProcess } from './worker-process.ts';

export interface Explainer {
  /** A long text's meaning. Rejects with a `WorkerError`, before the text is read where too many are under way. */
  explainLong(read: () => Promise<string>, subject: ArticleSubject): Promise<Explanation>;
  close(): Promise<void>;
}

/** A megabyte takes less than half of it. */
const LIMIT_MS = 1000;
/** So much of each end is read of a text that took longer. */
const END = 15_000;
/** So many texts are held at once; each is a megabyte at most. */
const MOST = 8;

/**
 * Long texts explained in a process of their own, for a second at most: chats have to be answered. Of a text that takes
 * longer its beginning and its end are read, and the answer says so.
 */
export function createExplainer({ timers }: { timers: Timers }): Explainer {
  let underWay = 0;
  const process = new WorkerProcess({
    module: new URL('./explain-process.ts', import.meta.url),
    timers,
    timeoutMs: 20_000,
    mostWaiting: MOST,
    mostMegabytes: 256,
  });
  const explain = async (text: string, subject: ArticleSubject, timeoutMs?: number): Promise<Explanation> =>
    JSON.parse(new TextDecoder().decode(await process.run([text, subject], timeoutMs))) as Explanation;
  return {
    explainLong: async (read, subject) => {
      if (underWay >= MOST) throw new WorkerError('busy');
      underWay += 1;
      try {
        const text = await read();
        // A process that just began reads what we know first, and that is not the text's fault.
        await explain('', {});
        return await explain(text, subject, LIMIT_MS).catch(async (error) => {
          if (!(error instanceof WorkerError) || error.code !== 'timed-out') throw error;
          const ends = await explain(`${text.slice(0, END)}\n${text.slice(-END)}`, subject);
          return {
            ...ends,
            read: [...ends.read, 'only the beginning and the end: the whole took longer than a second'],
          };
        });
      } finally {
        underWay -= 1;
      }
    },
    close: () => process.close(),
  };
}
