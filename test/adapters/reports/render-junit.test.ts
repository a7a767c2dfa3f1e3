import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../../src/adapters/reports/render-junit.ts';
import type { Report } from '../../../src/core/diagnosis/report/report.ts';
import { HOSTILE_TEXTS, hostileReport } from './hostile-report.ts';
import { failing, PARTNER_ID, reportOf, STARTED_AT, tenantIdOf, tenantWith } from './report-fixture.ts';
import {
  acceptedReport,
  BLOCKED,
  fleetReport,
  interruptedReport,
  partnerFailingReport,
  UNREACHABLE,
} from './report-scenarios.ts';

interface Outcome {
  '@message': string;
  '@type': string;
  '#text'?: string;
}

interface Testcase {
  '@classname': string;
  '@name': string;
  '@time': string;
  failure?: Outcome;
  error?: Outcome;
  skipped?: Outcome;
  'system-out'?: string;
}

type Counts = Record<'@tests' | '@failures' | '@errors' | '@skipped' | '@time' | '@name' | '@timestamp', string>;
type Suite = Counts & { properties: { property: { '@name': string; '@value': string }[] }; testcase: Testcase[] };
type Suites = Counts & { testsuite: Suite[] };

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: false,
  parseTagValue: false,
  isArray: (name) => ['testsuite', 'testcase', 'property'].includes(name),
});

function readBack(report: Report): Suites {
  const xml = renderJunit(report);
  expect(XMLValidator.validate(xml)).toBe(true);
  return parser.parse(xml).testsuites;
}

describe('renderJunit', () => {
  it('has a suite for the partner connection and one per tenant, a case per check', () => {
    const { testsuite, ...counts } = readBack(reportOf());
    expect(counts).toMatchObject({
      '@tests': '12',
      '@failures': '0',
      '@errors': '0',
      '@skipped': '0',
      '@time': '4.812',
      '@timestamp': new Date(STARTED_AT).toISOString(),
    });
    expect(testsuite.map((suite) => suite['@name'])).toEqual(['Partner connection default', 'Contoso', 'Fabrikam']);
    expect(testsuite[0]?.properties.property[0]).toEqual({ '@name': 'tenantId', '@value': PARTNER_ID });
    expect(testsuite[1]?.testcase[0]).toEqual({
      '@classname': tenantIdOf(0),
      '@name': 'graph.token',
      '@time': '0.082',
    });
    expect(testsuite[1]?.['@time']).toBe('0.428');
  });

  it('tells failure, error and skipped apart, with message and evidence', () => {
    const { testsuite, ...counts } = readBack(
      reportOf({ tenants: [tenantWith(0), tenantWith(1, BLOCKED), tenantWith(2, UNREACHABLE)] }),
    );
    expect(counts).toMatchObject({ '@tests': '16', '@failures': '2', '@errors': '1', '@skipped': '3' });
    expect(testsuite[2]).toMatchObject({ '@tests': '4', '@failures': '2', '@errors': '0', '@skipped': '2' });
    const [token, read] = testsuite[2]?.testcase ?? [];
    expect(token?.failure?.['@message']).toContain('Conditional Access blocks the sign-in (theirs)');
    expect(token?.failure?.['@type']).toBe('access.conditional-access');
    expect(token?.failure?.['#text']).toContain('Code: AADSTS53003');
    expect(token?.failure?.['#text']).toContain('Correlation id: 77777777-0000-4000-8000-00000000abcd');
    expect(token?.failure?.['#text']).toContain('Article: access-conditional-access');
    expect(read?.skipped?.['@message']).toContain('Not tested');
    expect(testsuite[3]?.testcase[0]?.error?.['@type']).toBe('network.timeout');
    expect(testsuite[3]?.testcase[0]?.['@time']).toBe('30.000');
  });

  it('lists the permissions that are missing', () => {
    const permissions = ['Policy.Read.All', 'User.Read.All'];
    const checks = [failing('graph.read', 'permission.scope-missing', { evidence: { permissions } })];
    const { testsuite } = readBack(reportOf({ tenants: [tenantWith(0, checks)] }));
    const text = testsuite[1]?.testcase[0]?.failure?.['#text'];
    expect(text).toContain('Missing permissions: Policy.Read.All, User.Read.All\n');
  });

  it('lets a warning pass with a note, and what is accepted break nothing', () => {
    const { testsuite } = readBack(fleetReport(40));
    const mfa = testsuite[0]?.testcase.find((one) => one['@name'] === 'partner.mfa');
    expect(mfa?.['system-out']).toContain('Warning: The token carries no MFA claim (ours)');
    expect(mfa?.failure).toBeUndefined();
    const accepted = readBack(acceptedReport());
    expect(accepted['@failures']).toBe('0');
    expect(accepted.testsuite[2]?.testcase[3]?.skipped?.['@message']).toContain('Accepted: ');
    expect(accepted.testsuite[2]?.testcase[3]?.['system-out']).toContain('HTTP status: 403');
  });

  it('counts an interrupted run and a failing partner', () => {
    expect(readBack(interruptedReport())).toMatchObject({ '@tests': '20', '@failures': '2', '@skipped': '10' });
    const partner = readBack(partnerFailingReport());
    expect(partner).toMatchObject({ '@tests': '4', '@failures': '1', '@skipped': '2' });
    expect(partner.testsuite).toHaveLength(1);
  });

  it('stays well-formed whatever the texts are, and drops what XML forbids', () => {
    const { testsuite } = readBack(hostileReport());
    expect(testsuite).toHaveLength(HOSTILE_TEXTS.length + 1);
    expect(testsuite.filter((suite) => suite['@name'] === '')).toEqual([]);
    const xml = renderJunit(hostileReport());
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    expect(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202e\u2066\ufffe\uffff]/.exec(xml)).toBeNull();
    expect(xml.isWellFormed()).toBe(true);
    const bodies = testsuite.flatMap((suite) => suite.testcase.flatMap((one) => one.failure?.['#text'] ?? []));
    expect(bodies.some((body) => body.includes('Message: <script>document.title = "owned"</script>\n'))).toBe(true);
    expect(bodies.some((body) => body.includes('Message: ]]> & <![CDATA[ &lt; &#0; ]]>\n'))).toBe(true);
    expect(testsuite.some((suite) => suite['@name'] === ']]> & <![CDATA[ &lt; &#0; ]]>')).toBe(true);
  });
});
