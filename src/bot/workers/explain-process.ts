import { createContext, runInContext } from 'node:vm';
import { loadGuidance } from '../../adapters/articles/open-guidance.ts';
import type { ArticleSubject } from '../../core/guidance/articles/article.ts';
import { explainText } from '../../core/guidance/explain/explain-text.ts';
import type { Explanation } from '../../core/guidance/explain/explanation.ts';
import { serveProcess } from './serve-process.ts';

/** What an explanation is made of; the text's parts follow it. */
export interface ExplainOrder {
  subject: ArticleSubject;
  limitMs: number;
}

/** So much of each end is read of a text that took longer; characters. */
const END = 15_000;

const context = createContext({});
let isBeginning = true;

serveProcess(([order, ...parts]) => {
  const { subject, limitMs } = order as ExplainOrder;
  const text = parts.join('');
  const explain = (what: string): Explanation => explainText(what, { ...loadGuidance(), subject });
  // A process that just began reads what we know first, and that is not the text's fault.
  if (isBeginning) explain('');
  isBeginning = false;
  const explanation = within(limitMs, () => explain(text)) ?? explainEnds(text, explain);
  return new TextEncoder().encode(JSON.stringify(explanation));
});

function explainEnds(text: string, explain: (what: string) => Explanation): Explanation {
  const ends = explain(`${text.slice(0, END)}\n${text.slice(-END)}`);
  return { ...ends, read: [...ends.read, 'only the beginning and the end: the whole took longer than a second'] };
}

/** What the work gives; undefined where it takes longer, at which it is stopped in its midst. Node's vm can do that, and the process lives on. */
function within<T>(limitMs: number, work: () => T): T | undefined {
  context.work = work;
  try {
    return runInContext('work()', context, { timeout: limitMs }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  }
}
