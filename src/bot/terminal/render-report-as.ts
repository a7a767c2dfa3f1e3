import type { ReportFormat } from '../../core/chat/commands/diagnosis/testtokens.ts';
import { toChainSummary } from '../../core/diagnosis/report/chain-summary.ts';
import type { Report } from '../../core/diagnosis/report/report.ts';
import { toReportText } from '../../core/diagnosis/report/to-report-json.ts';
import { toReportView } from '../../core/diagnosis/report/view.ts';
import type { ArticleLibrary } from '../../core/guidance/articles/article.ts';
import { formatMoment } from '../../core/model/time/format-moment.ts';

export interface RenderContext {
  library: ArticleLibrary;
  applicationId?: string;
  color: boolean;
  /** Stands before a command's name where it is shown. */
  prefix: string;
  width: number;
}

/** In pieces, to be written one after the other. */
export async function renderReportAs(
  format: ReportFormat,
  report: Report,
  context: RenderContext,
): Promise<Iterable<string>> {
  const { library, applicationId, color, width, prefix } = context;
  const options = { library, formatTime: formatMoment, ...(applicationId === undefined ? {} : { applicationId }) };
  switch (format) {
    case 'json':
      return toReportText(report, report.run.proof && toChainSummary(report, options));
    case 'csv':
      return [(await import('../../adapters/reports/render-csv.ts')).renderCsv(report)];
    case 'junit':
      return [(await import('../../adapters/reports/render-junit.ts')).renderJunit(report)];
    case 'html':
      return [(await import('../../adapters/reports/render-html.ts')).renderHtml(report, options)];
    case 'text': {
      const { renderReport } = await import('../../adapters/terminal/render-report.ts');
      const { createStyle } = await import('../../adapters/terminal/style.ts');
      return [renderReport(toReportView(report, options), { style: createStyle(color), width, prefix })];
    }
  }
}
