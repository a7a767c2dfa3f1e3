import { setImmediate } from 'node:timers/promises';
import type { CardFile } from '../../core/cards/card.ts';
import type { PeriodReport } from '../../core/watch/reports/period-report.ts';
import { renderPeriodPage } from './period/render-period-page.ts';
import { renderPeriodTable } from './period/render-period-table.ts';

/** A report of a period as a page and as a table, named after its last day. */
export async function renderPeriod(report: PeriodReport): Promise<readonly CardFile[]> {
  const { period, every } = report;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: period.timeZone }).format(period.to - 1);
  const encoder = new TextEncoder();
  const table = await renderPeriodTable(report, async () => void (await setImmediate()));
  return [
    { name: `${every}-until-${day}.html`, type: 'text/html', content: encoder.encode(renderPeriodPage(report)) },
    { name: `${every}-until-${day}.csv`, type: 'text/csv', content: encoder.encode(table) },
  ];
}
