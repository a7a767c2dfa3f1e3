import type { KeptStatus } from '../../../../src/core/diagnosis/report/run-store.ts';
import type { DailyHistory, DailyRow } from '../../../../src/core/watch/history/history-store.ts';
import type { IncidentRecord, PastIncident } from '../../../../src/core/watch/incidents/incident-history.ts';

export const DAY_MS = 86_400_000;
/** The end of the newest day. */
export const TO = Date.UTC(2026, 9, 31);

const LETTERS: Readonly<Record<string, KeptStatus | null>> = {
  p: 'pass',
  w: 'warn',
  u: 'unknown',
  f: 'fail',
  '-': null,
};

/** A row from a word: a letter for each day, and the minutes of those that were bad. What has a letter was observed all day. */
export function row(tenantId: string, word: string, minutes = 0, checkId: string | null = null): DailyRow {
  const worst = [...word].map((letter) => LETTERS[letter] ?? null);
  return {
    tenantId,
    displayName: tenantId === 'partner' ? null : `Tenant ${tenantId}`,
    defaultDomainName: tenantId === 'partner' ? null : `${tenantId}.example`,
    checkId,
    worst,
    testedMs: worst.map((status) => (status === null ? 0 : DAY_MS)),
    failingMs: worst.map((status) => (status === 'fail' || status === 'unknown' ? minutes * 60_000 : 0)),
  };
}

export function daily(...rows: DailyRow[]): DailyHistory {
  const count = rows[0]?.worst.length ?? 3;
  return { days: Array.from({ length: count }, (_, day) => TO - (count - day) * DAY_MS), rows };
}

export const NO_INCIDENTS: IncidentRecord = { incidents: [], count: 0, open: 0, mended: 0, meanTimeToMendMs: null };

export function incident(more: Partial<PastIncident> = {}): PastIncident {
  return {
    reference: 'INC-7Q2M',
    groupId: 'INC-7Q2M',
    connection: 'default',
    cause: 'account.locked',
    owner: 'customer',
    severity: 'failure',
    partnerLevel: false,
    finding: null,
    firstFailedAt: TO - DAY_MS,
    openedAt: TO - DAY_MS,
    everMembers: 1,
    closedAt: null,
    outcome: null,
    mendedBy: null,
    ...more,
  };
}
