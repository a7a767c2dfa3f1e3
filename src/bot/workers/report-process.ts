import { loadArticles } from '../../adapters/articles/load-articles.ts';
import { ReportAssembly, type ReportPiece } from '../../core/diagnosis/report/report-pieces.ts';
import type { ArticleLibrary } from '../../core/guidance/articles/article.ts';
import { renderReportAs } from '../terminal/render-report-as.ts';
import type { ReportOrder } from './create-report-files.ts';
import { serveProcess } from './serve-process.ts';

let library: ArticleLibrary | undefined;

serveProcess(async ([order, ...messages]) => {
  const { format, applicationId } = order as ReportOrder;
  library ??= loadArticles();
  const report = new ReportAssembly();
  for (const pieces of messages as ReportPiece[][]) for (const piece of pieces) report.take(piece);
  const pieces = await renderReportAs(format, report.finish(), {
    library,
    color: false,
    width: 100,
    prefix: '',
    ...(applicationId === undefined ? {} : { applicationId }),
  });
  return new TextEncoder().encode([...pieces].join(''));
});
