import { loadGuidance } from '../../adapters/articles/open-guidance.ts';
import type { ArticleSubject } from '../../core/guidance/articles/article.ts';
import { explainText } from '../../core/guidance/explain/explain-text.ts';
import { serveThread } from './serve-thread.ts';

serveThread(([text, subject]) => {
  const explanation = explainText(String(text), { ...loadGuidance(), subject: subject as ArticleSubject });
  return new TextEncoder().encode(JSON.stringify(explanation));
});
