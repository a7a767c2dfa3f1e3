import type { Check } from '../../core/checks/check.ts';
import { ownerWord } from '../../core/report/view.ts';
import { toSafeText } from '../../core/text/safe-text.ts';
import type { CheckFacts } from './check-facts.ts';
import { listEvidence } from './evidence-fields.ts';
import { toXmlText } from './xml-text.ts';

export type TestcaseKind = 'passed' | 'failure' | 'error' | 'skipped';

export interface TestcaseContext {
  facts: CheckFacts;
  classname: string;
  /** Its failure is expected and must not break a build. */
  accepted: boolean;
}

/** One check as a `testcase` element in xmlbuilder2's object notation, and what it counts as. */
export function toTestcase(check: Check, { facts, classname, accepted }: TestcaseContext) {
  const kind = kindOf(check, accepted);
  const element = {
    '@classname': toSafeText(classname),
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
  const details = toXmlText(detailsOf(check, facts));
  if (kind === 'skipped') {
    const text = accepted && check.status !== 'skipped' ? `Accepted: ${message}` : message;
    return { skipped: { '@message': text }, ...(details === '' ? {} : { 'system-out': details }) };
  }
  if (kind === 'passed') {
    return check.status === 'warn' ? { 'system-out': toXmlText(`Warning: ${message}\n${details}`.trim()) } : {};
  }
  return { [kind]: { '@message': message, '@type': check.cause ?? check.status, '#': details } };
}

function messageOf({ reason, status }: Check, { title, owner }: CheckFacts): string {
  const headline = title === undefined ? undefined : `${title}${owner === undefined ? '' : ` (${ownerWord(owner)})`}`;
  const parts = [headline, reason].filter((part) => part !== undefined);
  return toSafeText(parts.join(': ') || status, { maxLength: 500 });
}

function detailsOf({ evidence }: Check, { article }: CheckFacts): string {
  const lines = listEvidence(evidence).map(({ label, value }) => `${label}: ${value}`);
  return [...lines, ...(article === undefined ? [] : [`Article: ${article}`])].join('\n');
}
