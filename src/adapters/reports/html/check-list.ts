import { ownerWord } from '../../../core/model/causes/owner.ts';
import type { Check } from '../../../core/model/checks/check.ts';
import { formatDuration } from '../../../core/model/text/format.ts';
import { toSafeText } from '../../../core/model/text/safe-text.ts';
import type { CheckFacts } from '../check-facts.ts';
import { listEvidence } from '../evidence-fields.ts';
import { html, type Markup } from './markup.ts';
import { renderStatus } from './status.ts';

/** Longest text of one piece of evidence. JSON and CSV have it whole. */
const LONGEST_EVIDENCE = 4000;

export type CauseLink = (check: Check) => string | undefined;

export function renderChecks(
  checks: readonly Check[],
  factsOf: (check: Check) => CheckFacts,
  linkOf: CauseLink,
): Markup {
  return html`<ul class="checks">${checks.map((check) => renderCheck(check, factsOf(check), linkOf(check)))}</ul>`;
}

function renderCheck(check: Check, { title, owner }: CheckFacts, link: string | undefined): Markup {
  const { id, status, durationMs, attempts, confidence, reason, evidence } = check;
  const effort = [
    ...(durationMs > 0 ? [formatDuration(durationMs)] : []),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
  ].join(', ');
  const cause =
    title !== undefined && (link === undefined ? html`<b>${title}</b>` : html`<a href="${link}">${title}</a>`);
  const fields = listEvidence(evidence);
  return html`<li><p class="check">${renderStatus(status, 'mark')} <code>${id}</code>${effort !== '' && html` <small>${effort}</small>`}</p>
${cause !== false && html`<p>${cause}${owner !== undefined && html` <small>${ownerWord(owner)}${confidence === 'likely' && ' · likely'}</small>`}</p>`}
${reason !== undefined && html`<p class="reason">${toSafeText(reason, { maxLength: LONGEST_EVIDENCE })}</p>`}
${fields.length > 0 && html`<dl>${fields.map(({ key, label, value }) => renderField(key, label, value))}</dl>`}</li>`;
}

function renderField(key: string, label: string, value: string): Markup {
  const shown = toSafeText(value, { maxLength: LONGEST_EVIDENCE });
  return html`<div><dt>${label}</dt><dd>${key === 'message' ? shown : html`<code>${shown}</code>`}</dd></div>`;
}
