import type { Block, Card } from '../../cards/card.ts';
import { code, type Line, line, plain, time } from '../../cards/inline.ts';
import { firstLines } from '../../cards/names.ts';
import { countOf, formatDuration, formatNumber, toSafeText } from '../../model/text/format.ts';
import { failingWords, formatUptime } from '../history/history-words.ts';
import { withRest } from '../notifications/cards/words.ts';
import type { PeriodIncident, PeriodReport } from './period-report.ts';

const MOST_INCIDENTS = 5;
const MOST_ENDS = 5;
/** So much later than its time is worth a word. */
const LATE_MS = 15 * 60_000;

/** A report of a period as a short card; the rest is in its files. `name`: of the standing report, and how late it comes. */
export function toPeriodCard(report: PeriodReport, standing?: { name: string; lateMs: number }): Card {
  const { numbers, incidents, ends } = report;
  const blocks: Block[] = [
    { kind: 'text', line: plain(headOf(report, standing?.name)), subtle: true },
    { kind: 'facts', facts: factsOf(report).map(({ label, value }) => ({ label, value: plain(value) })) },
  ];
  if (incidents.length > 0)
    blocks.push({ kind: 'list', numbered: false, items: firstLines(incidents.map(incidentLine), MOST_INCIDENTS) });
  if (ends.length > 0) {
    blocks.push({ kind: 'text', line: plain('Ends soon:') });
    const items = ends.map(({ subject, text }) => plain(`${subject}: ${text}`));
    blocks.push({ kind: 'list', numbered: false, items: firstLines(items, MOST_ENDS) });
  }
  if (numbers.note !== '') blocks.push({ kind: 'text', line: plain(numbers.note), subtle: true });
  if (standing && standing.lateMs > LATE_MS)
    blocks.push({ kind: 'text', line: plain(`Made ${formatDuration(standing.lateMs)} after its time.`), subtle: true });
  return {
    tone: numbers.tone,
    status: report.every === 'week' ? 'weekly report' : 'monthly report',
    title: plain(numbers.verdict),
    aside: plain(`${formatUptime(numbers.uptimePercent)}${numbers.uptimePercent === null ? '' : ' up'}`),
    blocks,
    actions: [],
    summary: `${numbers.verdict} (${numbers.period})`,
  };
}

/** A customer is not told what we call it. */
function headOf({ every, numbers, audience }: PeriodReport, name: string | undefined): string {
  const which =
    name === undefined || audience === 'customer' ? 'Report' : `Report ${toSafeText(name, { maxLength: 40 })}`;
  return `${which} of the ${every} ${numbers.period}`;
}

/** What is counted, in words, for the card and the page alike. */
export function factsOf(report: PeriodReport): { label: string; value: string }[] {
  const { audience, numbers, tenants, tenant, period } = report;
  const { uptimePercent, incidentCount, openIncidents, mended, meanTimeToMendMs } = numbers;
  const isOwn = audience === 'own';
  const open = openIncidents > 0 ? ` (${formatNumber(openIncidents)} open at the end)` : '';
  const tested = tenants.reduce((sum, one) => sum + one.testedMs, 0);
  const mend =
    meanTimeToMendMs === null
      ? 'no incident was mended in this time'
      : `${formatDuration(meanTimeToMendMs)}, over ${countOf(mended, 'incident')}`;
  return [
    {
      label: isOwn ? 'Up' : 'Worked',
      value: `${formatUptime(uptimePercent)}${uptimePercent === null ? '' : ' of the tested time'}`,
    },
    { label: isOwn ? 'Failing or unknown' : 'Did not work', value: failingWords(numbers) },
    tenant
      ? { label: 'Tested', value: `${formatDuration(tested)} of ${formatDuration(period.to - period.from)}` }
      : { label: 'Tenants tested', value: formatNumber(tenants.filter(({ testedMs }) => testedMs > 0).length) },
    { label: isOwn ? 'Incidents' : 'Interruptions', value: `${formatNumber(incidentCount)}${open}` },
    ...(isOwn ? [{ label: 'Mean time to mend', value: mend }] : []),
  ];
}

function incidentLine({ title, side, tenants, tenantCount, from, durationMs, end, reference }: PeriodIncident): Line {
  const who = tenants.length > 0 ? ` · ${withRest(tenants, tenantCount)}` : '';
  const lasted =
    end === '' ? `open for ${formatDuration(durationMs)} at the end` : `lasted ${formatDuration(durationMs)}`;
  const ended = end === '' ? '' : ` · ${end}`;
  return line(
    `${title} · ${side}${who} · since `,
    time(from),
    `, ${lasted}${ended}`,
    ...(reference === null ? [] : [' ', code(reference)]),
  );
}
