import { describe, expect, it } from 'vitest';
import { type HistoryInput, toHistoryReading } from '../../../../src/core/watch/history/to-history-reading.ts';
import { daily, incident, NO_INCIDENTS, row, TO } from './daily.ts';

const HOUR_MS = 3_600_000;
const CONTOSO = { tenantId: '1', displayName: 'Contoso', defaultDomainName: 'contoso.example' };

function read(input: Partial<HistoryInput> & Pick<HistoryInput, 'daily'>) {
  return toHistoryReading({ connection: 'default', record: NO_INCIDENTS, now: TO, ...input });
}

describe('uptime in a history', () => {
  it('counts neither unknown nor days without a test as up', () => {
    const view = read({ daily: daily(row('1', 'p-u', 1440)) });
    expect(view.uptimePercent).toBe(50);
    expect([view.days, view.testedDays]).toEqual([3, 2]);
    expect(view.note).toBe('Nothing was tested on 1 of 3 days; it is not counted as up.');
    expect(view.tone).toBe('unknown');
  });

  it('is not there where nothing was tested, and that is not good', () => {
    for (const rows of [[], [row('1', '---')]]) {
      const view = read({ daily: daily(...rows) });
      expect(view.uptimePercent).toBeNull();
      expect(view.tone).toBe('unknown');
      expect(view.verdict).toBe('Connection default: nothing was tested in 3 days');
    }
  });

  it('takes observed time alone, whatever became of the connection itself', () => {
    const view = read({ daily: daily(row('partner', 'fpp', 720), row('1', '-ff', 720)) });
    expect(view.uptimePercent).toBe(50);
    expect(view.rows.map(({ kind, uptimePercent }) => [kind, Math.round(uptimePercent ?? -1)])).toEqual([
      ['partner', 83],
      ['tenant', 50],
    ]);
  });

  it('takes the whole of a tenant from its own row, and shows its checks', () => {
    const checks = [row('1', 'pf', 120, 'graph.read'), row('1', 'pf', 120, 'exchange.read')];
    const view = read({ tenant: CONTOSO, daily: daily(row('1', 'pf', 180), ...checks) });
    expect(view.failingMs / HOUR_MS).toBe(3);
    expect(view.uptimePercent).toBeCloseTo(100 * (1 - 3 / 48), 6);
    expect(view.rows.map(({ label }) => label)).toEqual(['graph.read', 'exchange.read']);
  });
});

describe('the rows of a history', () => {
  const many = (count: number, word: string, from = 100) =>
    Array.from({ length: count }, (_, number) => row(String(from + number), word, 60));

  it('are the partner connection, the least up, and the rest as one', () => {
    const view = read({
      daily: daily(row('partner', 'ppp'), ...many(50, 'ppp'), row('1', 'pfp', 30), row('2', 'fff', 30)),
    });
    expect(view.rows.map(({ kind, label }) => [kind, label])).toEqual([
      ['partner', 'The connection itself'],
      ['tenant', 'Tenant 2'],
      ['tenant', 'Tenant 1'],
      ['rest', '50 more tenants'],
    ]);
    expect(view.more).toBe('None of the other 50 tenants failed.');
    expect(view.verdict).toBe('2 of 52 tenants failed at some time in 3 days · the connection itself did not fail');
  });

  it('never hide that some of the rest failed', () => {
    const view = read({
      daily: daily(...many(20, 'pfp'), ...many(30, 'pup', 200), ...many(20, 'ppp', 300)),
    });
    expect(view.rows).toHaveLength(16);
    expect(view.rows.at(-1)?.cells.map(({ status }) => status)).toEqual(['pass', 'fail', 'pass']);
    expect(view.more).toBe('Of the other 55 tenants, 35 failed or were unknown at some time.');
  });

  it('are one for all tenants where none of many ever failed', () => {
    const view = read({ daily: daily(row('partner', 'ppp'), ...many(1000, 'ppp')) });
    expect(view.rows.map(({ label }) => label)).toEqual(['The connection itself', 'All 1,000 tenants']);
    expect(view.verdict).toBe('No failure in 3 days: 1,000 tenants');
    expect(view.tone).toBe('good');
  });

  it('show every one of a few tenants', () => {
    expect(read({ daily: daily(...many(4, 'ppp')) }).rows).toHaveLength(4);
  });

  it('keep the order in which the checks of a tenant run', () => {
    const ids = ['exchange.read', 'exchange.token', 'graph.read', 'graph.token'];
    const view = read({ tenant: CONTOSO, daily: daily(...ids.map((id) => row('1', 'pfp', 5, id))) });
    expect(view.rows.map(({ label }) => label)).toEqual([
      'graph.token',
      'graph.read',
      'exchange.token',
      'exchange.read',
    ]);
    expect(view.title).toBe('Contoso · 3 days');
    expect(view.plainTitle).toBe('contoso.example · 3 days');
  });

  it('have weeks for columns when there are many days, and lose no failure by it', () => {
    const word = `${'p'.repeat(200)}f${'p'.repeat(164)}`;
    const view = read({ daily: daily(row('1', word, 30)) });
    expect(view.columns).toHaveLength(53);
    expect(view.columns.reduce((sum, { days }) => sum + days, 0)).toBe(365);
    expect(view.rows[0]?.cells.filter(({ status }) => status === 'fail')).toMatchObject([{ failingMinutes: 30 }]);
    expect(view.period).toBe('31 Oct 2025 to 30 Oct 2026, days in UTC');
  });

  it('have harmless labels', () => {
    const hostile = { ...row('1', 'pfp', 5), displayName: 'Con\u202etoso\u0000\n<b>' };
    expect(read({ daily: daily(hostile) }).rows[0]?.label).toBe('Con toso <b>');
  });
});

describe('the incidents of a history', () => {
  it('last until now where they are open, and have the title of what was read', () => {
    const finding = {
      source: 'expiry',
      key: 'secret',
      tenant: null,
      stage: null,
      rank: 0,
      title: 'The secret\nexpires',
      reason: '',
    };
    const incidents = [
      incident({ reference: 'INC-2', firstFailedAt: TO - 5 * HOUR_MS, closedAt: TO - HOUR_MS, outcome: 'mended' }),
      incident({ reference: 'INC-1', firstFailedAt: TO - 30 * HOUR_MS, finding }),
    ];
    const record = { incidents, count: 12, open: 4, mended: 7, meanTimeToMendMs: 3 * HOUR_MS };
    const view = read({ daily: daily(row('1', 'pfp', 5)), record });
    expect(view.incidents.map(({ reference, title, durationMs }) => [reference, title, durationMs / HOUR_MS])).toEqual([
      ['INC-2', 'The service account is locked', 4],
      ['INC-1', 'The secret expires', 30],
    ]);
    expect([view.incidentCount, view.openIncidents, view.mended, view.meanTimeToMendMs]).toEqual([
      12,
      4,
      7,
      3 * HOUR_MS,
    ]);
  });
});
