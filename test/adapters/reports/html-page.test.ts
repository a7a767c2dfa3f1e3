import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHROMIUM } from '../../../bench/chromium.ts';
import { loadArticles } from '../../../src/adapters/articles/load-articles.ts';
import { renderHtml } from '../../../src/adapters/reports/render-html.ts';
import type { Report } from '../../../src/core/diagnosis/report/report.ts';
import { CAUSE_IDS, causeDefinition } from '../../../src/core/model/causes/cause.ts';
import { Browser } from './chromium.ts';
import { hostileReport } from './hostile-report.ts';
import { HTML_OPTIONS } from './report-fixture.ts';
import { fleetReport } from './report-scenarios.ts';

const why = CHROMIUM ? '' : ' (skipped: no Chromium; install it or name it in CHROMIUM)';

describe.skipIf(!CHROMIUM)(`the HTML report in a browser${why}`, () => {
  let browser: Browser;
  const fleet = renderHtml(fleetReport(40), HTML_OPTIONS);
  const hostile = renderHtml(hostileReport(), HTML_OPTIONS);

  const shown = (): Promise<string[]> =>
    browser.evaluate('[...document.querySelectorAll("#rows > li:not([hidden]) bdi")].map((name) => name.textContent)');
  const change = (selector: string, value: string): Promise<void> =>
    browser.evaluate(`{
      const field = document.querySelector(${JSON.stringify(selector)});
      field.value = ${JSON.stringify(value)};
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
      new Promise((resolve) => setTimeout(resolve, 120));
    }`);
  const status = (value: string): Promise<void> =>
    browser.evaluate(`document.querySelector('#tools input[value="${value}"]').click()`);
  const openAll = (): Promise<void> =>
    browser.evaluate('document.querySelectorAll("details").forEach((details) => { details.open = true; })');

  beforeAll(async () => {
    browser = await Browser.start(CHROMIUM ?? '');
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    await browser.withScripts(true);
    await browser.resize(1280);
    await browser.prefer('light');
  });

  it('opens from disk without a complaint or a request', async () => {
    await browser.open(fleet);
    await openAll();
    expect(browser.complaints).toEqual([]);
    expect(browser.requests).toEqual([]);
    expect(await browser.evaluate('document.querySelector("#tools").hidden')).toBe(false);
  });

  it('runs nothing that came from outside', async () => {
    await browser.open(hostile);
    await openAll();
    expect(await browser.evaluate('document.title')).toMatch(/tenants fail.* · Samaritan$/);
    expect(
      await browser.evaluate('document.querySelectorAll("img, body script, body style, [onerror], [style]").length'),
    ).toBe(1);
    expect(await browser.evaluate('document.querySelectorAll("#rows > li").length')).toBe(23);
    expect(browser.complaints).toEqual([]);
    expect(browser.requests).toEqual([]);
  });

  it('searches names, domains, ids and codes', async () => {
    await browser.open(fleet);
    await change('#search', 'WOODGROVE');
    expect(await shown()).toEqual(['Woodgrove Bank', 'Woodgrove Bank 2']);
    await change('#search', 'aaaaaaaa-0000-4000-8000-000000000008');
    expect(await shown()).toEqual(['Proseware']);
    await change('#search', 'aadsts53003');
    expect(await shown()).toHaveLength(2);
    await change('#search', 'no such thing');
    expect(await shown()).toEqual([]);
    expect(await browser.evaluate('document.querySelector("#none").hidden')).toBe(false);
  });

  it('filters by status and cause, and says how many are shown', async () => {
    await browser.open(fleet);
    await status('fail');
    expect(await shown()).toHaveLength(3);
    expect(await browser.evaluate('document.querySelector("#shown").textContent')).toBe('3 of 40 tenants');
    expect(await browser.evaluate('document.querySelector("#shown").ariaLive')).toBe('polite');
    // The most urgent cause comes first.
    await change('#cause', '1');
    expect(await shown()).toEqual(['Proseware']);
    await status('');
    await change('#cause', '');
    expect(await shown()).toHaveLength(40);
  });

  it('sorts by name and by status', async () => {
    await browser.open(fleet);
    expect((await shown())[0]).toBe('Proseware');
    await change('#order', 'name');
    expect((await shown()).slice(0, 2)).toEqual(['Adatum', 'Adatum 2']);
    await change('#order', 'status-up');
    expect((await shown()).at(-1)).toContain('株式会社');
  });

  it('opens a tenant that is linked to, even if a filter hides it', async () => {
    await browser.open(fleet);
    await status('pass');
    await browser.evaluate(
      'document.querySelector(".names a").click(); new Promise((resolve) => setTimeout(resolve, 50))',
    );
    expect(await browser.evaluate('document.querySelector(":target details").open')).toBe(true);
    expect(await shown()).toHaveLength(40);
  });

  it('fills steps, links and the message with the tenant that is chosen', async () => {
    await browser.open(fleet);
    const card = 'document.querySelector("[data-subject-of]").closest(".card")';
    expect(await browser.evaluate(`${card}.querySelector("a[data-href]").hasAttribute("href")`)).toBe(false);
    await change('[data-subject-of]', 'tenant-3');
    expect(await browser.evaluate(`${card}.querySelector("a[data-href]").href`)).toBe(
      'https://partner.microsoft.com/dashboard/commerce2/customers/aaaaaaaa-0000-4000-8000-000000000003/adminrelationships',
    );
    expect(await browser.evaluate(`${card}.querySelector(".message").textContent`)).toContain(
      'your tenant woodgrovebank.onmicrosoft.com (id aaaaaaaa-0000-4000-8000-000000000003)',
    );
    await change('[data-subject-of]', '');
    expect(await browser.evaluate(`${card}.querySelector(".message").textContent`)).toContain(
      'Access to <customer name>',
    );
    expect(await browser.evaluate(`${card}.querySelector("a[data-href]").hasAttribute("href")`)).toBe(false);
  });

  it('copies ids and evidence, and says so', async () => {
    await browser.open(fleet);
    await browser.evaluate(`{
      document.querySelector('#rows details').open = true;
      globalThis.copied = [];
      navigator.clipboard.writeText = async (text) => void copied.push(text);
      new Promise((resolve) => setTimeout(resolve, 50));
    }`);
    await browser.evaluate(
      'document.querySelectorAll("#rows details[open] button.copy").forEach((button) => button.click())',
    );
    const copied = await browser.evaluate<string[]>('copied');
    expect(copied[0]).toBe('aaaaaaaa-0000-4000-8000-000000000008');
    expect(copied.at(-1)).toContain('Error: UnauthorizedAccess\nMessage: The role assigned');
    expect(await browser.evaluate('document.querySelector("#announcement").textContent')).toBe('Copied');
  });

  it('can be worked with the keyboard alone', async () => {
    await browser.open(fleet);
    await browser.evaluate('document.querySelector("#search").focus()');
    const labels: string[] = [];
    for (let presses = 0; presses < 4; presses += 1) {
      await browser.press('Tab', 'Tab', 9);
      labels.push(
        await browser.evaluate(
          'document.activeElement.id || document.activeElement.name || document.activeElement.tagName',
        ),
      );
    }
    expect(labels).toEqual(['cause', 'order', 'status', 'SUMMARY']);
    await browser.press('Enter', 'Enter', 13, '\r');
    expect(await browser.evaluate('document.activeElement.parentElement.open')).toBe(true);
    expect(await browser.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  });

  it('has one h1, headings in order, and a name for every control', async () => {
    await browser.open(fleet);
    await openAll();
    const levels = await browser.evaluate<number[]>(
      '[...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => Number(heading.tagName[1]))',
    );
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, place) => level > (levels[place - 1] ?? 0) + 1)).toEqual([]);
    expect(
      await browser.evaluate(
        '[...document.querySelectorAll("input, select")].filter((field) => field.labels.length === 0).length',
      ),
    ).toBe(0);
    expect(
      await browser.evaluate(
        '[...document.querySelectorAll("[id]")].length - new Set([...document.querySelectorAll("[id]")].map((one) => one.id)).size',
      ),
    ).toBe(0);
    expect(
      await browser.evaluate(
        '[...document.querySelectorAll("a[href^=\\"#\\"]")].filter((link) => !document.getElementById(link.hash.slice(1))).length',
      ),
    ).toBe(0);
  });

  it('fits a phone of 320 pixels, even with hostile names and with every article', async () => {
    await browser.resize(320);
    const library = loadArticles();
    const report = fleetReport(40);
    const causes = CAUSE_IDS.map((id): Report['causes'][number] => {
      const { title } = causeDefinition(id);
      return { id, title, owner: 'partner', article: library.forCause(id).id, tenantIds: [] };
    });
    for (const page of [fleet, hostile, renderHtml({ ...report, causes }, { ...HTML_OPTIONS, library })]) {
      await browser.open(page);
      await openAll();
      expect(await browser.evaluate('document.documentElement.scrollWidth')).toBe(320);
    }
  });

  it('follows the reader’s theme', async () => {
    await browser.open(fleet);
    const ground = 'getComputedStyle(document.documentElement).backgroundColor';
    expect(await browser.evaluate(ground)).toBe('rgb(247, 247, 245)');
    await browser.prefer('dark');
    expect(await browser.evaluate(ground)).toBe('rgb(19, 20, 22)');
  });

  it('has all its content without JavaScript', async () => {
    await browser.withScripts(false);
    await browser.open(fleet);
    await browser.withScripts(true);
    expect(await browser.evaluate('document.querySelector("#tools").hidden')).toBe(true);
    expect(await shown()).toHaveLength(40);
    expect(await browser.evaluate('document.querySelector(".address").checkVisibility()')).toBe(true);
  });

  it('opens 10,000 tenants and filters them without making anybody wait', async () => {
    const page = renderHtml(fleetReport(10_000), HTML_OPTIONS);
    expect(await browser.cpuTimeOf(() => browser.open(page))).toBeLessThan(8000);
    const filtering = browser.cpuTimeOf(() =>
      browser.evaluate(`
        document.querySelector('#search').value = 'contoso';
        document.querySelector('#tools input[value="pass"]').click();
        document.body.offsetHeight`),
    );
    expect(await filtering).toBeLessThan(2000);
    expect((await shown()).length).toBeGreaterThan(100);
  });
});
