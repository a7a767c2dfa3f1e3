import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { REPORT_SCHEMA, toReportJson, toReportText } from '../../../../src/core/diagnosis/report/to-report-json.ts';
import { CAUSE_IDS } from '../../../../src/core/model/causes/cause.ts';
import { CHECK_STATUSES } from '../../../../src/core/model/causes/evidence.ts';
import { hostileReport } from '../../../adapters/reports/hostile-report.ts';
import {
  acceptedReport,
  fleetReport,
  graphOnlyReport,
  healthyReport,
  interruptedReport,
  partnerFailingReport,
} from '../../../adapters/reports/report-scenarios.ts';

const schema = JSON.parse(readFileSync(new URL('../../../../docs/report.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

/** What other programs get: printed and read again. */
const printed = (report: Parameters<typeof toReportJson>[0]) => JSON.parse([...toReportText(report)].join(''));

const REPORTS = {
  healthy: healthyReport(),
  'failing in several ways, compared with an earlier run': fleetReport(60),
  'of a failing partner connection': partnerFailingReport(),
  interrupted: interruptedReport(),
  'of Graph only': graphOnlyReport(),
  'with an accepted failure': acceptedReport(),
  'with hostile texts': hostileReport(),
};

describe('docs/report.schema.json', () => {
  it.each(Object.entries(REPORTS))('holds a report that is %s', (_, report) => {
    expect(validate(printed(report)) ? [] : validate.errors).toEqual([]);
  });

  it.each([...Object.values(REPORTS), { ...healthyReport(), tenants: [] }, fleetReport(1001)])(
    'is printed in pieces as it would be in one',
    (report) => {
      expect([...toReportText(report)].join('')).toBe(`${JSON.stringify(toReportJson(report), null, 2)}\n`);
    },
  );

  it('names every cause, status and owner that there is', () => {
    expect(schema.$defs.causeId.enum).toEqual(CAUSE_IDS);
    expect(schema.$defs.status.enum).toEqual(CHECK_STATUSES);
    expect(schema.$defs.owner.enum).toEqual(['partner', 'customer', 'microsoft', 'network', 'unknown']);
    expect(schema.properties.schema.const).toBe(REPORT_SCHEMA);
  });

  it('allows no field that it does not describe', () => {
    const open: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      if ('properties' in node && !('additionalProperties' in node && node.additionalProperties === false))
        open.push(path);
      for (const [key, value] of Object.entries(node)) walk(value, `${path}/${key}`);
    };
    walk(schema, '#');
    expect(open).toEqual([]);
  });

  const withFleet = (change: (report: ReturnType<typeof printed>) => void) => {
    const report = printed(fleetReport(10));
    change(report);
    return report;
  };

  it.each<[string, (report: ReturnType<typeof printed>) => void]>([
    [
      'another schema',
      (report) => {
        report.schema = 'samaritan.report/2';
      },
    ],
    [
      'a field more',
      (report) => {
        report.tenants[0].checks[0].token = 'x';
      },
    ],
    [
      'a field less',
      (report) => {
        delete report.totals.accepted;
      },
    ],
    [
      'an unknown cause',
      (report) => {
        report.causes[0].id = 'access.other';
      },
    ],
    [
      'an unknown owner',
      (report) => {
        report.causes[0].owner = 'us';
      },
    ],
    [
      'an unknown status',
      (report) => {
        report.tenants[0].status = 'ok';
      },
    ],
    [
      'a time as a number',
      (report) => {
        report.run.startedAt = 1;
      },
    ],
    [
      'a time without its zone',
      (report) => {
        report.run.startedAt = '2026-08-03T06:00:00';
      },
    ],
    [
      'a count as a text',
      (report) => {
        report.totals.graph.pass = '1';
      },
    ],
    [
      'evidence that is not evidence',
      (report) => {
        report.partner.checks[0].evidence = { secret: 'x' };
      },
    ],
  ])('refuses %s', (_, change) => {
    expect(validate(withFleet(change))).toBe(false);
  });
});
