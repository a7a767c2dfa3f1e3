import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { html } from '../../../src/adapters/reports/html/markup.ts';
import { PAGE_STYLE } from '../../../src/adapters/reports/html/page-parts.ts';
import { renderHtml } from '../../../src/adapters/reports/render-html.ts';
import type { Report } from '../../../src/core/diagnosis/report/report.ts';
import { CAUSE_IDS, type CauseId, causeDefinition } from '../../../src/core/model/causes/cause.ts';
import type { Check } from '../../../src/core/model/checks/check.ts';
import { contrast, readColors } from './contrast.ts';
import { hostileReport } from './hostile-report.ts';
import { HTML_OPTIONS, reportOf, tenantIdOf, tenantWith } from './report-fixture.ts';
import { BLOCKED, brokenFleetReport, fleetReport, partnerFailingReport } from './report-scenarios.ts';

const render = (report: Report): string => renderHtml(report, HTML_OPTIONS);

function between(page: string, start: RegExp, end: string): string {
  const match = start.exec(page);
  if (!match) throw new Error(`no ${start} in the page`);
  const from = match.index + match[0].length;
  return page.slice(from, page.indexOf(end, from));
}

describe('html', () => {
  it('escapes what is put in, unless it is markup', () => {
    const inner = html`<b title="${'"\'&<>'}">${'<i>'}</b>`;
    expect(html`<p>${inner}${[1, 'x<'].map((part) => part)}${false}${undefined}</p>`.text).toBe(
      '<p><b title="&quot;&#39;&amp;&lt;&gt;">&lt;i&gt;</b>1x&lt;</p>',
    );
  });

  it('drops control and direction characters and lone surrogates', () => {
    expect(html`${'a\0b\u202ec\u2066\u001b\ud800'}`.text).toBe('abc\ufffd');
  });
});

describe('renderHtml', () => {
  it('is one page with a policy that admits its own style and script and nothing else', () => {
    const page = render(fleetReport(40));
    const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const policy = between(page, /Content-Security-Policy" content="/, '"').replaceAll('&#39;', "'");
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hashOf(between(page, /<style>/, '</style>'))}`,
      `script-src ${hashOf(between(page, /<script type="module">/, '</script>'))}`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
    ]);
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">/);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<[^>]+\s(?:style|on\w+|src)=/);
    expect(page).not.toMatch(/<(?:img|link|iframe|object|embed|base|form)\b/);
  });

  it('shows verdict, counts, changes and causes before the tenants', () => {
    const page = render(fleetReport(40));
    const places = ['3 of 40 tenants fail', 'Graph answers for 37 of 40', 'newly failing', '5 causes', 'id="tenants"'];
    const found = places.map((text) => page.indexOf(text, page.indexOf('<body>')));
    expect(found.every((place) => place > 0)).toBe(true);
    expect(found).toEqual([...found].sort((a, b) => a - b));
  });

  it('gives a cause its guidance, filled with its only tenant', () => {
    const page = render(reportOf({ tenants: [tenantWith(0), tenantWith(1, BLOCKED)] }));
    expect(page).toContain(
      `href="https://partner.microsoft.com/dashboard/commerce2/customers/${tenantIdOf(1)}/adminrelationships"`,
    );
    expect(page).toContain('Subject: Access to Fabrikam');
    expect(page).toContain('1. Open https://entra.microsoft.com.');
    expect(page).toContain('3 more steps, how to verify, message to the customer');
    expect(page).not.toContain('data-subject-of="0"><option value="">');
  });

  it('asks no customer for what is most likely ours', () => {
    const page = render(brokenFleetReport(20));
    expect(page).toContain('most likely one policy of ours');
    const causes = page.slice(0, page.indexOf('<section class="guides">'));
    expect(causes.toLowerCase()).not.toContain('message to the customer');
    expect(causes).toContain('>Fill links for<');
    expect(causes).not.toContain('and message for');
  });

  it('offers to fill the message for a tenant where there is one', () => {
    const page = render(reportOf({ tenants: [tenantWith(0), tenantWith(1, BLOCKED), tenantWith(2, BLOCKED)] }));
    expect(page).toContain('Message to the customer');
    expect(page).toContain('>Fill links and message for<');
  });

  it('closes all but the first three causes where there are twelve or more, and links still lead into them', () => {
    const ids = CAUSE_IDS.filter((id) => causeDefinition(id).owner === 'customer');
    const others = CAUSE_IDS.filter((id) => causeDefinition(id).owner === 'partner').slice(0, 12);
    const failing = (cause: CauseId): Check => ({
      id: 'graph.read',
      status: 'fail',
      durationMs: 1,
      attempts: 1,
      cause,
    });
    const withCauses = (causes: readonly CauseId[]): string =>
      render(reportOf({ tenants: causes.map((cause, index) => tenantWith(index, [failing(cause)])) }));
    const many = withCauses([...ids, ...others].slice(0, 12));
    expect(many.match(/<details class="card" id="cause-\d+" open>/g)).toHaveLength(3);
    expect(many.match(/<details class="card" id="cause-\d+">/g)).toHaveLength(9);
    const few = withCauses(others.slice(0, 11));
    expect(few).not.toContain('<details class="card"');
    expect(few.match(/<article class="card" id="cause-\d+">/g)).toHaveLength(11);
  });

  it('keeps the articles that steps point to on the page', () => {
    const page = render(reportOf({ tenants: [tenantWith(0), tenantWith(1, BLOCKED)] }));
    expect(page).toContain('<a href="#guide-gdap-role-missing">');
    expect(page).toContain('id="guide-gdap-role-missing"');
  });

  it('has no table where nothing was tested', () => {
    const page = render(partnerFailingReport());
    expect(page).toContain('Nothing can be tested: the client secret has expired');
    expect(page).not.toContain('id="rows"');
  });

  it('lists the tenants worst first, each exactly once', () => {
    const page = render(fleetReport(1200));
    const statuses = [...page.matchAll(/<li id="tenant-\d+" data-status="(\w+)"/g)].map(([, status]) => status);
    expect(statuses).toHaveLength(1200);
    expect([...new Set(statuses)]).toEqual(['fail', 'unknown', 'warn', 'accepted', 'pass']);
  });

  it('stays small with 10,000 tenants: a passing one is a line', () => {
    expect(render(fleetReport(10_000)).length).toBeLessThan(8_000_000);
  });

  it('keeps the evidence of every failing tenant, however many there are', () => {
    expect(render(brokenFleetReport(1200)).match(/<dd>AADSTS53003: Access has been blocked/g)).toHaveLength(2400);
  });

  it('lets no text from outside become markup', () => {
    const page = render(hostileReport());
    const body = page.slice(page.indexOf('<body>'));
    expect(body.match(/<script/g)).toHaveLength(1);
    expect(body).not.toMatch(/<(?:img|svg onload|b )/);
    expect(body).not.toMatch(/href="(?!#|https:)/);
    expect(body).not.toMatch(/[\0\u202e\u2066]/);
    expect(page.isWellFormed()).toBe(true);
  });

  it('has a contrast of at least 4.5 wherever text stands, in both themes', () => {
    for (const colors of readColors(PAGE_STYLE.text)) {
      const color = (name: string): string => colors.get(name) ?? '';
      for (const ground of ['ground', 'surface', 'sunken']) {
        for (const text of ['text', 'muted', 'accent']) {
          expect(contrast(color(text), color(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
        }
      }
      for (const status of ['fail', 'unknown', 'warn', 'accepted', 'skipped', 'pass']) {
        for (const ground of [`${status}-soft`, 'surface', 'ground', 'sunken']) {
          expect(contrast(color(status), color(ground)), `${status} on ${ground}`).toBeGreaterThanOrEqual(4.5);
        }
      }
      expect(contrast(color('line-strong'), color('surface')), 'borders of controls').toBeGreaterThanOrEqual(3);
    }
  });
});
