import { stringify } from 'csv-stringify/sync';
import { inChunks } from '../../../core/diagnosis/report/in-chunks.ts';
import { toIso } from '../../../core/model/time/clock.ts';
import { nextTurn } from '../../../core/model/time/next-turn.ts';
import type { PeriodIncident, PeriodReport, PeriodTenant } from '../../../core/watch/reports/period-report.ts';
import { toCsvCell } from '../csv-cell.ts';

const COLUMNS = [
  ...['kind', 'tenantId', 'tenant', 'domain', 'uptimePercent', 'testedMinutes', 'failingMinutes'],
  ...['reference', 'title', 'side', 'tenants', 'from', 'to', 'minutes', 'end'],
];

type Row = Readonly<Record<string, string>>;

const MINUTE_MS = 60_000;
const ROWS_A_TURN = 500;

/**
 * A report of a period as comma-separated values: a row for each tenant, each incident, and each thing that ends soon; `kind`
 * says which. Others have their turn between parts.
 */
export async function renderPeriodTable(report: PeriodReport): Promise<string> {
  const rows: Row[] = [
    ...report.tenants.map(tenantRow),
    ...report.incidents.map(incidentRow),
    ...report.ends.map(({ subject, text }) => ({ kind: 'ends', tenant: subject, title: text })),
  ];
  const parts = [toCsv([], true)];
  for (const chunk of inChunks(rows, ROWS_A_TURN)) {
    parts.push(toCsv(chunk, false));
    await nextTurn();
  }
  return parts.join('');
}

/** With a byte order mark at its beginning, for Excel. */
function toCsv(rows: readonly Row[], isHead: boolean): string {
  return stringify([...rows], {
    ...{ bom: isHead, header: isHead, columns: COLUMNS, record_delimiter: 'windows' },
    cast: { string: toCsvCell },
  });
}

function tenantRow({ tenantId, label, domain, uptimePercent, testedMs, failingMs }: PeriodTenant): Row {
  return {
    ...{ kind: 'tenant', tenantId, tenant: label, domain: domain ?? '' },
    // Cut, so that what failed once is never 100.
    uptimePercent: uptimePercent === null ? '' : String(Math.floor(uptimePercent * 100 + 1e-7) / 100),
    testedMinutes: String(Math.ceil(testedMs / MINUTE_MS)),
    failingMinutes: String(Math.ceil(failingMs / MINUTE_MS)),
  };
}

function incidentRow({ reference, title, side, tenants, tenantCount, from, to, durationMs, end }: PeriodIncident): Row {
  const more = tenantCount - tenants.length;
  return {
    ...{ kind: 'incident', reference: reference ?? '', title, side, end },
    tenants: `${tenants.join('; ')}${tenants.length > 0 && more > 0 ? `; and ${more} more` : ''}`,
    ...{ from: toIso(from), to: to === null ? '' : toIso(to), minutes: String(Math.ceil(durationMs / MINUTE_MS)) },
  };
}
