import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CHROMIUM } from '../../bench/chromium.ts';
import { PATIENT } from '../patience.ts';
import { CARD_WIDTHS, drawCards, type Theme } from './card-page.ts';
import { hasPlayground, type RunningPlayground, startPlayground } from './start-playground.ts';
import { TeamsClient } from './teams-client.ts';

const missing = [
  ...(CHROMIUM ? [] : ['no Chromium; install it or name it in CHROMIUM']),
  ...(hasPlayground() ? [] : ['no Agents Playground; npm install brings it']),
].join(', and ');
const why = missing ? ` (skipped: ${missing})` : '';

/** Stands at the foot of a finished report. */
const REPORT = /connection default · \d/;
const CUSTOMERS = 40;

describe.skipIf(missing)(`Samaritan in the Agents Playground${why}`, () => {
  let playground: RunningPlayground;
  let browser: Browser;
  let teams: TeamsClient;
  /** Cards as they were sent, to be drawn in other themes and widths. */
  const kept = new Map<string, unknown>();

  const keep = async (name: string): Promise<void> => {
    kept.set(name, teams.latestCard);
    await teams.shoot(name);
  };
  const sweep = async (): Promise<void> => {
    await teams.ask('testtokens', REPORT);
  };

  beforeAll(async () => {
    [playground, browser] = await Promise.all([
      startPlayground({
        port: 0,
        tenants: CUSTOMERS,
        latencyMs: 5,
        boundChannels: ['teams:channel:channel-announcements-id'],
        // The limit has tests of its own; this one presses faster than any person.
        settings: { SAMARITAN_COMMANDS_PER_MINUTE: '1000' },
      }),
      chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] }),
    ]);
    teams = await TeamsClient.open(browser, playground.url);
  });
  afterAll(async () => {
    await browser?.close();
    await playground?.close();
  });

  describe('the personal chat', () => {
    it('welcomes whoever adds it, once', async () => {
      await teams.goTo('Personal Chat');
      await teams.shows('Write one of these to me.');
      await keep('welcome');
      await teams.ask('hello', 'There is no command “hello”');
      expect(await teams.cards.filter({ hasText: 'Write one of these to me.' }).count()).toBe(1);
    });

    it('shows a sweep under way, and ends it at a press in the same card', async () => {
      const [silent] = playground.sandbox.tenants();
      playground.sandbox.setTenant(silent?.tenantId ?? '', 'graph-hang');
      await teams.ask('/TestTokens', 'Testing tokens');
      await vi.waitUntil(() => playground.sandbox.stats().requests.graph > CUSTOMERS / 2, PATIENT);
      await teams.ask('testtokens', /This was already running.* of 40 tenants/);
      await keep('progress');
      const before = await teams.cards.count();
      await teams.press('Cancel');
      await teams.shows(/[Ii]nterrupted/);
      expect(await teams.cards.count()).toBe(before);
      await keep('interrupted');
      playground.sandbox.setTenant(silent?.tenantId ?? '', 'fine');
    });

    it('turns a report into guidance, one tenant, and what came of mending it', async () => {
      await sweep();
      await keep('report');
      const before = await teams.cards.count();
      await teams.press('How to fix');
      await teams.shows('Who acts:');
      await keep('fix');
      await teams.cards.last().getByRole('combobox').click();
      const [name = ''] = (await teams.page.getByRole('option').first().innerText()).split(' (');
      await teams.page.getByRole('option').first().click();
      await teams.press('Show');
      await teams.shows(`· ${name}`);
      await keep('fix-one');
      playground.sandbox.setTenant(name, 'fine');
      await teams.press('Test again');
      await teams.shows(/Mended\. .* works again, after /);
      await keep('mended');
      await teams.press('Back');
      await teams.shows(REPORT);
      expect(await teams.cards.count()).toBe(before);
    });

    it('pages through the tenants of a cause', async () => {
      playground.sandbox.spread(Array.from({ length: 13 }, () => 'consent-missing'));
      await sweep();
      await teams.press('How to fix');
      await teams.press('Show tenants');
      await teams.shows('page 1 of 2');
      await keep('tenants');
      await teams.press('Next');
      await teams.shows('page 2 of 2');
      await teams.press('Previous');
      await teams.shows('page 1 of 2');
      await teams.press('Back');
      await teams.shows(REPORT);
    });

    it('offers both files of a report', async () => {
      await teams.press('Download');
      await teams.shows('whether it may be saved to your OneDrive');
      // The playground knows no questions about files, and says so in the place of each.
      await teams.page
        .getByText(/^File Consent Card is not supported yet$/)
        .nth(1)
        .waitFor();
      await keep('download');
    });

    it.each([
      ['explain', 'explain AADSTS50076: Due to a configuration change made by your administrator', 'AADSTS50076'],
      ['help', 'help', 'testtokens'],
      ['help-one', 'help access grant', 'access grant'],
      ['status', 'status', 'Connection default'],
      ['unknown', 'testokens', 'Did you mean testtokens?'],
    ])('answers a message (%s)', async (name, text, shown) => {
      await teams.ask(text, shown);
      await keep(name);
    });
  });

  describe('places with others', () => {
    it('shows results to everybody in a bound channel', async () => {
      await teams.goTo('Helpdesk - Announcements');
      await teams.shows('Mention me and add one of these.');
      await teams.mention('testtokens', 'Post');
      // Threads don't stand in the order they were begun in.
      await teams.showsAmong(REPORT);
      await keep('channel');
    });

    it('answers personally in a group chat, with a line there', async () => {
      await teams.goTo('Group Chat');
      await teams.mention('status', 'Send Message');
      await teams.says('I answered you personally.');
      expect(await teams.cards.filter({ hasText: 'Connection default' }).count()).toBe(0);
      await teams.shoot('group');
    });
  });

  describe('cards as they were sent', () => {
    const looks = (['light', 'dark'] as const).flatMap((theme: Theme) =>
      Object.entries(CARD_WIDTHS).map(([device, width]) => ({ theme, device, width })),
    );

    // Each look replaces the one before: a page of its own would be a process of its own.
    let page: Page;
    beforeAll(async () => {
      page = await browser.newPage();
    });

    it.each(looks)('fit a $device in the $theme theme', async ({ theme, device, width }) => {
      const tooWide = await drawCards(page, kept, { theme, width, name: `cards-${device}-${theme}` });
      expect(kept.size).toBeGreaterThan(10);
      expect(tooWide).toEqual([]);
    });
  });
});
