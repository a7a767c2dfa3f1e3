import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page, Request } from 'playwright-core';
import { z } from 'zod';
import { PATIENCE_MS } from '../patience.ts';

/** Git ignores it. */
const ARTIFACTS = 'artifacts/playground';
/** A click that was lost posts nothing. */
const POSTS_WITHIN_MS = 20_000;
const MOST_TRIES = 3;
/** Tall enough for most cards. */
const DESKTOP = { width: 1280, height: 1400 };

export type PlaceName = 'Personal Chat' | 'Group Chat' | 'Helpdesk - Announcements' | 'Helpdesk - General';

/** What the playground tells its page of a message that is new or changed. */
const frameSchema = z.object({
  action: z.enum(['createMessage', 'updateMessage']),
  message: z.object({
    attachments: z.tuple([z.object({ content: z.looseObject({ type: z.literal('AdaptiveCard') }) })]),
  }),
});

/** Keeps what the page shows where `SAMARITAN_TEST_PICTURES` is set: drawing costs more than testing, and only people look. */
export async function takePicture(page: Page, name: string, fullPage = false): Promise<void> {
  if (!process.env.SAMARITAN_TEST_PICTURES) return;
  mkdirSync(ARTIFACTS, { recursive: true });
  await page.screenshot({ path: join(ARTIFACTS, `${name}.png`), fullPage });
}

/** The page of the Agents Playground, used as a technician uses Teams. Everything waits for what is to be seen. */
export class TeamsClient {
  readonly page: Page;
  #latest: Record<string, unknown> | undefined;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, url: string): Promise<TeamsClient> {
    const page = await browser.newPage({ viewport: DESKTOP, reducedMotion: 'reduce' });
    page.setDefaultTimeout(PATIENCE_MS);
    const client = new TeamsClient(page);
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => client.#keep(String(payload))));
    // Fonts and animations of another host: the page is the same without them, and no test leaves this machine.
    await page.route(
      (address) => address.hostname !== 'localhost',
      (route) => route.abort(),
    );
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    return client;
  }

  /** Cards in the place that is open, oldest first. */
  get cards(): Locator {
    return this.page.locator('.ac-adaptiveCard');
  }

  /** The card that was shown last, in any place, as JSON. */
  get latestCard(): Record<string, unknown> {
    if (!this.#latest) throw new Error('no card was shown');
    return this.#latest;
  }

  /** Waits until the newest card shows this text. */
  async shows(text: string | RegExp): Promise<void> {
    await this.#awaits(this.cards.last(), text);
  }

  /** Waits until one of the cards shows this text, in whatever order they stand. */
  async showsAmong(text: string | RegExp): Promise<void> {
    await this.#awaits(this.cards, text);
  }

  /** Writes in a chat of two, and waits until a new card shows this text. */
  async ask(written: string, shown: string | RegExp): Promise<void> {
    const before = await this.cards.count();
    await this.write(written);
    await this.#awaits(this.cards.nth(before), shown);
  }

  async goTo(place: PlaceName): Promise<void> {
    await this.page.locator(`button[aria-label="${place}"]`).click();
  }

  /** In a chat of two. */
  async write(text: string): Promise<void> {
    await this.#composer().click();
    await this.page.keyboard.insertText(text);
    await this.page.locator('button[aria-label="Send Message"]').click();
  }

  /** Where others read too, the bot hears only what mentions it. */
  async mention(text: string, send: 'Send Message' | 'Post'): Promise<void> {
    // On a busy machine the page may post what its editor has not come to yet, or nothing: that is heard by nobody.
    for (let tries = 1; ; tries += 1) {
      const posted = await this.#postMention(text, send);
      if (posted?.includes(`</at> ${text}`)) return;
      if (tries === MOST_TRIES) throw new Error(`the page posted ${posted ?? 'nothing'}`);
    }
  }

  /** Presses the first button with this label on the newest card. */
  async press(label: string): Promise<void> {
    await this.cards.last().getByRole('button', { name: label, exact: true }).first().click();
  }

  /** Waits for a message of the bot that is no card, in the place that is open. */
  async says(text: string): Promise<void> {
    await this.page.locator('.fui-Text').filter({ hasText: text }).last().waitFor();
  }

  async shoot(name: string): Promise<void> {
    await takePicture(this.page, name);
  }

  async #awaits(card: Locator, text: string | RegExp): Promise<void> {
    const shown = card.filter({ hasText: text });
    await shown.waitFor().catch(async () => {
      const instead = await this.cards.allInnerTexts();
      throw new Error(`awaited ${text}, shown instead:\n${instead.slice(-3).join('\n---\n')}`);
    });
  }

  /** What the page posted, as its request has it. */
  async #postMention(text: string, send: 'Send Message' | 'Post'): Promise<string | undefined> {
    await this.#composer().click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.type('@');
    await this.page.locator('[role=menuitem]').filter({ hasText: 'Samaritan' }).first().click();
    await this.#composer().locator('.mention').waitFor();
    await this.page.keyboard.insertText(` ${text}`);
    await this.#composer().filter({ hasText: text }).waitFor();
    const isMessage = (request: Request): boolean => request.method() === 'POST' && request.url().endsWith('/messages');
    const posted = this.page.waitForRequest(isMessage, { timeout: POSTS_WITHIN_MS }).catch(() => undefined);
    const button = send === 'Post' ? 'button:has-text("Post")' : 'button[aria-label="Send Message"]';
    await this.page.locator(button).first().click();
    return (await posted)?.postData() ?? undefined;
  }

  #composer(): Locator {
    return this.page.locator('[contenteditable=true]').first();
  }

  #keep(payload: string): void {
    let json: unknown;
    try {
      json = JSON.parse(payload);
    } catch {
      return;
    }
    const frame = frameSchema.safeParse(json).data;
    if (frame) this.#latest = frame.message.attachments[0].content;
  }
}
