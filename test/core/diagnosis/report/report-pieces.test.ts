import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../../src/core/diagnosis/report/build-report.ts';
import { noChanges, type Report } from '../../../../src/core/diagnosis/report/report.ts';
import {
  ReportAssembly,
  type ReportPiece,
  toReportPieces,
} from '../../../../src/core/diagnosis/report/report-pieces.ts';
import { failing, library, partnerResult, run, working } from '../../fixtures.ts';

function reportOf(tenants: number): Report {
  const results = Array.from({ length: tenants }, (_, number) =>
    number % 3 === 0 ? failing(number, 'account.locked') : working(number),
  );
  const report = buildReport({ run, partner: partnerResult(), tenants: results, library });
  const changes = results.map(({ tenantId, displayName }) => ({ tenantId, displayName, failingSince: null }));
  const lists = { newlyFailing: changes.slice(0, 3), mended: changes.slice(3, 4), stillFailing: changes };
  return { ...report, changes: { since: 1, sinceRunId: 'BEFORE', ...noChanges(), ...lists } };
}

function assemble(pieces: Iterable<ReportPiece>): Report {
  const assembly = new ReportAssembly();
  for (const piece of pieces) assembly.take(piece);
  return assembly.finish();
}

describe('the pieces of a report', () => {
  it('are the report again', () => {
    const whole = [reportOf(0), reportOf(501), { ...reportOf(2), partnerFailingSince: 5 }];
    for (const report of whole) expect(assemble(toReportPieces(report))).toEqual(report);
    const { changes: _, ...unchanged } = reportOf(3);
    expect(assemble(toReportPieces(unchanged))).toEqual(unchanged);
  });

  it('are never large', () => {
    for (const [, value] of toReportPieces(reportOf(3000))) {
      if (Array.isArray(value)) expect(value.length).toBeLessThanOrEqual(500);
    }
  });

  it('without a head, or of an unknown kind, are no report', () => {
    expect(() => assemble([])).toThrow();
    expect(() => assemble([['tenantIds', ['a']]])).toThrow();
    expect(() => assemble([['later', {}] as unknown as ReportPiece])).toThrow();
  });
});
