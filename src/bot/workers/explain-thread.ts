import { loadGuidance } from '../../adapters/articles/open-guidance.ts';
import type { ArticleSubject } from '../../core/guidance/articles/article.ts';
import { explainText } from '../../core/guidance/explain/explain-text.ts';
import type { Guidance } from '../../core/guidance/explain/knowledge.ts';
import { serveThread } from './serve-thread.ts';

let guidance: Guidance | undefined;

serveThread(([text, subject]) => {
  guidance ??= loadGuidance();
  const explanation = explainText(String(text), { ...guidance, subject: subject as ArticleSubject });
  return new TextEncoder().encode(JSON.stringify(explanation));
});
