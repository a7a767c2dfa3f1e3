import type { ArticleSubject } from '../../core/guidance/articles/article.ts';
import type { Explanation } from '../../core/guidance/explain/explanation.ts';
import type { Timers } from '../../core/model/time/timers.ts';
import { WorkerThread } from './worker-thread.ts';

export interface Explainer {
  /** A long text's meaning. Rejects with a `WorkerError`. */
  explainLong(text: string, subject: ArticleSubject): Promise<Explanation>;
  close(): Promise<void>;
}

/** Long texts explained in a thread of their own: a megabyte takes a third of a second, and chats have to be answered. */
export function createExplainer({ timers }: { timers: Timers }): Explainer {
  const thread = new WorkerThread({
    module: new URL('./explain-thread.ts', import.meta.url),
    timers,
    timeoutMs: 20_000,
    mostWaiting: 16,
    limits: { maxOldGenerationSizeMb: 256 },
  });
  return {
    explainLong: async (text, subject) =>
      JSON.parse(new TextDecoder().decode(await thread.run([text, subject]))) as Explanation,
    close: () => thread.close(),
  };
}
