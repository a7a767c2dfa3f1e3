import { loadArticles } from '../../adapters/articles/load-articles.ts';
import type { ArticleLibrary } from '../../core/guidance/articles/article.ts';
import { renderReportAs } from '../terminal/render-report-as.ts';
import type { ReportOrder } from './create-report-files.ts';
import { fromReportParts, type ReportPart } from './report-parts.ts';
import { serveThread } from './serve-thread.ts';

let library: ArticleLibrary | undefined;

serveThread(async ([order, ...parts]) => {
  const { format, applicationId } = order as ReportOrder;
  library ??= loadArticles();
  const text = await renderReportAs(format, fromReportParts(parts as ReportPart[]), {
    library,
    color: false,
    width: 100,
    prefix: '',
    ...(applicationId === undefined ? {} : { applicationId }),
  });
  return new TextEncoder().encode(text);
});
