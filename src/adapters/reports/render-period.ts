import type { CardFile } from '../../core/cards/card.ts';
import type { PeriodReport } from '../../core/watch/reports/period-report.ts';
import { renderPeriodPage } from './period/render-period-page.ts';
import { renderPeriodTable } from './period/render-period-table.ts';

/** A report of a period as a page and as a table, named after its last day. `name`: of the standing report that it is. */
export async function renderPeriod(report: PeriodReport, name?: string): Promise<readonly CardFile[]> {
  const { period, every } = report;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: period.timeZone }).format(period.to - 1);
  const encoder = new TextEncoder();
  const command = `samaritan reports show ${name ?? `--every ${every}`} --output report.html`;
  const table = await renderPeriodTable(report);
  return [
    {
      name: `${every}-until-${day}.html`,
      type: 'text/html',
      content: encoder.encode(renderPeriodPage(report)),
      command,
    },
    { name: `${every}-until-${day}.csv`, type: 'text/csv', content: encoder.encode(table), command },
  ];
}
