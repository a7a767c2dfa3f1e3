import type { Report } from '../../../core/diagnosis/report/report.ts';
import { situationOf } from '../../../core/diagnosis/report/situation-of.ts';
import {
  type CauseView,
  type ReportView,
  toArticleSubject,
  type ViewOptions,
} from '../../../core/diagnosis/report/view.ts';
import type { ArticleSubject } from '../../../core/guidance/articles/article.ts';
import type { Situation } from '../../../core/guidance/articles/condition.ts';
import { judgeCase } from '../../../core/guidance/articles/judge-case.ts';
import { customerMessageOf } from '../../../core/guidance/articles/message-card.ts';
import type { TenantResult } from '../../../core/model/checks/check.ts';
import { countOf, formatNumber } from '../../../core/model/text/format.ts';
import { type ArticleContext, renderInline } from './article-text.ts';
import { type Guides, renderGuide, renderStepItems } from './guides-section.ts';
import { html, type Markup } from './markup.ts';
import { renderStatus, statusOfTone } from './status.ts';

/** Names on the closed card, and links to rows on the open one: the table has all of them. */
const NAMES_SHOWN = 6;
const LINKS_SHOWN = 100;

/** From so many causes on, those after the first few are closed: a page of open cards is read by nobody. */
const CLOSED_FROM = 12;
const KEPT_OPEN = 3;

export function renderCauses(report: Report, view: ReportView, options: ViewOptions, guides: Guides): Markup | false {
  if (view.causes.length === 0) return false;
  const rows = new Map(report.tenants.map((tenant, index) => [tenant.tenantId, index]));
  const byId = new Map(report.tenants.map((tenant) => [tenant.tenantId, tenant]));
  const cards = view.causes.map((cause, index) => {
    const ids = report.causes[index]?.tenantIds ?? [];
    const tenants = ids.flatMap((id): TenantResult[] => {
      const tenant = byId.get(id);
      return tenant ? [tenant] : [];
    });
    const subject = toArticleSubject(report, tenants, options);
    const summary = report.causes[index];
    const situation: Situation = summary ? situationOf(report, summary, tenants) : {};
    return renderCause(cause, {
      index,
      subject,
      situation,
      rows,
      guides,
      options,
      closes: view.causes.length >= CLOSED_FROM,
    });
  });
  return html`<section aria-labelledby="causes"><h2 id="causes">${countOf(cards.length, 'cause')}</h2>
<div class="cards">${cards}</div></section>`;
}

interface CauseContext {
  index: number;
  subject: ArticleSubject;
  situation: Situation;
  rows: ReadonlyMap<string, number>;
  guides: Guides;
  options: ViewOptions;
  /** It is one of so many that it can be closed. */
  closes: boolean;
}

function renderCause(
  cause: CauseView,
  { index, subject, situation, rows, guides, options, closes }: CauseContext,
): Markup {
  const judged = judgeCase(cause.id, situation, options.library);
  const article = { ...judged.article, customerMessage: customerMessageOf(judged) };
  const context: ArticleContext = {
    subject,
    linkTo: (id) => (id === article.id ? undefined : guides.linkTo(id)),
  };
  const stepsShown = cause.firstSteps.length;
  const head = html`${renderStatus(statusOfTone(cause.tone))}<h3>${cause.title}</h3>
<p class="tags"><b>${cause.whose}</b><span>${cause.extent}</span>${cause.certainty !== '' && html`<span>${cause.certainty}</span>`}${cause.codes.map((code) => html`<code>${code}</code>`)}</p>`;
  const body = html`<p class="meaning">${cause.meaning}</p>${cause.said !== undefined && html`<p class="meaning">It said: “<bdi>${cause.said}</bdi>”</p>`}
${cause.tenants.length > 0 && renderNames(cause, index, rows)}
<p class="who"><b>Who acts.</b> ${renderInline(article.whoActs, context)}</p>
${cause.tenants.length > 1 && renderSubjectChoice(index, article.customerMessage !== undefined)}
<h4>First steps</h4>
<ol>${renderStepItems(article.steps.slice(0, stepsShown), context)}</ol>
<details class="more"><summary>${restOf(article.steps.length - stepsShown, article.customerMessage !== undefined)}</summary>
${renderGuide(article, { context, stepsShown })}</details>
${cause.tenants.length > NAMES_SHOWN && renderTenantLinks(cause, rows)}`;
  return closes
    ? html`<details class="card" id="cause-${index}"${index < KEPT_OPEN && html` open`}><summary class="card-head">${head}</summary>
${body}</details>`
    : html`<article class="card" id="cause-${index}"><div class="card-head">${head}</div>
${body}</article>`;
}

function restOf(steps: number, hasMessage: boolean): string {
  const parts = [
    ...(steps > 0 ? [countOf(steps, 'more step')] : []),
    'how to verify',
    ...(hasMessage ? ['message to the customer'] : []),
  ];
  const text = parts.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function renderNames({ tenants }: CauseView, index: number, rows: CauseContext['rows']): Markup {
  const shown = tenants.slice(0, NAMES_SHOWN);
  const more = tenants.length - shown.length;
  const names = shown.map(
    (tenant, place) =>
      html`${place > 0 && ', '}<a href="#tenant-${rows.get(tenant.tenantId) ?? 0}"><bdi>${tenant.label}</bdi></a>`,
  );
  const rest = more > 0 && html` and <a href="#tenants" data-show-cause="${index}">${formatNumber(more)} more</a>`;
  return html`<p class="names">${names}${rest}</p>`;
}

/** Filled and shown by the page's script. */
function renderSubjectChoice(index: number, hasMessage: boolean): Markup {
  return html`<p class="subject" hidden><label for="subject-${index}">Fill links${hasMessage && ' and message'} for</label>
<select id="subject-${index}" data-subject-of="${index}"><option value="">choose a tenant</option></select></p>`;
}

function renderTenantLinks({ tenants, extent }: CauseView, rows: CauseContext['rows']): Markup {
  const links = tenants
    .slice(0, LINKS_SHOWN)
    .map(
      ({ tenantId, label, domain }) =>
        html`<li><a href="#tenant-${rows.get(tenantId) ?? 0}"><bdi>${label}</bdi></a>${domain !== null && html` <small>${domain}</small>`}</li>`,
    );
  const more = tenants.length - links.length;
  return html`<details class="more"><summary>All ${extent}</summary>
<ul class="tenant-links">${links}</ul>${more > 0 && html`<p>${formatNumber(more)} more are in the table below.</p>`}</details>`;
}
