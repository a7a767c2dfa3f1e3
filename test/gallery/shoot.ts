import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { createServer } from 'vite';
import { z } from 'zod';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ICONS = fileURLToPath(new URL('../../manifest/icons/', import.meta.url));

export interface Gallery {
  /** Stands before the names of its pictures, such as `teams-light-320`. */
  name: string;
  page: string;
  /** Of the window, in pixels. */
  width: number;
  /** Which of its cards get a picture of their own. */
  shots: readonly string[];
  scheme: 'light' | 'dark';
}

/** The height at which a sheet goes on in its next column, in pixels. */
const SHEET_HEIGHT = 5_000;

/**
 * Shows pages of cards in a browser and writes into a folder a sheet of each page in columns, and pictures of single cards.
 * `executable`: Chromium.
 */
export async function shoot(galleries: readonly Gallery[], folder: string, executable: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const pages = new Map(galleries.map(({ name, page }) => [`/${name}`, page]));
  const server = await createServer({
    root: HERE,
    configFile: false,
    logLevel: 'error',
    cacheDir: join(tmpdir(), 'samaritan-gallery'),
    publicDir: ICONS,
    server: { host: '127.0.0.1', port: 0 },
    plugins: [
      {
        name: 'cards',
        configureServer: ({ middlewares }) => {
          middlewares.use((request, response, next) => {
            const page = pages.get(request.url ?? '');
            if (page !== undefined) response.setHeader('content-type', 'text/html').end(page);
            else next();
          });
        },
      },
    ],
  });
  await server.listen();
  const address = server.httpServer?.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
  try {
    const files: string[] = [];
    for (const { name, page, width, shots, scheme } of galleries) {
      const options = { viewport: { width, height: 900 }, colorScheme: scheme, bypassCSP: true } as const;
      const isCards = page.includes('/main.ts');
      const tab = await browser.newPage({ ...options, deviceScaleFactor: shots.length > 0 ? 2 : 1 });
      await tab.goto(`http://127.0.0.1:${port}/${name}`);
      if (isCards) await tab.waitForFunction('customElements.get("discord-message") !== undefined');
      await tab.waitForLoadState('networkidle');
      for (const shot of shots) {
        const file = join(folder, `${name}-${shot}.png`);
        await tab.locator(`#${shot}`).screenshot({ path: file });
        files.push(file);
      }
      // A page of its own draws the rows that are in sight; a sheet has all of them.
      await (isCards
        ? toColumns(tab, width)
        : tab.addStyleTag({ content: '* { content-visibility: visible !important }' }));
      const sheet = join(folder, `sheet-${name}.png`);
      await tab.screenshot({ path: sheet, fullPage: true, scale: 'css' });
      files.push(sheet);
      await tab.close();
    }
    return files;
  } finally {
    await browser.close();
    await server.close();
  }
}

async function toColumns(tab: Page, width: number): Promise<void> {
  const columns = Math.ceil((await heightOf(tab)) / SHEET_HEIGHT);
  await tab.setViewportSize({ width: width * columns, height: 900 });
  await tab.addStyleTag({ content: `body { columns: ${columns}; column-gap: 0 } section { break-inside: avoid }` });
}

async function heightOf(tab: Page): Promise<number> {
  return z.number().parse(await tab.evaluate('document.documentElement.scrollHeight'));
}
