import { ownerWord } from '../../core/model/causes/owner.ts';
import type { Check } from '../../core/model/checks/check.ts';
import { toSafeText } from '../../core/model/text/safe-text.ts';
import type { CheckFacts } from './check-facts.ts';
import { listEvidence } from './evidence-fields.ts';
import { toXmlLine, toXmlText } from './xml-text.ts';

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
