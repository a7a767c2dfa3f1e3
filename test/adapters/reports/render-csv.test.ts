import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../../src/adapters/reports/render-csv.ts';
import type { Report } from '../../../src/core/diagnosis/report/report.ts';
import { HOSTILE_TEXTS, hostileReport } from './hostile-report.ts';
import { PARTNER_ID, reportOf, tenantIdOf, tenantWith } from './report-fixture.ts';
import { acceptedReport, BLOCKED, fleetReport, interruptedReport, partnerFailingReport } from './report-scenarios.ts';

type Row = Record<string, string>;

function readBack(report: Report): Row[] {
  return parse(renderCsv(report), { bom: true, columns: true }) as Row[];
}

const rowsOf = (rows: Row[], tenantId: string): Row[] => rows.filter((row) => row.tenantId === tenantId);

describe('renderCsv', () => {
  it('has a row per tenant and check, the partner’s first', () => {
    const rows = readBack(reportOf());
    expect(rows.map((row) => `${row.tenantId} ${row.check}`)).toEqual([
      ...['credentials.shape', 'partner.token', 'partner.mfa', 'partner.customers'].map((id) => `${PARTNER_ID} ${id}`),
      ...[0, 1].flatMap((number) =>
        ['graph.token', 'graph.read', 'exchange.token', 'exchange.read'].map((id) => `${tenantIdOf(number)} ${id}`),
      ),
    ]);
  });

  it('carries the cause, its owner and the evidence as they are', () => {
    const [row] = rowsOf(readBack(reportOf({ tenants: [tenantWith(0), tenantWith(1, BLOCKED)] })), tenantIdOf(1));
    expect(row).toMatchObject({
      displayName: 'Fabrikam',
      defaultDomainName: 'fabrikam.onmicrosoft.com',
      tenantStatus: 'fail',
      accepted: 'false',
      checkStatus: 'fail',
      cause: 'access.conditional-access',
      owner: 'customer',
      title: 'Conditional Access blocks the sign-in',
      code: 'AADSTS53003',
      error: 'invalid_grant',
      suberror: '',
      httpStatus: '400',
      message: 'AADSTS53003: Access has been blocked by Conditional Access policies.\nTrace ID: 0a1b',
      traceId: '0a1b2c3d-0000-4000-8000-00000000abcd',
      correlationId: '77777777-0000-4000-8000-00000000abcd',
      requestId: '',
      timestamp: '2026-08-03 06:00:02Z',
      article: 'access-conditional-access',
    });
  });

  it('names the owner that the whole fleet shows, not that of the tenant alone', () => {
    const tenants = [tenantWith(0, BLOCKED), tenantWith(1, BLOCKED), tenantWith(2, BLOCKED)];
    const owners = new Set(readBack(reportOf({ tenants })).flatMap((row) => (row.cause ? [row.owner] : [])));
    expect([...owners]).toEqual(['partner']);
  });

  it('keeps a tenant without checks, marks what is accepted, and shows a failing partner', () => {
    expect(rowsOf(readBack(interruptedReport()), tenantIdOf(4))).toMatchObject([
      { tenantStatus: 'skipped', check: '' },
    ]);
    expect(rowsOf(readBack(acceptedReport()), tenantIdOf(1))).toHaveLength(4);
    expect(rowsOf(readBack(acceptedReport()), tenantIdOf(1))[3]).toMatchObject({
      accepted: 'true',
      checkStatus: 'fail',
      owner: 'partner',
    });
    expect(readBack(partnerFailingReport())[1]).toMatchObject({ check: 'partner.token', code: 'AADSTS7000222' });
  });

  it('starts with a byte order mark and ends lines as RFC 4180 says', () => {
    const csv = renderCsv(reportOf());
    expect(csv.startsWith('\uFEFFtenantId,displayName,')).toBe(true);
    expect(csv.endsWith('\r\n')).toBe(true);
  });

  it('lets no cell begin a formula, wherever a spreadsheet may cut', () => {
    const rows = readBack(hostileReport());
    const cells = rows.flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => /^[\s\p{Cf}]*[=+\-@＝＋－＠]/u.test(cell) || /^[\t\r\n]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => /[;\t\n]\s*[=+\-@]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => /[\0\u202e\u2066]/.test(cell) || !cell.isWellFormed())).toEqual([]);
    expect(rows.find((row) => row.displayName?.includes('cmd'))?.displayName).toBe("'=cmd|' /C calc'!A0");
    expect(rows.find((row) => row.displayName?.includes('SUM'))?.displayName).toBe("'@SUM(A1)");
  });

  it('keeps every tenant of a hostile fleet in its own rows', () => {
    const rows = readBack(hostileReport());
    expect(rows).toHaveLength(4 + 2 * HOSTILE_TEXTS.length);
    expect(rows.find((row) => row.displayName?.startsWith('AAAA'))?.displayName).toHaveLength(3000);
    expect(rows.find((row) => row.displayName?.startsWith('"quoted"'))?.displayName).toBe(
      '"quoted", with; separators\t|',
    );
  });

  it('writes 10,000 tenants at once', () => {
    expect(parse(renderCsv(fleetReport(10_000)), { bom: true })).toHaveLength(1 + 40_004);
  });
});
