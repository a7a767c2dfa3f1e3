import type { CauseSummary, Report } from '../../../core/diagnosis/report/report.ts';
import { ownerWord } from '../../../core/model/causes/owner.ts';
import { tenantLabel } from '../../../core/model/tenants/tenant.ts';
import { formatNumber } from '../../../core/model/text/format.ts';
import { createFactFinder } from '../check-facts.ts';
import { html, type Markup } from './markup.ts';
import { SHOWN_STATUSES, type ShownStatus, statusOf, statusWord } from './status.ts';
import { renderTenantRow } from './tenant-row.ts';

/** In a larger fleet a tenant that passes is one line without details, so that the page opens at once. */
const LARGE_FLEET = 1000;

/** All tenants, worst first. Search, filters and order are the page's script's; without it the list is whole. */
export function renderTenants(report: Report): Markup | false {
  const { tenants, causes } = report;
  if (tenants.length === 0) return false;
  const findFacts = createFactFinder(report);
  const causesOf = indexCauses(causes);
  const collator = new Intl.Collator('en', { numeric: true });
  const rows = tenants
    .map((tenant, index) => ({ tenant, index, rank: SHOWN_STATUSES.indexOf(statusOf(tenant)) }))
    .sort((a, b) => a.rank - b.rank || collator.compare(tenantLabel(a.tenant), tenantLabel(b.tenant)))
    .map(({ tenant, index }) =>
      renderTenantRow(tenant, {
        index,
        causes: causesOf.get(tenant.tenantId) ?? [],
        findFacts,
        compact: tenants.length > LARGE_FLEET && tenant.checks.every((check) => check.status === 'pass'),
      }),
    );
  return html`<section aria-labelledby="tenants"><h2 id="tenants" tabindex="-1">Tenants</h2>
${renderTools(report)}
<ul class="table" id="rows" role="list">${rows}</ul>
<p id="none" hidden>No tenant matches.</p></section>`;
}

/** The causes of each tenant, by their place in the report. */
function indexCauses(causes: readonly CauseSummary[]): Map<string, { index: number; cause: CauseSummary }[]> {
  const byTenant = new Map<string, { index: number; cause: CauseSummary }[]>();
  causes.forEach((cause, index) => {
    for (const id of cause.tenantIds) {
      const entries = byTenant.get(id);
      if (entries) entries.push({ index, cause });
      else byTenant.set(id, [{ index, cause }]);
    }
  });
  return byTenant;
}

function renderTools({ tenants, causes }: Report): Markup {
  const present = new Set<ShownStatus>(tenants.map(statusOf));
  const statuses = SHOWN_STATUSES.filter((status) => present.has(status));
  const choice = (value: string, word: string): Markup =>
    html`<label class="${value === '' ? 'chip' : `chip ${value}`}"><input type="radio" name="status" value="${value}"${value === '' && html` checked`}><span>${word}</span></label>`;
  const options = causes.flatMap(({ title, owner, tenantIds }, index) =>
    tenantIds.length === 0
      ? []
      : [html`<option value="${index}">${title} (${ownerWord(owner)}, ${formatNumber(tenantIds.length)})</option>`],
  );
  return html`<div class="tools" id="tools" role="search" aria-label="Tenants" hidden>
<p class="field grow"><label for="search">Search</label><input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="Name, domain, id or code"></p>
${options.length > 0 && html`<p class="field grow"><label for="cause">Cause</label><select id="cause"><option value="">Any</option>${options}</select></p>`}
<p class="field"><label for="order">Order</label><select id="order"><option value="status">Worst first</option><option value="status-up">Best first</option><option value="name">Name, A to Z</option><option value="name-down">Name, Z to A</option></select></p>
<fieldset><legend>Status</legend>${choice('', 'All')}${statuses.map((status) => choice(status, statusWord(status)))}</fieldset>
<p id="shown" role="status" aria-live="polite"></p></div>`;
}
