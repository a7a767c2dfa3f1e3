import type { Report } from '../../core/diagnosis/report/report.ts';
import { toReportView, type ViewOptions } from '../../core/diagnosis/report/view.ts';
import { renderCauses } from './html/causes-section.ts';
import { type Guides, planGuides, renderGuides } from './html/guides-section.ts';
import { html, Markup } from './html/markup.ts';
import { renderPage } from './html/page.ts';
import { PAGE_SCRIPT, PAGE_STYLE, renderHead, renderPartner } from './html/page-parts.ts';
import { renderTenants } from './html/tenants-section.ts';

export type HtmlOptions = ViewOptions;

const POLICY = [
  "default-src 'none'",
  `style-src ${PAGE_STYLE.hash}`,
  `script-src ${PAGE_SCRIPT.hash}`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/**
 * A report as one page that needs nothing else: no network, no other file, readable without its script. Everything
 * from outside is escaped; the policy lets only the page's own style and script run.
 */
export function renderHtml(report: Report, options: HtmlOptions): string {
  const view = toReportView(report, options);
  const guides: Guides = planGuides(report, options.library);
  const body = html`<a class="skip" href="#content">Skip to the content</a>
${renderHead(report, view)}
<main id="content">
${renderCauses(report, view, options, guides)}
${renderPartner(report, guides)}
${renderTenants(report)}
${renderGuides(report, options, guides)}
</main>
<footer><p>${view.footer}</p></footer>
<p class="visually-hidden" id="announcement" role="status"></p>
<script type="module">${new Markup(PAGE_SCRIPT.text)}</script>`;
  return renderPage({ policy: POLICY, title: `${view.verdict} · Samaritan`, style: PAGE_STYLE.text, body });
}
