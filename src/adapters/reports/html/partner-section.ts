import type { Report } from '../../../core/diagnosis/report/report.ts';
import { createFactFinder } from '../check-facts.ts';
import { renderChecks } from './check-list.ts';
import type { Guides } from './guides-section.ts';
import { html, type Markup } from './markup.ts';
import { renderStatus } from './status.ts';

/** The partner's own checks, open where they don't all pass. */
export function renderPartner(report: Report, { linkTo }: Guides): Markup {
  const { partner } = report;
  const findFacts = createFactFinder(report);
  const open = partner.status === 'fail' || partner.status === 'unknown';
  const checks = renderChecks(partner.checks, findFacts, (check) => {
    const { article } = findFacts(check);
    return article === undefined ? undefined : linkTo(article)?.href;
  });
  return html`<section aria-labelledby="partner"><h2 id="partner">The partner connection</h2>
<div class="table"><details class="row"${open && html` open`}><summary>${renderStatus(partner.status)}
<span class="name"><b>Our own tokens</b> <code class="id">${partner.tenantId}</code></span></summary>
<div class="body">${checks}</div></details></div></section>`;
}
