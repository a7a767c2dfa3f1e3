import { PARTNER_STATE_KEY } from '../../diagnosis/report/run-store.ts';
import { CHECK_IDS } from '../../model/checks/check.ts';
import { tenantLabel } from '../../model/tenants/tenant.ts';
import { allOf, capitalize, countOf, toSafeText } from '../../model/text/format.ts';
import type { DailyRow } from './history-store.ts';
import type { HistoryCell, HistoryRow } from './history-view.ts';
import { addTimes, type Measurement, type TestedTime, toUptimePercent } from './tested-time.ts';

export interface MeasuredRow {
  row: DailyRow;
  time: Measurement;
}

export interface ChosenRows {
  rows: HistoryRow[];
  /** Tenants that have no row of their own. */
  hidden: readonly MeasuredRow[];
}

const MINUTE_MS = 60_000;

/** So few rows are all shown, even where nothing happened in them. */
const FEW_ROWS = 10;

/** From good to bad, as `worstStatus` has them. */
const RISING: readonly HistoryCell['status'][] = ['none', 'pass', 'warn', 'unknown', 'fail'];

/** Whether it ever failed or was unknown. */
export function wasBad({ time }: MeasuredRow): boolean {
  return time.failed || time.wasUnknown;
}

/** The checks of one tenant, in the order in which they run. */
export function toCheckRows(measured: readonly MeasuredRow[], days: readonly number[]): HistoryRow[] {
  const place = ({ row }: MeasuredRow): number => {
    const index = (CHECK_IDS as readonly string[]).indexOf(row.checkId ?? '');
    return index < 0 ? CHECK_IDS.length : index;
  };
  return [...measured]
    .sort((one, other) => place(one) - place(other))
    .map(({ row, time }) => {
      const label = toSafeText(row.checkId ?? '', { maxLength: 40 });
      return { kind: 'check', label, plainLabel: label, ...shown(row, time, days) };
    });
}

/** The partner connection, then the worst tenants, then all others as one row. */
export function chooseTenantRows(measured: readonly MeasuredRow[], days: readonly number[], most: number): ChosenRows {
  const partner = measured.filter(({ row }) => row.tenantId === PARTNER_STATE_KEY);
  const tenants = measured.filter(({ row }) => row.tenantId !== PARTNER_STATE_KEY).sort(worstFirst);
  const eventful = tenants.filter((one) => wasBad(one) || one.time.warned).length;
  let count = tenants.length <= Math.min(FEW_ROWS, most) ? tenants.length : Math.min(eventful, most);
  // One row for one tenant says more than a row for the rest.
  if (tenants.length - count === 1) count += 1;
  const hidden = tenants.slice(count);
  return {
    rows: [
      ...partner.map(({ row, time }): HistoryRow => {
        const label = 'The connection itself';
        return { kind: 'partner', label, plainLabel: label, ...shown(row, time, days) };
      }),
      ...tenants.slice(0, count).map((one) => toTenantRow(one, days)),
      ...(hidden.length > 0 ? [toRestRow(hidden, days, count === 0)] : []),
    ],
    hidden,
  };
}

function toTenantRow({ row, time }: MeasuredRow, days: readonly number[]): HistoryRow {
  return {
    kind: 'tenant',
    label: toSafeText(tenantLabel(row), { maxLength: 60 }),
    plainLabel: toSafeText(row.defaultDomainName || row.tenantId, { maxLength: 60 }),
    tenantId: row.tenantId,
    ...shown(row, time, days),
  };
}

function toRestRow(rest: readonly MeasuredRow[], days: readonly number[], isAll: boolean): HistoryRow {
  const label = isAll ? capitalize(allOf(rest.length, 'tenant')) : countOf(rest.length, 'more tenant');
  const ranks = new Uint8Array(days.length);
  const minutes = new Float64Array(days.length);
  for (const { row } of rest) {
    for (let day = 0; day < days.length; day += 1) {
      const status = row.worst[day] ?? null;
      if (status === null) continue;
      // Nearly every day of every row is such a one, and there are hundreds of thousands.
      if (status === 'pass' && (ranks[day] ?? 0) > 0) continue;
      const rank = RISING.indexOf(status);
      if (rank > (ranks[day] ?? 0)) ranks[day] = rank;
      const failing = minutesOf(row, day);
      if (failing > (minutes[day] ?? 0)) minutes[day] = failing;
    }
  }
  const cells = days.map((day, index): HistoryCell => {
    return { day, status: RISING[ranks[index] ?? 0] ?? 'none', failingMinutes: minutes[index] ?? 0 };
  });
  const uptimePercent = toUptimePercent(addTimes(rest.map(({ time }) => time)));
  return { kind: 'rest', label, plainLabel: label, cells, uptimePercent };
}

function shown(row: DailyRow, time: TestedTime, days: readonly number[]): Pick<HistoryRow, 'cells' | 'uptimePercent'> {
  const cells = days.map((day, index): HistoryCell => {
    const status = row.worst[index] ?? 'none';
    return { day, status, failingMinutes: minutesOf(row, index) };
  });
  return { cells, uptimePercent: toUptimePercent(time) };
}

/** A failure of seconds is a failure: it takes a minute. */
function minutesOf({ failingMs }: DailyRow, day: number): number {
  return Math.ceil((failingMs[day] ?? 0) / MINUTE_MS);
}

/** The least up first; then failures too short to have minutes, then warnings; else as they came. */
function worstFirst(one: MeasuredRow, other: MeasuredRow): number {
  return (
    (toUptimePercent(one.time) ?? 100) - (toUptimePercent(other.time) ?? 100) || severityOf(other) - severityOf(one)
  );
}

function severityOf(measured: MeasuredRow): number {
  if (wasBad(measured)) return 2;
  return measured.time.warned ? 1 : 0;
}
