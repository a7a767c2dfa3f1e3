import { afterAll, describe, expect, it } from 'vitest';
import { loadArticles } from '../../../src/adapters/articles/load-articles.ts';
import { renderCsv } from '../../../src/adapters/reports/render-csv.ts';
import { renderHtml } from '../../../src/adapters/reports/render-html.ts';
import { createReportFiles } from '../../../src/bot/workers/create-report-files.ts';
import { buildReport } from '../../../src/core/diagnosis/report/build-report.ts';
import { noChanges, type Report } from '../../../src/core/diagnosis/report/report.ts';
import { formatMoment } from '../../../src/core/model/time/format-moment.ts';
import { failing, library, partnerResult, run, working } from '../../core/fixtures.ts';

const files = createReportFiles({
  timers: { after: () => () => {} },
  applicationIdOf: (connection) => (connection === 'default' ? 'c0ffee00-0000-4000-8000-000000000000' : undefined),
});
afterAll(() => files.close());

function reportOf(tenants: number): Report {
  const results = Array.from({ length: tenants }, (_, number) =>
    number % 3 === 0 ? failing(number, 'account.locked') : working(number),
  );
  const report = buildReport({ run, partner: partnerResult(), tenants: results, library });
  const change = ({ tenantId, displayName }: Report['tenants'][number]) => ({
    tenantId,
    displayName,
    failingSince: null,
  });
  const [newlyFailing, mended, stillFailing] = [results.slice(0, 3), results.slice(3, 4), results].map((some) =>
    some.map(change),
  );
  if (!newlyFailing || !mended || !stillFailing) throw new Error('no changes');
  return { ...report, changes: { since: 1, sinceRunId: 'BEFORE', ...noChanges(), newlyFailing, mended, stillFailing } };
}

describe('createReportFiles', () => {
  it('renders the same CSV as on the main thread', async () => {
    const report = reportOf(500);
    const content = await files.renderFile(report, 'csv');
    // With the byte order mark, which a TextDecoder would drop.
    expect(Buffer.from(content).toString('utf8')).toBe(renderCsv(report));
  });

  it('renders the same page, with the guidance of this installation and the connection’s app', async () => {
    const report = reportOf(20);
    const applicationId = 'c0ffee00-0000-4000-8000-000000000000';
    const page = renderHtml(report, { library: loadArticles(), formatTime: formatMoment, applicationId });
    expect(Buffer.from(await files.renderFile(report, 'html')).toString('utf8')).toBe(page);
  });
});
