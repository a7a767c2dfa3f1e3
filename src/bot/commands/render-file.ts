import { loadArticles } from '../../adapters/articles/load-articles.ts';
import type { ChatParts } from '../../core/chat/chat-parts.ts';
import { renderReportAs } from './render.ts';

/** A report as a file. */
export const renderFile: ChatParts['renderFile'] = async (report, format) => {
  const text = await renderReportAs(format, report, { library: loadArticles(), color: false, width: 100 });
  return new TextEncoder().encode(text);
};
