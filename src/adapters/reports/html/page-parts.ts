import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Report } from '../../../core/diagnosis/report/report.ts';
import type { ReportView } from '../../../core/diagnosis/report/view.ts';
import { formatNumber } from '../../../core/model/text/format.ts';
import { createFactFinder } from '../check-facts.ts';
import type { Guides } from './guides-section.ts';
import { html, type Markup } from './markup.ts';
import { renderStatus, SHOWN_STATUSES, type ShownStatus, statusOfTone, statusWord } from './status.ts';
import { renderChecks } from './tenants-section.ts';

interface PagePart {
  text: string;
  /** As a Content-Security-Policy wants it: `'sha256-…'`. */
  hash: string;
}

const STYLES = ['theme', 'base', 'status', 'head', 'details', 'causes', 'rows', 'guides', 'tools', 'media'];

/** The page's own style and script: the only ones its policy lets run. */
export const PAGE_STYLE = toStyle(STYLES);
export const PAGE_SCRIPT = toPart(readText('page.js'));

/** Parts of the style as one, by their names. */
export function toStyle(names: readonly string[]): PagePart {
  return toPart(names.map((name) => readText(`style/${name}.css`)).join('\n'));
}

function readText(name: string): string {
  // A browser hashes what it parsed, and parsing turns CRLF into LF.
  return readFileSync(new URL(name, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
}

function toPart(content: string): PagePart {
  const text = `\n${content}`;
  return { text, hash: `'sha256-${createHash('sha256').update(text).digest('base64')}'` };
}

/** The partner's own checks, open where they don't all pass. */
export function renderPartner(report: Report, { linkTo }: Guides): Markup {
  const { partner } = report;
  const findFacts = createFactFinder(report);
  const open = partner.status === 'fail' || partner.status === 'unknown';
  const checks = renderChecks(partner.checks, findFacts, (check) => {
    const { article } = findFacts(check);
    return article === undefined ? undefined : linkTo(article)?.href;
  });
  return html`<section aria-labelledby="partner"><h2 id="partner">The connection itself</h2>
<div class="table"><details class="row"${open && html` open`}><summary>${renderStatus(partner.status)}
<span class="name"><b>Our own tokens</b> <code class="id">${partner.tenantId}</code></span></summary>
<div class="body">${checks}</div></details></div></section>`;
}

/** The verdict, the counts, what changed and what the partner's checks say: all that a hurried reader needs. */
export function renderHead({ totals }: Report, view: ReportView): Markup {
  const counts = SHOWN_STATUSES.map((status) => ({ status, count: totals[status] })).filter(({ count }) => count > 0);
  const facts = [view.counts, `took ${view.took}`].filter((fact) => fact !== '').join(' · ');
  return html`<header>
<p class="brand">Samaritan <span>Test of tokens and tenants</span></p>
<h1 class="verdict ${statusOfTone(view.tone)}">${renderVerdict(view.verdict)}</h1>
<p class="facts">${facts}</p>
${
  totals.tenants > 0 &&
  html`${renderBar(counts, totals.tenants)}
<ul class="legend">${counts.map(({ status, count }) => html`<li>${renderStatus(status, 'mark')} <b>${formatNumber(count)}</b></li>`)}
<li class="whole">of <b>${formatNumber(totals.tenants)}</b> ${totals.tenants === 1 ? 'tenant' : 'tenants'}</li></ul>`
}
${(view.changes.length > 0 || view.notes.length > 0) && html`<div class="news">${renderLines('What changed', view.changes)}${renderLines('The connection itself', view.notes)}</div>`}
</header>`;
}

/** The first clause is the verdict; what follows the dot is its small print. */
function renderVerdict(verdict: string): Markup {
  const [first = '', ...rest] = verdict.split(' · ');
  return html`${first}${rest.map((clause) => html`<span><i class="visually-hidden"> · </i>${clause}</span>`)}`;
}

interface Count {
  status: ShownStatus;
  count: number;
}

const BAR_GAP = 3;

/** Shares as one bar. Drawn with attributes, since the page's policy allows no style attributes. */
function renderBar(counts: readonly Count[], whole: number): Markup {
  let end = 0;
  const parts = counts.map(({ status, count }) => {
    const x = end === 0 ? 0 : end + BAR_GAP;
    // The smallest share stays visible.
    const width = Math.max((count / whole) * 1000, 4);
    end = x + width;
    return html`<rect class="${status}" x="${x.toFixed(1)}" y="0" width="${width.toFixed(1)}" height="10"/>`;
  });
  const label = counts.map(({ status, count }) => `${statusWord(status)} ${formatNumber(count)}`).join(', ');
  return html`<svg class="bar" role="img" aria-label="${label}" viewBox="0 0 ${end.toFixed(1)} 10" preserveAspectRatio="none">${parts}</svg>`;
}

function renderLines(title: string, lines: readonly string[]): Markup | false {
  if (lines.length === 0) return false;
  return html`<section><h2>${title}</h2><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`;
}
