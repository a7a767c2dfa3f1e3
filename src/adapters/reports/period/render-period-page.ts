import type { Tone } from '../../../core/cards/card.ts';
import { countOf, formatDuration } from '../../../core/model/text/format.ts';
import { formatUptime } from '../../../core/watch/history/history-words.ts';
import { factsOf } from '../../../core/watch/reports/period-card.ts';
import type { PeriodIncident, PeriodReport, PeriodTenant } from '../../../core/watch/reports/period-report.ts';
import { html, type Markup } from '../html/markup.ts';
import { renderPage } from '../html/page.ts';
import { toStyle } from '../html/page-parts.ts';
import { statusOfTone } from '../html/status.ts';

const STYLE = toStyle(['theme', 'base', 'status', 'head', 'rows', 'media', 'period']);
const POLICY = `default-src 'none'; style-src ${STYLE.hash}; base-uri 'none'; form-action 'none'`;

/** More rows make a page that nobody reads; the table has all of them. */
const MOST_TENANTS = 300;

/** A report of a period as one page that needs nothing else: no network, no script, no other file. */
export function renderPeriodPage(report: PeriodReport): string {
  const { numbers, tenants, audience } = report;
  const isOwn = audience === 'own';
  const body = html`<header>
<p class="brand">${isOwn ? 'Samaritan' : 'Report'} <span>The ${report.every} ${numbers.period}</span></p>
<h1 class="verdict ${statusOfTone(numbers.tone)}">${numbers.verdict}</h1>
<dl class="numbers">${factsOf(report).map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
${numbers.note !== '' && html`<p class="note">${numbers.note}</p>`}
</header>
<main>
${renderIncidents(report)}
${renderEnds(report)}
${tenants.length > 0 && renderTenants(report)}
</main>
<footer><p class="note">Of the time in which it was tested, the share in which nothing failed and nothing was unknown. Time in which nothing was tested counts neither way.</p></footer>`;
  return renderPage({ policy: POLICY, title: `${numbers.title} · ${numbers.period}`, style: STYLE.text, body });
}

function renderIncidents({ audience, incidents, period }: PeriodReport): Markup {
  const isOwn = audience === 'own';
  const title = isOwn ? 'What failed' : 'What did not work';
  const none = html`<p>Nothing, as far as it was tested.</p>`;
  const format = momentFormat(period.timeZone);
  const table = html`<table><thead><tr><th scope="col">What</th>${isOwn && html`<th scope="col">Where</th>`}<th scope="col">Side</th><th scope="col">Since</th><th scope="col">Lasted</th><th scope="col">End</th></tr></thead>
<tbody>${incidents.map((one) => renderIncident(one, isOwn, format))}</tbody></table>`;
  return html`<section aria-labelledby="incidents"><h2 id="incidents">${title}</h2>${incidents.length === 0 ? none : table}</section>`;
}

function renderIncident(one: PeriodIncident, isOwn: boolean, format: (at: number) => string): Markup {
  const { title, reference, side, tenants, tenantCount, from, durationMs, end } = one;
  const more = tenantCount - tenants.length;
  const where =
    tenants.length === 0 ? 'the connection itself' : `${tenants.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return html`<tr><th scope="row"><bdi>${title}</bdi>${reference !== null && html` <code class="id">${reference}</code>`}</th>
${isOwn && html`<td data-label="Where"><bdi>${where}</bdi></td>`}<td data-label="Side" class="side">${side}</td><td data-label="Since" class="number">${format(from)}</td><td data-label="Lasted" class="number">${formatDuration(durationMs)}</td><td data-label="End">${end === '' ? 'open at the end' : end}</td></tr>`;
}

function renderEnds({ ends, audience }: PeriodReport): Markup | false {
  if (ends.length === 0) return false;
  const title = audience === 'own' ? 'What ends soon' : 'What ends soon, or has ended';
  return html`<section aria-labelledby="ends"><h2 id="ends">${title}</h2><ul>${ends.map(
    ({ subject, text }) => html`<li><b><bdi>${subject}</bdi></b>: ${text}</li>`,
  )}</ul></section>`;
}

function renderTenants({ tenants, period }: PeriodReport): Markup {
  const shown = tenants.slice(0, MOST_TENANTS);
  const left = tenants.length - shown.length;
  const title = tenants.length === 1 ? 'Day by day' : 'Tenants, the least up first';
  return html`<section aria-labelledby="tenants"><h2 id="tenants">${title}</h2>
<table><thead><tr><th scope="col">Tenant</th><th scope="col">Up</th><th scope="col">Failing or unknown</th><th scope="col">Tested</th><th scope="col">Days</th></tr></thead>
<tbody>${shown.map((one) => renderTenant(one, period.timeZone, period.from))}</tbody></table>
${left > 0 && html`<p class="note">${countOf(left, 'more tenant')} in the table that comes with this page.</p>`}
<p class="note">Days: the taller, the worse. A thin line was not tested.</p></section>`;
}

/** The taller, the worse: nothing is told by its colour alone. */
const DAY_HEIGHTS = { pass: 4, warn: 6, unknown: 8, fail: 10 };
const DAY_TONES = { pass: 'good', warn: 'warn', unknown: 'unknown', fail: 'bad' } as const satisfies Record<
  string,
  Tone
>;
const DAY_WORDS = { pass: 'worked', warn: 'warnings', unknown: 'unknown at some time', fail: 'failed at some time' };

function renderTenant(tenant: PeriodTenant, timeZone: string, from: number): Markup {
  const { label, domain, uptimePercent, failingMs, testedMs, worst } = tenant;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' });
  const days = worst.map((status, index) => {
    // Noon, so that no change of the clocks moves it into another day.
    const day = format.format(from + (index + 0.5) * 86_400_000);
    const words = status === null ? 'not tested' : DAY_WORDS[status];
    const height = status === null ? 1 : DAY_HEIGHTS[status];
    return html`<rect class="${status === null ? 'none' : statusOfTone(DAY_TONES[status])}" x="${index * 10}" y="${10 - height}" width="8" height="${height}"><title>${day}: ${words}</title></rect>`;
  });
  const spoken = worst.filter((status) => status === 'fail' || status === 'unknown').length;
  return html`<tr><th scope="row"><bdi>${label}</bdi>${domain !== null && domain !== label && html` <small class="domain">${domain}</small>`}</th>
<td data-label="Up" class="number">${formatUptime(uptimePercent)}</td><td data-label="Failing or unknown" class="number">${failingMs === 0 ? 'none' : formatDuration(failingMs)}</td><td data-label="Tested" class="number">${testedMs === 0 ? 'not tested' : formatDuration(testedMs)}</td>
<td><svg class="days" role="img" aria-label="${countOf(spoken, 'day')} of ${worst.length} with a failure or unknown" viewBox="0 0 ${worst.length * 10} 10" preserveAspectRatio="none">${days}</svg></td></tr>`;
}

function momentFormat(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  return (at) => format.format(at);
}
