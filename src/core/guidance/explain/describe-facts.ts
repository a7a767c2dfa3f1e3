import { formatDuration } from '../../model/text/format.ts';
import type { ExplanationFacts } from './explanation.ts';

/** The facts of a text as sentences that go on from the cause's meaning. */
export function describeFacts(facts: ExplanationFacts): string[] {
  const sentences: string[] = [];
  const { tokenIssuedAt, unusedForDays, allowedLifetimeSeconds, tokensValidFrom, assertionExpiredAt } = facts;
  if (tokenIssuedAt !== undefined) {
    const unused = unusedForDays === undefined ? '' : ` and was unused for ${unusedForDays} days`;
    sentences.push(`The token was issued on ${toDay(tokenIssuedAt)}${unused}.`);
  } else if (unusedForDays !== undefined) sentences.push(`The token was unused for ${unusedForDays} days.`);
  if (allowedLifetimeSeconds !== undefined) {
    sentences.push(`The policy allows ${formatDuration(allowedLifetimeSeconds * 1000)} since the last sign-in.`);
  }
  if (tokensValidFrom !== undefined)
    sentences.push(`Only tokens issued after ${toMinute(tokensValidFrom)} are accepted.`);
  if (assertionExpiredAt !== undefined) sentences.push(`The assertion ran out on ${toMinute(assertionExpiredAt)}.`);
  return sentences;
}

/** Names in the text, each as `label value`. */
export function listNames(facts: ExplanationFacts): string[] {
  const names: [string, string | undefined][] = [
    ['application', facts.applicationName ?? facts.applicationId],
    ['tenant', facts.tenant],
    ['account', facts.user],
    ['resource', facts.resource],
    ['HTTP status', facts.httpStatus === undefined ? undefined : String(facts.httpStatus)],
  ];
  return names.flatMap(([label, value]) => (value === undefined ? [] : [`${label} ${value}`]));
}

function toDay(time: string): string {
  return time.slice(0, 10);
}

function toMinute(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}
