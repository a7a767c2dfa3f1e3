import type { CauseSummary, Report } from '../../../core/diagnosis/report/report.ts';
import { groupStatus } from '../../../core/diagnosis/report/totals.ts';
import { ownerWord } from '../../../core/model/causes/cause.ts';
import { GROUPS } from '../../../core/model/checks/catalogue.ts';
import { type Check, TENANT_GROUPS, type TenantGroup, type TenantResult } from '../../../core/model/checks/check.ts';
import { tenantLabel, toTenantRef } from '../../../core/model/tenants/tenant.ts';
import { formatDuration, formatNumber, toSafeText } from '../../../core/model/text/format.ts';
import { type CheckFacts, createFactFinder, type FindCheckFacts } from '../check-facts.ts';
import { listEvidence } from '../evidence-fields.ts';
import { html, type Markup } from './markup.ts';
import { renderStatus, SHOWN_STATUSES, type ShownStatus, statusOf, statusWord } from './status.ts';

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

interface RowContext {
  index: number;
  causes: readonly { index: number; cause: CauseSummary }[];
  findFacts: FindCheckFacts;
  /** One line without details. */
  compact: boolean;
}

function renderTenantRow(tenant: TenantResult, { index, causes, findFacts, compact }: RowContext): Markup {
  const { tenantId, label, domain } = toTenantRef(tenant);
  const status = statusOf(tenant);
  const name = html`<span class="name"><bdi>${label}</bdi>${domain !== null && domain !== label && html` <span class="domain">${renderDomain(domain)}</span>`}</span>`;
  const line = html`${renderStatus(status)}${name}<span class="pairs">${TENANT_GROUPS.map((group) => renderGroup(tenant, group))}</span>`;
  const attributes = html` id="tenant-${index}" data-status="${status}" data-causes="${causes.map((one) => one.index).join(' ')}"${domain === label && html` data-domain="${domain}"`}`;
  if (compact)
    return html`<li${attributes}><div class="row line">${line}<code class="id">${tenantId}</code></div></li>\n`;
  const why = causes.map((one) => one.cause.title).join(' · ') || remarkOf(status, tenant.checks);
  return html`<li${attributes}><details class="row"><summary>${line}<span class="why">${why}</span></summary>
<div class="body"><p class="ids"><span>Tenant id</span> <code class="id">${tenantId}</code></p>
${renderChecks(tenant.checks, (check) => findFacts(check, tenantId), linksTo(causes))}</div></details></li>\n`;
}

/** May break before its dots, so that a narrow screen doesn't break it inside a word. */
function renderDomain(domain: string): Markup {
  return html`${domain.split('.').map((label, place) => (place === 0 ? label : html`<wbr>.${label}`))}`;
}

function renderGroup({ checks }: TenantResult, group: TenantGroup): Markup | false {
  const status = groupStatus(checks, group);
  return status !== undefined && renderStatus(status, 'mark', GROUPS[group].title);
}

/** What a tenant without a cause of its own has to say: why it was skipped, or what is accepted. */
function remarkOf(status: ShownStatus, checks: readonly Check[]): string {
  if (status === 'pass') return '';
  return checks.find((check) => check.status !== 'pass' && check.reason !== undefined)?.reason?.slice(0, 200) ?? '';
}

function linksTo(causes: RowContext['causes']): (check: Check) => string | undefined {
  return (check) => {
    const entry = causes.find((one) => one.cause.id === check.cause);
    return entry === undefined ? undefined : `#cause-${entry.index}`;
  };
}

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
