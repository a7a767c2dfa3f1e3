import type { Tone } from '../../cards/card.ts';
import { PARTNER_STATE_KEY } from '../../diagnosis/report/run-store.ts';
import { causeDefinition } from '../../model/causes/cause.ts';
import { worstStatus } from '../../model/causes/evidence.ts';
import { type Tenant, tenantLabel } from '../../model/tenants/tenant.ts';
import { toSafeText } from '../../model/text/format.ts';
import type { IncidentRecord, PastIncident } from '../incidents/incident-history.ts';
import { chooseTenantRows, type MeasuredRow, toCheckRows, wasBad } from './history-rows.ts';
import type { DailyHistory, DailyRow } from './history-store.ts';
import type { HistoryCell, HistoryColumn, HistoryIncident, HistoryRow, HistoryView } from './history-view.ts';
import { createDayFormat, moreOf, noteOf, type Tally, verdictOf } from './history-words.ts';
import { addTimes, measure, toUptimePercent } from './tested-time.ts';

export interface HistoryInput {
  connection: string;
  /** Absent for all tenants of the connection. `tenantId` may be `PARTNER_STATE_KEY`. */
  tenant?: Tenant;
  /** Which tenants of the connection it is about, in words; absent for all. */
  among?: string;
  /** Somebody's own tenants, and not all there are. */
  yours?: boolean;
  /** As `HistoryStore.daily` gives it: the tenant and its checks where one is given, else rows of tenants. */
  daily: DailyHistory;
  /** Of the same time, as `IncidentHistory` gives it. */
  record: IncidentRecord;
  now: number;
  timeZone?: string;
}

/** Of tenants. With more, a picture gets too tall to be read in a chat. */
const MOST_ROWS = 15;

/** Days in words and numbers. Pure. What is unknown, or was not tested, is never counted as up. */
export function toHistoryReading(input: HistoryInput): HistoryView {
  const { daily, tenant, now, timeZone = 'UTC' } = input;
  const measured = daily.rows.map((row): MeasuredRow => ({ row, time: measure(row) }));
  const counted = measured.filter(({ row }) => (tenant ? row.checkId !== null : !isPartner(row)));
  const chosen = tenant
    ? { rows: toCheckRows(counted, daily.days), hidden: [] }
    : chooseTenantRows(measured, daily.days, MOST_ROWS);
  const whole = tenant ? measured.filter(({ row }) => row.checkId === null) : counted;
  const total = addTimes(whole.map(({ time }) => time));
  const formatDay = createDayFormat(timeZone);
  const columns = toColumns(daily.days, formatDay);
  const testedDays = daily.days.filter((_, day) => isTested(daily.rows, day)).length;
  const uptimePercent = toUptimePercent(total);
  const subject = subjectOf(input);
  const extent = {
    subject: subject.label,
    rowsAre: tenant ? ('checks' as const) : ('tenants' as const),
    rows: tally(counted),
    yours: input.yours ?? false,
    partnerBad: !tenant && measured.some((one) => isPartner(one.row) && wasBad(one)),
    days: daily.days.length,
    testedDays,
    uptimePercent,
  };
  return {
    tone: toneOf(measured, testedDays),
    verdict: verdictOf(extent),
    title: titleOf(subject.label, extent.days),
    plainTitle: titleOf(subject.plainLabel, extent.days),
    period: periodOf(daily.days, formatDay, timeZone),
    rowsAre: extent.rowsAre,
    columns,
    rows: chosen.rows.map((row) => mergeCells(row, columns)),
    more: moreOf(tally(chosen.hidden), chosen.rows.filter(({ kind }) => kind === 'tenant').length),
    uptimePercent,
    failingMs: total.failing,
    incidents: input.record.incidents.map((one) => toHistoryIncident(one, now)),
    incidentCount: input.record.count,
    openIncidents: input.record.open,
    meanTimeToMendMs: input.record.meanTimeToMendMs,
    mended: input.record.mended,
    days: extent.days,
    testedDays,
    note: noteOf(extent),
  };
}

function isPartner({ tenantId }: Pick<DailyRow, 'tenantId'>): boolean {
  return tenantId === PARTNER_STATE_KEY;
}

function isTested(rows: readonly DailyRow[], day: number): boolean {
  return rows.some(({ worst }) => (worst[day] ?? null) !== null);
}

/** Whether something was bad or uncertain at any time; nothing tested is not good. */
function toneOf(measured: readonly MeasuredRow[], testedDays: number): Tone {
  if (testedDays === 0) return 'unknown';
  if (measured.some(({ time }) => time.failed)) return 'bad';
  if (measured.some(({ time }) => time.wasUnknown)) return 'unknown';
  return measured.some(({ time }) => time.warned) ? 'warn' : 'good';
}

function tally(measured: readonly MeasuredRow[]): Tally {
  const failed = measured.filter(({ time }) => time.failed).length;
  return { all: measured.length, failed, bad: measured.filter(wasBad).length };
}

function subjectOf({ tenant, among, connection }: HistoryInput): { label: string; plainLabel: string } {
  if (!tenant) {
    const whole = `Connection ${toSafeText(connection, { maxLength: 60 })}`;
    return same(among === undefined ? whole : `${whole}, ${toSafeText(among, { maxLength: 60 })}`);
  }
  if (isPartner(tenant)) return same('The connection itself');
  return {
    label: toSafeText(tenantLabel(tenant), { maxLength: 60 }),
    plainLabel: toSafeText(tenant.defaultDomainName || tenant.tenantId, { maxLength: 60 }),
  };
}

function same(label: string): { label: string; plainLabel: string } {
  return { label, plainLabel: label };
}

function titleOf(subject: string, days: number): string {
  return `${subject} · ${days === 1 ? 'one day' : `${days} days`}`;
}

function periodOf(days: readonly number[], formatDay: ReturnType<typeof createDayFormat>, timeZone: string): string {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return 'no days';
  const yearOf = (time: number): string | undefined => formatDay(time, true).split(' ').at(-1);
  const start = formatDay(first, yearOf(first) !== yearOf(last));
  const span = first === last ? formatDay(last, true) : `${start} to ${formatDay(last, true)}`;
  return `${span}, days in ${timeZone}`;
}

function toHistoryIncident(incident: PastIncident, now: number): HistoryIncident {
  const { reference, cause, finding, firstFailedAt, closedAt } = incident;
  return {
    reference,
    title: toSafeText(finding?.title ?? causeDefinition(cause).title),
    openedAt: firstFailedAt,
    closedAt,
    durationMs: Math.max(0, (closedAt ?? now) - firstFailedAt),
  };
}

/** With more days than this, a column is a week: thinner ones could not be told apart. */
const MOST_DAY_COLUMNS = 92;
const WEEK = 7;

/** The columns for these days. Weeks are counted from the newest day back, so only the first can be short. */
function toColumns(days: readonly number[], formatDay: (time: number) => string): HistoryColumn[] {
  const size = days.length > MOST_DAY_COLUMNS ? WEEK : 1;
  const short = days.length % size;
  const columns: HistoryColumn[] = [];
  for (let index = 0; index < days.length; ) {
    const count = index === 0 && short > 0 ? short : size;
    const start = days[index] ?? 0;
    columns.push({ start, label: formatDay(start), days: count });
    index += count;
  }
  return columns;
}

/** Cells of days as cells of columns: the worst counts, minutes add up. */
function mergeCells(row: HistoryRow, columns: readonly HistoryColumn[]): HistoryRow {
  if (columns.length === row.cells.length) return row;
  let from = 0;
  const cells = columns.map(({ start, days }): HistoryCell => {
    const merged = row.cells.slice(from, from + days);
    from += days;
    const worst = worstStatus(merged.flatMap(({ status }) => (status === 'none' ? [] : [status])));
    const failingMinutes = merged.reduce((sum, cell) => sum + cell.failingMinutes, 0);
    return { day: start, status: worst === 'skipped' ? 'none' : worst, failingMinutes };
  });
  return { ...row, cells };
}
