import { PARTNER_STATE_KEY } from '../../diagnosis/report/run-store.ts';
import { causeDefinition, ownerWord } from '../../model/causes/cause.ts';
import { type Tenant, type TenantRef, toTenantRef } from '../../model/tenants/tenant.ts';
import { toSafeText } from '../../model/text/format.ts';
import type { DailyHistory, DailyRow } from '../history/history-store.ts';
import type { HistoryNumbers } from '../history/history-view.ts';
import { formatUptime } from '../history/history-words.ts';
import { measure, toUptimePercent } from '../history/tested-time.ts';
import { toHistoryReading } from '../history/to-history-reading.ts';
import type { MendedBy } from '../incidents/incident.ts';
import type { IncidentRecord, PastIncident } from '../incidents/incident-history.ts';
import { OUTCOME_WORDS } from '../notifications/cards/words.ts';
import { customerSide, customerWords } from './customer-words.ts';
import type { Period } from './period.ts';
import type { ReportAudience, ReportSpan } from './standing-report.ts';

/** What a week or month was like, for one surface or another. Every text is harmless; nothing is in it that its reader must not see. */
export interface PeriodReport {
  audience: ReportAudience;
  every: ReportSpan;
  /** The tenant, where it is about one. */
  tenant: TenantRef | null;
  period: Period & { timeZone: string };
  /** The same that `history` counts. */
  numbers: HistoryNumbers;
  /** The least up first. */
  tenants: PeriodTenant[];
  /** The longest first: not more than were asked for. */
  incidents: PeriodIncident[];
  /** What ends soon, as of when it was made. */
  ends: PeriodEnd[];
  madeAt: number;
}

export interface PeriodTenant extends TenantRef {
  testedMs: number;
  failingMs: number;
  uptimePercent: number | null;
  /** Of each day; null where it was not tested. */
  worst: DailyRow['worst'];
}

export interface PeriodIncident {
  /** Null for a customer. */
  reference: string | null;
  title: string;
  /** Whose it was. */
  side: string;
  /** The first few, and how many in all; 0 for the partner connection. */
  tenants: string[];
  tenantCount: number;
  from: number;
  /** Null where it was open at the end. */
  to: number | null;
  /** Up to the end of the period where it was open. */
  durationMs: number;
  /** How it ended and who mended it, as far as that is known; empty while it is open. */
  end: string;
}

export interface PeriodEnd {
  /** Whose it is. */
  subject: string;
  text: string;
}

export interface PeriodInput {
  connection: string;
  audience: ReportAudience;
  every: ReportSpan;
  tenant: Tenant | null;
  /** Which tenants of the connection it is about, in words; absent for all. */
  among?: string;
  period: Period & { timeZone: string };
  /** Of the period. Of one tenant with its checks, else of tenants. */
  daily: DailyHistory;
  /** Of the period, with details. */
  record: IncidentRecord;
  /** What is open when it is made, with details. */
  open: readonly PastIncident[];
  madeAt: number;
}

/** A period in words and numbers. Pure. For a customer: about the one tenant, in its own people's words. */
export function toPeriodReport(input: PeriodInput): PeriodReport {
  const { audience, every, tenant, period, daily, record, open, madeAt } = input;
  const { plainTitle, columns, rows, more, incidents, ...counted } = toHistoryReading({
    ...{ connection: input.connection, daily, record, now: period.to, timeZone: period.timeZone },
    ...(tenant && { tenant }),
    ...(input.among === undefined ? {} : { among: input.among }),
  });
  const isOwn = audience === 'own';
  // What was only read of end dates interrupted nothing.
  const told = isOwn ? record.incidents : record.incidents.filter(({ finding }) => finding === null);
  return {
    ...{ audience, every, period, madeAt },
    tenant: tenant && toTenantRef(tenant),
    numbers: isOwn ? counted : toCustomerNumbers(counted, tenant, told),
    tenants: daily.rows.filter(isWhole).map(toTenant).sort(leastUpFirst),
    incidents: told
      .map((one) => (isOwn ? toIncident(one, period) : toCustomerIncident(one, period)))
      .sort((a, b) => b.durationMs - a.durationMs || a.from - b.from),
    ends: open.filter(({ finding }) => finding?.source === 'expiry').map(isOwn ? toEnd : toCustomerEnd),
  };
}

function isWhole({ tenantId, checkId }: DailyRow): boolean {
  return tenantId !== PARTNER_STATE_KEY && checkId === null;
}

function toTenant(row: DailyRow): PeriodTenant {
  const time = measure(row);
  const { tested: testedMs, failing: failingMs } = time;
  return { ...toTenantRef(row), testedMs, failingMs, uptimePercent: toUptimePercent(time), worst: row.worst };
}

function leastUpFirst(a: PeriodTenant, b: PeriodTenant): number {
  return (a.uptimePercent ?? 101) - (b.uptimePercent ?? 101) || b.failingMs - a.failingMs;
}

function toCustomerNumbers(
  numbers: HistoryNumbers,
  tenant: Tenant | null,
  incidents: readonly PastIncident[],
): HistoryNumbers {
  const title = `Our access to the Microsoft 365 of ${tenant ? toTenantRef(tenant).label : ''}`;
  const worked =
    numbers.testedDays === 0
      ? 'was not tested in this time'
      : `worked in ${formatUptime(numbers.uptimePercent)} of the tested time`;
  return {
    ...numbers,
    title,
    verdict: `${title} ${worked}`,
    incidentCount: incidents.length,
    openIncidents: incidents.filter(({ closedAt }) => closedAt === null).length,
  };
}

function toIncident(incident: PastIncident, period: Period): PeriodIncident {
  const { reference, cause, finding, owner, details, partnerLevel } = incident;
  return {
    reference,
    title: toSafeText(finding?.title ?? causeDefinition(cause).title),
    side: ownerWord(owner),
    tenants: (details?.tenants ?? []).map((tenant) => toTenantRef(tenant).label),
    tenantCount: partnerLevel ? 0 : (details?.tenantCount ?? 0),
    ...lastedOf(incident, period),
    end: endWords(incident),
  };
}

function toCustomerIncident(incident: PastIncident, period: Period): PeriodIncident {
  const { cause, owner, outcome } = incident;
  return {
    reference: null,
    title: customerWords(cause),
    side: customerSide(owner),
    tenants: [],
    tenantCount: 1,
    ...lastedOf(incident, period),
    end: outcome === 'mended' ? 'It works again' : outcome === null ? '' : 'It ended',
  };
}

function lastedOf(
  { firstFailedAt: from, closedAt: to }: PastIncident,
  period: Period,
): Pick<PeriodIncident, 'from' | 'to' | 'durationMs'> {
  return { from, to, durationMs: Math.max(0, (to ?? period.to) - from) };
}

function endWords({ outcome, mendedBy, details, finding }: PastIncident): string {
  const had = details?.hadBy ? `${toSafeText(details.hadBy, { maxLength: 60 })} had it` : '';
  // What was only read of was never broken.
  const mended = finding === null ? OUTCOME_WORDS.mended : 'Settled';
  const how = outcome === null ? '' : outcome === 'mended' ? mended : OUTCOME_WORDS[outcome];
  return [how, mendedBy ? mendedWords(mendedBy) : '', had].filter(Boolean).join(', ');
}

function mendedWords(mendedBy: MendedBy): string {
  switch (mendedBy.kind) {
    case 'credential-replaced':
      return 'a credential was replaced';
    case 'all-at-once':
      return 'all at once';
    case 'mailed':
      return 'the customer was written to';
    case 'tested-again':
      return `found when ${toSafeText(mendedBy.by, { maxLength: 60 })} tested again`;
  }
}

function toEnd({ cause, finding, details }: PastIncident): PeriodEnd {
  const [tenant] = details?.tenants ?? [];
  const known = tenant ?? finding?.tenant;
  return {
    subject: known ? toTenantRef(known).label : 'The connection itself',
    text: toSafeText(finding?.reason ?? causeDefinition(cause).title, { maxLength: 300 }),
  };
}

/** Its reason is written for us, and may name what we call things. */
function toCustomerEnd({ cause, finding }: PastIncident): PeriodEnd {
  const stage = finding?.stage;
  const inDays = stage !== null && stage !== undefined && /^\d+$/.test(stage) ? ` within ${stage} days` : '';
  if (cause === 'gdap.expiring')
    return {
      subject: 'Delegated access',
      text: `The access that you gave us ends${inDays}; we will ask you to renew it.`,
    };
  return { subject: 'Delegated access', text: `${customerWords(cause)}.` };
}
