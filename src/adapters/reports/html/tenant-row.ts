import type { CauseSummary } from '../../../core/diagnosis/report/report.ts';
import { groupStatus } from '../../../core/diagnosis/report/totals.ts';
import { GROUPS } from '../../../core/model/checks/catalogue.ts';
import { type Check, TENANT_GROUPS, type TenantGroup, type TenantResult } from '../../../core/model/checks/check.ts';
import { toTenantRef } from '../../../core/model/tenants/tenant-ref.ts';
import type { FindCheckFacts } from '../check-facts.ts';
import { renderChecks } from './check-list.ts';
import { html, type Markup } from './markup.ts';
import { renderStatus, type ShownStatus, statusOf } from './status.ts';

export interface RowContext {
  index: number;
  causes: readonly { index: number; cause: CauseSummary }[];
  findFacts: FindCheckFacts;
  /** One line without details. */
  compact: boolean;
}

/** One tenant: a line, and behind it the checks with their evidence. */
export function renderTenantRow(tenant: TenantResult, { index, causes, findFacts, compact }: RowContext): Markup {
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
