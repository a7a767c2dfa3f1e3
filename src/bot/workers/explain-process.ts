import { loadGuidance } from '../../adapters/articles/open-guidance.ts';
import type { ArticleSubject } from '../../core/guidance/articles/article.ts';
import { explainText } from '../../core/guidance/explain/explain-text.ts';
import { serveProcess } from './serve-process.ts';

serveProcess(([text, subject]) => {
  const explanation = explainText(String(text), { ...loadGuidance(), subject: subject as ArticleSubject });
  return new TextEncoder().encode(JSON.stringify(explanation));
});
