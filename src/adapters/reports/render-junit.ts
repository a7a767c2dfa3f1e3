import { create } from 'xmlbuilder2';
import type { Report } from '../../core/diagnosis/report/report.ts';
import { connectionTitle } from '../../core/diagnosis/report/situation-of.ts';
import { ownerWord } from '../../core/model/causes/cause.ts';
import type { Check } from '../../core/model/checks/check.ts';
import { tenantLabel } from '../../core/model/tenants/tenant.ts';
import { toSafeText } from '../../core/model/text/format.ts';
import { type CheckFacts, createFactFinder, type FindCheckFacts } from './check-facts.ts';
import { listEvidence } from './evidence-fields.ts';
import { toXmlLine, toXmlText } from './xml-text.ts';

interface Suite {
  name: string;
  /** Undefined for the partner connection. */
  tenantId?: string;
  properties: Record<string, string>;
  checks: readonly Check[];
  accepted: boolean;
}

/**
 * A report as JUnit XML: a suite for the partner connection and one per tenant, a test case per check. `fail` is a
 * failure, `unknown` an error, `warn` a passing case with a note; what was accepted counts as skipped.
 */
export function renderJunit(report: Report): string {
  const { run, partner, tenants } = report;
  const startedAt = new Date(run.startedAt).toISOString();
  const findFacts = createFactFinder(report);
  const suites = [
    toSuite(
      {
        name: `${connectionTitle(report)} ${run.connection}`,
        properties: { tenantId: partner.tenantId, runId: run.id, runStatus: run.status },
        checks: partner.checks,
        accepted: false,
      },
      startedAt,
      findFacts,
    ),
    ...tenants.map((tenant) =>
      toSuite(
        {
          name: tenantLabel(tenant),
          tenantId: tenant.tenantId,
          properties: {
            tenantId: tenant.tenantId,
            defaultDomainName: tenant.defaultDomainName ?? '',
            accepted: String(tenant.accepted ?? false),
          },
          checks: tenant.checks,
          accepted: tenant.accepted ?? false,
        },
        startedAt,
        findFacts,
      ),
    ),
  ];
  const document = {
    testsuites: {
      '@name': `Samaritan ${run.kind}`,
      ...countAttributes(suites.map((suite) => suite.counts)),
      '@time': toSeconds(run.finishedAt - run.startedAt),
      '@timestamp': startedAt,
      testsuite: suites.map((suite) => suite.element),
    },
  };
  return `${create({ version: '1.0', encoding: 'UTF-8' }, document).end({ prettyPrint: true })}\n`;
}

interface Counts {
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
}

function toSuite(
  { name, tenantId, properties, checks, accepted }: Suite,
  startedAt: string,
  findFacts: FindCheckFacts,
) {
  const cases = checks.map((check) =>
    toTestcase(check, { facts: findFacts(check, tenantId), classname: tenantId ?? 'partner', accepted }),
  );
  const counted = (kind: string): number => cases.filter((one) => one.kind === kind).length;
  const counts: Counts = {
    tests: cases.length,
    failures: counted('failure'),
    errors: counted('error'),
    skipped: counted('skipped'),
  };
  const element = {
    '@name': toXmlLine(name) || tenantId,
    ...countAttributes([counts]),
    '@time': toSeconds(checks.reduce((sum, check) => sum + check.durationMs, 0)),
    '@timestamp': startedAt,
    properties: {
      property: Object.entries(properties)
        .filter(([, value]) => value !== '')
        .map(([key, value]) => ({ '@name': key, '@value': toXmlLine(value) })),
    },
    testcase: cases.map((one) => one.element),
  };
  return { counts, element };
}

function countAttributes(all: readonly Counts[]): Record<`@${keyof Counts}`, number> {
  const sum = (key: keyof Counts): number => all.reduce((total, counts) => total + counts[key], 0);
  return {
    '@tests': sum('tests'),
    '@failures': sum('failures'),
    '@errors': sum('errors'),
    '@skipped': sum('skipped'),
  };
}

function toSeconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}

type TestcaseKind = 'passed' | 'failure' | 'error' | 'skipped';

interface TestcaseContext {
  facts: CheckFacts;
  classname: string;
  /** Its failure is expected and must not break a build. */
  accepted: boolean;
}

/** One check as a `testcase` element in xmlbuilder2's object notation, and what it counts as. */
function toTestcase(check: Check, { facts, classname, accepted }: TestcaseContext) {
  const kind = kindOf(check, accepted);
  const element = {
    '@classname': toXmlLine(classname),
    '@name': check.id,
    '@time': (Math.max(0, check.durationMs) / 1000).toFixed(3),
    ...outcomeOf(check, kind, facts, accepted),
  };
  return { kind, element };
}

function kindOf({ status }: Check, accepted: boolean): TestcaseKind {
  if (status === 'skipped') return 'skipped';
  if (status !== 'fail' && status !== 'unknown') return 'passed';
  if (accepted) return 'skipped';
  return status === 'fail' ? 'failure' : 'error';
}

function outcomeOf(check: Check, kind: TestcaseKind, facts: CheckFacts, accepted: boolean): Record<string, unknown> {
  const message = messageOf(check, facts);
  const details = detailsOf(check, facts);
  if (kind === 'skipped') {
    const text = accepted && check.status !== 'skipped' ? `Accepted: ${message}` : message;
    return {
      skipped: { '@message': toXmlText(text) },
      ...(details === '' ? {} : { 'system-out': toXmlText(details) }),
    };
  }
  if (kind === 'passed') {
    return check.status === 'warn' ? { 'system-out': toXmlText(`Warning: ${message}\n${details}`.trim()) } : {};
  }
  return { [kind]: { '@message': toXmlText(message), '@type': check.cause ?? check.status, '#': toXmlText(details) } };
}

/** One line, not yet fit for XML. */
function messageOf({ reason, status, confidence }: Check, { title, owner }: CheckFacts): string {
  const headline =
    title === undefined
      ? undefined
      : `${confidence === 'likely' ? 'Likely: ' : ''}${title}${owner === undefined ? '' : ` (${ownerWord(owner)})`}`;
  const parts = [headline, reason].filter((part) => part !== undefined && part.trim() !== '');
  return toSafeText(parts.join(': '), { maxLength: 500 }) || status;
}

function detailsOf({ evidence }: Check, { article }: CheckFacts): string {
  const lines = listEvidence(evidence).map(({ label, value }) => `${label}: ${value}`);
  return [...lines, ...(article === undefined ? [] : [`Article: ${article}`])].join('\n');
}
